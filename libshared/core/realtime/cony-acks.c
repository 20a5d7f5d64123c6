/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-acks.h"

/* Full means that the database has been away for long: what is older than a thousand alerts is not
 * on any screen, so the newest is dropped and the ladder goes on. */
#define MAX_WAITING 1000

struct _ConyAcks
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;

  /* owned */
  GHashTable *waiting; /* uid */
  GHashTable *sent;    /* uid; %NULL when no call is under way */
  guint idle_source;
};

G_DEFINE_FINAL_TYPE (ConyAcks, cony_acks, G_TYPE_OBJECT)

static void flush (ConyAcks *self);

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConyAcks) self = user_data;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GHashTable) sent = g_steal_pointer (&self->sent);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer uid;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  if (rows)
    {
      flush (self);
      return;
    }
  if (!g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_warning ("Events cannot be confirmed: %s", error->message);
      return;
    }
  g_hash_table_iter_init (&iter, sent);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    g_hash_table_add (self->waiting, g_strdup (uid));
}

static void
flush (ConyAcks *self)
{
  g_autofree GStrv uids = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *array = NULL;
  const char *params[3] = { NULL, NULL, NULL };

  if (self->session == NULL || self->sent || g_hash_table_size (self->waiting) == 0)
    return;

  uids = (GStrv) g_hash_table_get_keys_as_array (self->waiting, NULL);
  joined = g_strjoinv (",", uids);
  array = g_strconcat ("{", joined, "}", NULL);
  params[0] = array;
  params[1] = cony_session_get_pantalla (self->session);

  self->sent = g_steal_pointer (&self->waiting);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cony_database_query_async (cony_session_get_database (self->session),
                             "SELECT api.confirmar_eventos ($1::uuid[], 'ack', $2)",
                             params, NULL, confirmed_cb, g_object_ref (self));
}

static gboolean
idle_cb (gpointer user_data)
{
  ConyAcks *self = user_data;

  self->idle_source = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
cony_acks_dispose (GObject *object)
{
  ConyAcks *self = CONY_ACKS (object);

  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (cony_acks_parent_class)->dispose (object);
}

static void
cony_acks_finalize (GObject *object)
{
  ConyAcks *self = CONY_ACKS (object);

  g_hash_table_unref (self->waiting);
  g_clear_pointer (&self->sent, g_hash_table_unref);

  G_OBJECT_CLASS (cony_acks_parent_class)->finalize (object);
}

static void
cony_acks_class_init (ConyAcksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_acks_dispose;
  object_class->finalize = cony_acks_finalize;
}

static void
cony_acks_init (ConyAcks *self)
{
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cony_acks_new:
 * @session: in whose name events are confirmed
 *
 * Returns: (transfer full): an empty queue
 */
ConyAcks *
cony_acks_new (ConySession *session)
{
  ConyAcks *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (CONY_TYPE_ACKS, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "reconnected", G_CALLBACK (flush), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * cony_acks_push:
 * @self: a queue
 * @uid: uid of an event that is on the screen
 *
 * Confirms it with the next call, together with others of the same moment; after a loss of the
 * database when it is back.
 */
void
cony_acks_push (ConyAcks   *self,
                const char *uid)
{
  g_return_if_fail (CONY_IS_ACKS (self));
  g_return_if_fail (uid != NULL);

  if (g_hash_table_size (self->waiting) >= MAX_WAITING)
    return;
  g_hash_table_add (self->waiting, g_strdup (uid));
  if (self->idle_source == 0)
    self->idle_source = g_idle_add (idle_cb, self);
}
