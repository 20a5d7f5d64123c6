/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-confirmer.h"

#include <json-glib/json-glib.h>

#define BATCH_ROWS 200
/* What may wait while the database is away; confirmations beyond it are forgotten, and the event is
 * simply shown as unconfirmed. */
#define MAX_WAITING 20000

typedef struct
{
  char *login;
  char *uid;
  char *tipo;
  char *pantalla;
} Confirmation;

struct _BrokerConfirmer
{
  BrokerLink *link; /* borrowed */
  GCancellable *cancellable;
  GQueue waiting;   /* of Confirmation, owned */
  GQueue sent;      /* of Confirmation, owned: not answered yet */
  guint alone;      /* so many go one by one: a row among them was refused */
};

static void send_batch (BrokerConfirmer *self);

static void
confirmation_free (Confirmation *confirmation)
{
  g_free (confirmation->login);
  g_free (confirmation->uid);
  g_free (confirmation->tipo);
  g_free (confirmation->pantalla);
  g_free (confirmation);
}

static void
take_back (BrokerConfirmer *self)
{
  while (!g_queue_is_empty (&self->sent))
    g_queue_push_head (&self->waiting, g_queue_pop_tail (&self->sent));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerConfirmer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!rows && !broker_link_is_up (self->link))
    {
      take_back (self);
      return;
    }
  if (!rows && self->sent.length > 1)
    {
      self->alone = self->sent.length;
      take_back (self);
    }
  else if (!rows)
    {
      g_debug ("A confirmation was refused: %s", error->message);
    }

  g_queue_clear_full (&self->sent, (GDestroyNotify) confirmation_free);
  send_batch (self);
}

static void
add_string (JsonBuilder *builder,
            const char  *member,
            const char  *value)
{
  json_builder_set_member_name (builder, member);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
send_batch (BrokerConfirmer *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  const char *params[2] = { NULL, NULL };
  guint limit = self->alone > 0 ? 1 : BATCH_ROWS;

  if (!g_queue_is_empty (&self->sent) || g_queue_is_empty (&self->waiting)
      || !broker_link_is_up (self->link))
    return;

  json_builder_begin_array (builder);
  while (self->sent.length < limit && !g_queue_is_empty (&self->waiting))
    {
      Confirmation *confirmation = g_queue_pop_head (&self->waiting);

      json_builder_begin_object (builder);
      add_string (builder, "login", confirmation->login);
      add_string (builder, "uid", confirmation->uid);
      add_string (builder, "tipo", confirmation->tipo);
      add_string (builder, "pantalla", confirmation->pantalla);
      json_builder_end_object (builder);
      g_queue_push_tail (&self->sent, confirmation);
    }
  json_builder_end_array (builder);
  if (self->alone > 0)
    self->alone--;

  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  params[0] = json;
  cony_database_query_async (broker_link_get_database (self->link),
                             "SELECT api.confirmar_por(c.login, c.uid, c.tipo, c.pantalla)"
                             " FROM jsonb_to_recordset($1::jsonb)"
                             " AS c(login text, uid uuid, tipo text, pantalla text)"
                             " ORDER BY c.uid",
                             params, self->cancellable, sent_cb, self);
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  send_batch (user_data);
}

/**
 * broker_confirmer_new:
 * @link: (transfer none): the connection to write on; must outlive the confirmer
 *
 * Returns: (transfer full): a confirmer
 */
BrokerConfirmer *
broker_confirmer_new (BrokerLink *link)
{
  BrokerConfirmer *self = g_new0 (BrokerConfirmer, 1);

  g_return_val_if_fail (link != NULL, NULL);

  self->link = link;
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
  g_queue_init (&self->sent);
  broker_link_add_ready (link, ready_cb, self);
  return self;
}

/**
 * broker_confirmer_free:
 * @self: (transfer full): a confirmer
 */
void
broker_confirmer_free (BrokerConfirmer *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) confirmation_free);
  g_queue_clear_full (&self->sent, (GDestroyNotify) confirmation_free);
  g_free (self);
}

/**
 * broker_confirmer_add:
 * @self: a confirmer
 * @login: who
 * @uid: the event, a valid UUID
 * @tipo: ack, nack or rechazo
 * @pantalla: (nullable): on which screen
 */
void
broker_confirmer_add (BrokerConfirmer *self,
                      const char      *login,
                      const char      *uid,
                      const char      *tipo,
                      const char      *pantalla)
{
  Confirmation *confirmation = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (login != NULL && uid != NULL && tipo != NULL);

  if (self->waiting.length >= MAX_WAITING)
    return;
  confirmation = g_new0 (Confirmation, 1);
  confirmation->login = g_strdup (login);
  confirmation->uid = g_strdup (uid);
  confirmation->tipo = g_strdup (tipo);
  confirmation->pantalla = g_strdup (pantalla);
  g_queue_push_tail (&self->waiting, confirmation);
  send_batch (self);
}
