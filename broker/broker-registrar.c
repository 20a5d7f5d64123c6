/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-registrar.h"

#include "cony-event-json.h"

#define BATCH_ROWS 500
/* What may wait, for the running batch or for a database that is away. */
#define MAX_WAITING 10000
#define MAX_WAITING_BYTES (32 * 1024 * 1024)
/* The last part of both is for urgent events. */
#define RESERVED 1000
#define RESERVED_BYTES (2 * 1024 * 1024)
/* What may wait of one person, so that a runaway program does not shut out the others. */
#define MAX_SHARE (MAX_WAITING / 2)
#define RETRY_MS 1000

typedef struct
{
  BrokerEvent *event;     /* owned */
  char *login;
  BrokerStoredFunc func;  /* NULL: its poster was answered already */
  gpointer user_data;
  gboolean spooled;       /* it is in the file */
} Entry;

struct _BrokerRegistrar
{
  BrokerLink *link; /* borrowed */
  BrokerSpool *spool; /* borrowed, nullable */
  GCancellable *cancellable;
  GQueue waiting;   /* of Entry, owned */
  gsize waiting_bytes;
  GPtrArray *sent;  /* of Entry, owned: not answered yet */
  GHashTable *shares; /* how many wait of each login */
  guint n_spooled;    /* entries that are in the file */
  guint uncommitted;  /* so many of the last in waiting are not safe yet */
  guint flush_source;
};

static void schedule (BrokerRegistrar *self,
                      guint            delay_ms);

static void
count_share (BrokerRegistrar *self,
             const char      *login,
             int              change)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->shares, login)) + change;

  if (n > 0)
    g_hash_table_insert (self->shares, g_strdup (login), GINT_TO_POINTER (n));
  else
    g_hash_table_remove (self->shares, login);
}

static void
entry_free (Entry *entry)
{
  broker_event_unref (entry->event);
  g_free (entry->login);
  g_free (entry);
}

static void
entry_tell (Entry        *entry,
            BrokerStored *stored)
{
  BrokerStoredFunc func = entry->func;

  entry->func = NULL;
  if (func)
    func (stored, entry->user_data);
  else if (stored->error)
    g_warning ("An event that had waited for the database was refused: %s", stored->error);
}

/* Nobody waits for a database that is away: each poster whose event is not stored yet is told that it
 * is kept, once it is safe, or that the disk takes nothing more. */
static void
keep_waiting (BrokerRegistrar *self)
{
  BrokerStored away = { .durable = FALSE };
  BrokerStored disk = { .error = "The disk takes nothing more, try later",
                        .sqlstate = BROKER_SQLSTATE_DISK };
  g_autoptr (GPtrArray) untold = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gboolean safe = TRUE;

  for (GList *link = self->waiting.head; link; link = link->next)
    {
      Entry *entry = link->data;

      if (!entry->func)
        continue;
      g_ptr_array_add (untold, entry);
      if (self->spool)
        broker_spool_append (self->spool, entry->event, entry->login);
    }

  if (self->spool && !broker_spool_commit (self->spool, &error))
    {
      g_warning ("%s", error->message);
      safe = FALSE;
    }
  for (guint i = 0; i < untold->len; i++)
    {
      Entry *entry = g_ptr_array_index (untold, i);

      if (safe && self->spool)
        {
          entry->spooled = TRUE;
          self->n_spooled++;
        }
      entry_tell (entry, safe ? &away : &disk);
      if (safe)
        continue;
      g_queue_remove (&self->waiting, entry);
      self->waiting_bytes -= entry->event->json_length;
      count_share (self, entry->login, -1);
      entry_free (entry);
    }
}

/* Whether the batch was stored is unknown or no; its uids make the repetition harmless. */
static void
take_back (BrokerRegistrar *self)
{
  for (guint i = self->sent->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (self->sent, i - 1);

      g_queue_push_head (&self->waiting, entry);
      self->waiting_bytes += entry->event->json_length;
    }
  g_ptr_array_set_free_func (self->sent, NULL);
  g_ptr_array_set_size (self->sent, 0);
  g_ptr_array_set_free_func (self->sent, (GDestroyNotify) entry_free);
  keep_waiting (self);
}

static void
forget_sent (BrokerRegistrar *self)
{
  for (guint i = 0; i < self->sent->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->sent, i);

      count_share (self, entry->login, -1);
      if (entry->spooled && --self->n_spooled == 0)
        broker_spool_clear (self->spool);
    }
  g_ptr_array_set_size (self->sent, 0);
}

static void
tell_results (BrokerRegistrar *self,
              ConyResult      *rows)
{
  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    {
      gint64 order = cony_result_get_int (rows, row, "orden");
      BrokerStored stored = { .durable = TRUE };

      if (order < 0 || order >= self->sent->len)
        continue;
      if (!cony_result_is_null (rows, row, "error"))
        {
          stored.durable = FALSE;
          stored.error = cony_result_get_string (rows, row, "error");
          stored.sqlstate = cony_result_get_string (rows, row, "sqlstate");
        }
      else
        {
          stored.id = cony_result_get_int (rows, row, "id");
        }
      entry_tell (g_ptr_array_index (self->sent, order), &stored);
    }
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerRegistrar *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (rows)
    {
      tell_results (self, rows);
      forget_sent (self);
      schedule (self, 0);
      return;
    }

  broker_link_complain (self->link, "Posted events could not be stored yet", error);
  take_back (self);
  schedule (self, RETRY_MS);
}

static void
send_batch (BrokerRegistrar *self)
{
  g_autoptr (GString) json = g_string_new ("[");
  const char *params[2] = { NULL, NULL };

  if (self->sent->len > 0 || g_queue_is_empty (&self->waiting))
    return;
  if (!broker_link_is_up (self->link))
    {
      keep_waiting (self);
      return;
    }

  while (self->sent->len < BATCH_ROWS && !g_queue_is_empty (&self->waiting))
    {
      Entry *entry = g_queue_pop_head (&self->waiting);

      self->waiting_bytes -= entry->event->json_length;
      g_string_append (json, self->sent->len > 0 ? ",{\"uid\":\"" : "{\"uid\":\"");
      g_string_append (json, entry->event->uid);
      g_string_append (json, "\",\"login\":");
      cony_event_json_append_string (json, entry->login);
      /* As text: what the database refuses as JSON then spoils its own row only. */
      g_string_append (json, ",\"payload\":");
      cony_event_json_append_string (json, entry->event->json);
      g_string_append_c (json, '}');
      g_ptr_array_add (self->sent, entry);
    }
  g_string_append_c (json, ']');
  params[0] = json->str;
  cony_database_query_async (broker_link_get_database (self->link),
                             "SELECT orden, id, error, sqlstate"
                             " FROM api.registrar_eventos($1::jsonb)",
                             params, self->cancellable, sent_cb, self);
}

static gboolean
flush_cb (gpointer user_data)
{
  BrokerRegistrar *self = user_data;

  self->flush_source = 0;
  send_batch (self);
  return G_SOURCE_REMOVE;
}

/* With 0: at the end of this turn of the main loop, so that requests which came together are stored
 * together.  While a batch runs the next one gathers by itself. */
static void
schedule (BrokerRegistrar *self,
          guint            delay_ms)
{
  if (self->flush_source == 0)
    self->flush_source = delay_ms == 0 ? g_idle_add_full (G_PRIORITY_DEFAULT, flush_cb, self, NULL)
                                       : g_timeout_add (delay_ms, flush_cb, self);
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  schedule (user_data, 0);
}

static void
loaded_cb (BrokerEvent *event,
           const char  *login,
           gpointer     user_data)
{
  BrokerRegistrar *self = user_data;
  Entry *entry = g_new0 (Entry, 1);

  entry->event = broker_event_ref (event);
  entry->login = g_strdup (login);
  entry->spooled = TRUE;
  g_queue_push_tail (&self->waiting, entry);
  self->waiting_bytes += event->json_length;
  self->n_spooled++;
  count_share (self, login, 1);
}

/**
 * broker_registrar_new:
 * @link: (transfer none): the connection to write on; must outlive the registrar
 * @spool: (transfer none) (nullable): where to keep what waits; must outlive the registrar
 *
 * What is in the spool is stored first.
 *
 * Returns: (transfer full): a registrar
 */
BrokerRegistrar *
broker_registrar_new (BrokerLink  *link,
                      BrokerSpool *spool)
{
  BrokerRegistrar *self = g_new0 (BrokerRegistrar, 1);

  g_return_val_if_fail (link != NULL, NULL);

  self->link = link;
  self->spool = spool;
  self->shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  g_queue_init (&self->waiting);
  if (spool)
    broker_spool_load (spool, loaded_cb, self);
  if (self->n_spooled > 0)
    g_message ("%u events of the spool wait for the database", self->n_spooled);
  broker_link_add_ready (link, ready_cb, self);
  return self;
}

/**
 * broker_registrar_free:
 * @self: (transfer full): a registrar; what waits is not stored
 */
void
broker_registrar_free (BrokerRegistrar *self)
{
  g_return_if_fail (self != NULL);

  if (!self->spool && !g_queue_is_empty (&self->waiting))
    g_warning ("%u posted events were accepted but never stored", self->waiting.length);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_handle_id (&self->flush_source, g_source_remove);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) entry_free);
  g_ptr_array_unref (self->sent);
  g_hash_table_unref (self->shares);
  g_free (self);
}

/**
 * broker_registrar_add:
 * @self: a registrar
 * @event: (transfer none): the event
 * @login: who posted it
 * @func: called when it is stored or refused, if the result is %BROKER_REGISTER_PENDING
 * @user_data: for @func
 *
 * Returns: what becomes of the event
 */
BrokerRegisterResult
broker_registrar_add (BrokerRegistrar  *self,
                      BrokerEvent      *event,
                      const char       *login,
                      BrokerStoredFunc  func,
                      gpointer          user_data)
{
  Entry *entry = NULL;
  gboolean up = FALSE;

  g_return_val_if_fail (self != NULL && event != NULL && login != NULL && func != NULL,
                        BROKER_REGISTER_FULL);

  if (self->waiting.length + (event->urgent ? 0 : RESERVED) >= MAX_WAITING
      || self->waiting_bytes + event->json_length + (event->urgent ? 0 : RESERVED_BYTES)
         > MAX_WAITING_BYTES)
    return BROKER_REGISTER_FULL;
  if (!event->urgent
      && GPOINTER_TO_INT (g_hash_table_lookup (self->shares, login)) >= MAX_SHARE)
    return BROKER_REGISTER_TOO_MUCH;

  up = broker_link_is_up (self->link);
  entry = g_new0 (Entry, 1);
  entry->event = broker_event_ref (event);
  entry->login = g_strdup (login);
  entry->func = up ? func : NULL;
  entry->user_data = user_data;
  g_queue_push_tail (&self->waiting, entry);
  self->waiting_bytes += event->json_length;
  count_share (self, login, 1);
  if (!up)
    {
      self->uncommitted++;
      if (self->spool)
        broker_spool_append (self->spool, event, login);
      return BROKER_REGISTER_SPOOLED;
    }
  schedule (self, 0);
  return BROKER_REGISTER_PENDING;
}

/**
 * broker_registrar_commit:
 * @self: a registrar
 *
 * Makes safe what was taken as %BROKER_REGISTER_SPOOLED since the last call.
 *
 * Returns: %FALSE when the disk takes nothing more; none of them was taken then
 */
gboolean
broker_registrar_commit (BrokerRegistrar *self)
{
  g_autoptr (GError) error = NULL;
  GList *link = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->spool || broker_spool_commit (self->spool, &error))
    {
      link = self->waiting.tail;
      for (; self->uncommitted > 0; self->uncommitted--, link = link->prev)
        if (self->spool)
          {
            ((Entry *) link->data)->spooled = TRUE;
            self->n_spooled++;
          }
      return TRUE;
    }

  g_warning ("%s", error->message);
  for (; self->uncommitted > 0; self->uncommitted--)
    {
      Entry *entry = g_queue_pop_tail (&self->waiting);

      self->waiting_bytes -= entry->event->json_length;
      count_share (self, entry->login, -1);
      entry_free (entry);
    }
  return FALSE;
}

/**
 * broker_registrar_get_waiting:
 * @self: a registrar
 *
 * Returns: how many events are not stored yet
 */
guint
broker_registrar_get_waiting (BrokerRegistrar *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->waiting.length + self->sent->len;
}
