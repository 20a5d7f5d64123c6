/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-private.h"

/* So many entries share one statement: a long queue is stored in a moment after the database is
 * back, and 5 s are enough for one statement on a slow one. */
#define MAX_BATCH 50
#define MAX_FAILURES 6

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_STALE)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PRECONDITION)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_INVALID)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_NOT_FOUND);
}

static void
refuse (ConyOutbox *self,
        guint       position,
        const char *why)
{
  ConyOutboxEntry *entry = self->entries->pdata[position];
  g_autofree char *uid = g_strdup (cony_outbox_entry_get_clave (entry));

  g_hash_table_remove (self->unposted, entry);
  cony_outbox_set_estado (self, position, 1, CONY_OUTBOX_IMPOSIBLE, why);
  cony_outbox_file_refuse (self->file, entry);
  cony_outbox_withdraw (self, uid);
}

static gboolean
retry_cb (gpointer user_data)
{
  ConyOutbox *self = user_data;

  self->retry_source = 0;
  cony_outbox_send_next (self);
  return G_SOURCE_REMOVE;
}

/* The database answered that it could not.  What it can never do must not hold up the rest. */
static void
fail (ConyOutbox   *self,
      guint         position,
      const GError *error)
{
  if (++self->n_failures >= MAX_FAILURES)
    {
      self->n_failures = 0;
      refuse (self, position, error->message);
      cony_outbox_send_next (self);
      return;
    }
  cony_outbox_set_estado (self, position, 1, CONY_OUTBOX_EN_COLA, NULL);
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add (cony_backoff_next (&self->backoff, g_random_double ()),
                                        retry_cb, self);
}

/* One of @n neighbours was refused, and with it the transaction that they shared. */
static void
send_alone (ConyOutbox *self,
            guint       position,
            guint       n)
{
  self->n_alone = n;
  cony_outbox_set_estado (self, position, n, CONY_OUTBOX_EN_COLA, NULL);
  cony_outbox_send_next (self);
}

/* Lost again; the session says when the database is back. */
static void
put_back (ConyOutbox   *self,
          guint         position,
          guint         n,
          const GError *error)
{
  for (guint i = position; i < position + n; i++)
    if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT))
      cony_outbox_entry_set_tried (self->entries->pdata[i]);
  cony_outbox_set_estado (self, position, n, CONY_OUTBOX_EN_COLA, NULL);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ConyOutbox) self = user_data;
  g_autoptr (GPtrArray) sent = g_steal_pointer (&self->sending);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  guint position;

  rows = cony_database_action_finish (CONY_DATABASE (object), result, &error);
  if (self->file == NULL || !g_ptr_array_find (self->entries, sent->pdata[0], &position))
    return;
  if (rows == NULL && !is_refusal (error)
      && !g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FAILED))
    {
      put_back (self, position, sent->len, error);
      return;
    }
  if (rows == NULL && sent->len > 1)
    {
      send_alone (self, position, sent->len);
      return;
    }
  if (self->n_alone > 0)
    self->n_alone--;
  if (rows == NULL && !is_refusal (error))
    {
      fail (self, position, error);
      return;
    }
  self->n_failures = 0;
  cony_backoff_reset (&self->backoff);
  if (rows)
    cony_outbox_remove (self, position, sent->len);
  else
    refuse (self, position, error->message);
  cony_outbox_send_next (self);
}

/* The first entries that wait, without a gap: in order, and what is refused stays where it is. */
static GPtrArray *
take_batch (ConyOutbox *self,
            guint      *position)
{
  GPtrArray *batch = g_ptr_array_new_with_free_func (g_object_unref);
  const guint limit = self->n_alone > 0 ? 1 : MAX_BATCH;

  for (guint i = 0; i < self->entries->len && batch->len < limit; i++)
    {
      ConyOutboxEntry *entry = self->entries->pdata[i];

      if (cony_outbox_entry_get_estado (entry) == CONY_OUTBOX_EN_COLA)
        {
          if (batch->len == 0)
            *position = i;
          g_ptr_array_add (batch, g_object_ref (entry));
        }
      else if (batch->len > 0)
        break;
    }
  return batch;
}

/*< private >
 * cony_outbox_send_next:
 *
 * Stores what waits, in order, many entries in one transaction.  Every one has its clave, so that it
 * is harmless to repeat the statement.
 */
void
cony_outbox_send_next (ConyOutbox *self)
{
  g_autoptr (GPtrArray) batch = NULL;
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) params = g_ptr_array_new ();
  g_autofree char *sql = NULL;
  guint position = 0;

  if (self->file == NULL || self->sending || self->retry_source ||
      !cony_session_get_logged_in (self->session) ||
      !cony_database_get_connected (self->session->database))
    return;
  batch = take_batch (self, &position);
  if (batch->len == 0)
    return;

  for (guint i = 0; i < batch->len; i++)
    {
      const gint64 age
        = cony_session_seconds_since (self->session, cony_outbox_entry_get_made (batch->pdata[i]));

      g_ptr_array_add (commands,
                       cony_command_new_late (cony_outbox_entry_get_command (batch->pdata[i]),
                                              age));
    }
  sql = cony_command_join (commands, params);
  self->sending = g_ptr_array_ref (batch);
  cony_outbox_set_estado (self, position, batch->len, CONY_OUTBOX_ENVIANDO, NULL);
  cony_database_action_async (self->session->database, sql,
                              (const char * const *) params->pdata, NULL, sent_cb,
                              g_object_ref (self));
}
