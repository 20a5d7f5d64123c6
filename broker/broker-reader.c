/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-reader.h"

#include "broker-clients.h"
#include "broker-collector.h"
#include "broker-gate.h"
#include "broker-link.h"
#include "broker-outbox-sql.h"
#include "cony-clock.h"

/* NOTIFY only wakes; this finds what nobody told. */
#define TIMER_MS 250
/* Who asks whether the broker is ready hears of a database that does not answer. */
#define BLIND_MS 2000
/* Uids of events that were relayed live and may be stored later. */
#define MAX_RELAYED 20000
/* A dump that was read back keeps the numbers of the transactions of where it comes from. */
#define FOREIGN_ROWS "The events come from a dump: do SELECT privado.restaurada() as the owner"

struct _BrokerReader
{
  BrokerContext *context; /* borrowed */
  BrokerGate *gate;       /* owned */
  GCancellable *cancellable;
  GHashTable *relayed;    /* of char *, owned by relayed_order */
  GQueue relayed_order;
  ConyCursor cursor;      /* everything up to here was published */
  char *problem;          /* nullable: why /readyz fails */
  gint64 read_ms;         /* start of the last completed read */
  gint64 asked_ms;        /* start of the running one */
  guint timer;
  guint early_timer;
  gboolean started;       /* the cursor is set */
  gboolean reading;
  gboolean again;         /* woken while a read was running */
};

static void read_outbox (BrokerReader *self);

static gboolean
timer_cb (gpointer user_data)
{
  read_outbox (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
early_cb (gpointer user_data)
{
  BrokerReader *self = user_data;

  self->early_timer = 0;
  read_outbox (self);
  return G_SOURCE_REMOVE;
}

static void
set_problem (BrokerReader *self,
             const char   *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

static void
publish_row (BrokerReader *self,
             ConyResult   *rows,
             guint         row,
             const char   *cursor)
{
  g_autoptr (BrokerEvent) event = broker_outbox_row_read (rows, row);

  event->cursor = g_strdup (cursor);
  event->relayed = g_hash_table_contains (self->relayed, event->uid);
  broker_hub_publish (self->context->hub, event);
  broker_collector_watch (self->context->collector, event);
}

/* Returns how many rows there were. */
static guint
publish_rows (BrokerReader *self,
              ConyResult   *rows,
              guint64       xmin)
{
  guint n = 0;

  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    {
      guint64 xid = 0;
      gint64 id = 0;
      g_autofree char *cursor = NULL;

      if (!broker_outbox_row_exists (rows, row))
        continue;
      n++;
      xid = g_ascii_strtoull (cony_result_get_string (rows, row, "xid"), NULL, 10);
      id = cony_result_get_int (rows, row, "id");
      switch (broker_gate_judge (self->gate, xid, id, xmin, self->asked_ms))
        {
        case BROKER_VERDICT_DELIVER:
          self->cursor.xid = xid;
          self->cursor.id = id;
          cursor = cony_cursor_format (&self->cursor);
          publish_row (self, rows, row, cursor);
          break;

        case BROKER_VERDICT_SKIP:
          self->cursor.xid = xid;
          self->cursor.id = id;
          break;

        case BROKER_VERDICT_EARLY:
          publish_row (self, rows, row, NULL);
          break;

        case BROKER_VERDICT_WAIT:
        default:
          break;
        }
    }
  return n;
}

/* Starts anew at the gate: at the first read, and when the database became another one. */
static void
begin_history (BrokerReader *self,
               const char   *epoch,
               guint64       xmin)
{
  gboolean broken = self->started;

  broker_gate_reset (self->gate);
  cony_cursor_init (&self->cursor, epoch, xmin, 0);
  self->started = TRUE;
  broker_collector_load (self->context->collector);
  if (!broken)
    return;
  g_message ("The database has another history now: everybody loads again");
  broker_hub_clear (self->context->hub);
  broker_clients_history_broken (self->context->clients);
}

static void
schedule_next (BrokerReader *self,
               gboolean      full)
{
  gint64 next_ms = broker_gate_next_ms (self->gate, cony_clock_monotonic_ms ());

  if (full || self->again)
    read_outbox (self);
  else if (next_ms >= 0 && self->early_timer == 0)
    self->early_timer = g_timeout_add (next_ms + 1, early_cb, self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerReader *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  const char *epoch = NULL;
  guint64 xmin = 0;
  gboolean full = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  if (!rows)
    {
      broker_link_complain (self->context->reading, "The outbox cannot be read", error);
      set_problem (self, "The outbox cannot be read");
      return;
    }

  if (cony_result_get_boolean (rows, 0, "ajenas"))
    {
      if (g_strcmp0 (self->problem, FOREIGN_ROWS) != 0)
        g_warning (FOREIGN_ROWS);
      set_problem (self, FOREIGN_ROWS);
      return;
    }

  epoch = cony_result_get_string (rows, 0, "epoca");
  xmin = g_ascii_strtoull (cony_result_get_string (rows, 0, "xmin"), NULL, 10);
  if (!self->started || g_strcmp0 (self->cursor.epoch, epoch) != 0)
    {
      /* These rows were read by a cursor of another history, if by any. */
      begin_history (self, epoch, xmin);
      read_outbox (self);
      return;
    }

  full = publish_rows (self, rows, xmin) >= BROKER_OUTBOX_ROWS;
  /* Nothing below the gate is left unread, so the cursor may stand at the gate itself. */
  if (!full && cony_cursor_compare (&self->cursor, xmin, 0) < 0)
    {
      self->cursor.xid = xmin;
      self->cursor.id = 0;
    }
  if (!full)
    self->read_ms = self->asked_ms;
  set_problem (self, NULL);
  schedule_next (self, full);
}

/* One read at a time; the running one may have begun before the reason for this one. */
static void
read_outbox (BrokerReader *self)
{
  g_autofree char *xid = NULL;
  g_autofree char *id = NULL;
  g_autofree char *early = NULL;
  g_autofree char *limit = g_strdup_printf ("%d", BROKER_OUTBOX_ROWS);
  const char *params[5] = { NULL };

  if (self->reading)
    {
      self->again = TRUE;
      return;
    }
  if (!broker_link_is_up (self->context->reading))
    return;

  self->reading = TRUE;
  self->again = FALSE;
  self->asked_ms = cony_clock_monotonic_ms ();
  /* The first read only looks where the gate is. */
  xid = g_strdup_printf ("%" G_GUINT64_FORMAT, self->started ? self->cursor.xid : G_MAXUINT64);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, self->cursor.id);
  early = broker_gate_list_early (self->gate);
  params[0] = xid;
  params[1] = id;
  params[2] = early;
  params[3] = limit;
  cony_database_query_async (broker_link_get_database (self->context->reading),
                             broker_outbox_sql_read, params, self->cancellable, read_cb, self);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (!rows && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The connection that reads cannot be prepared: %s", error->message);
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerReader *self = user_data;

  self->reading = FALSE;
  /* Until the outbox is analysed for the first time it seems short enough to be read whole, again
   * and again.  Forbidding that makes small tables look so dear that they would be compiled for. */
  cony_database_query_async (broker_link_get_database (link),
                             "SELECT set_config('enable_seqscan', 'off', false),"
                             " set_config('jit', 'off', false)", NULL,
                             self->cancellable, prepared_cb, self);
  /* LISTEN comes before the first read, or a row between the two would wait for the timer. */
  cony_database_query_async (broker_link_get_database (link), "LISTEN cony_eventos", NULL,
                             self->cancellable, prepared_cb, self);
  read_outbox (self);
}

static void
notify_cb (BrokerReader *self)
{
  read_outbox (self);
}

/**
 * broker_reader_new:
 * @context: (transfer none): the broker, with its links
 *
 * Returns: (transfer full): a reader
 */
BrokerReader *
broker_reader_new (BrokerContext *context)
{
  BrokerReader *self = g_new0 (BrokerReader, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->gate = broker_gate_new ();
  self->cancellable = g_cancellable_new ();
  self->relayed = g_hash_table_new (g_str_hash, g_str_equal);
  self->problem = g_strdup ("The database has not answered yet");
  g_queue_init (&self->relayed_order);
  broker_link_add_ready (context->reading, ready_cb, self);
  g_signal_connect_swapped (broker_link_get_database (context->reading), "notify-received",
                            G_CALLBACK (notify_cb), self);
  self->timer = g_timeout_add (TIMER_MS, timer_cb, self);
  return self;
}

/**
 * broker_reader_free:
 * @self: (transfer full): a reader
 */
void
broker_reader_free (BrokerReader *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_signal_handlers_disconnect_by_data (broker_link_get_database (self->context->reading), self);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->early_timer, g_source_remove);
  broker_gate_free (self->gate);
  g_hash_table_unref (self->relayed);
  g_queue_clear_full (&self->relayed_order, g_free);
  g_free (self->problem);
  g_free (self);
}

/**
 * broker_reader_note_relayed:
 * @self: a reader
 * @uid: an event that was sent live
 *
 * When it is stored, clients that know no uids do not get it twice.
 */
void
broker_reader_note_relayed (BrokerReader *self,
                            const char   *uid)
{
  char *copy = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (uid != NULL);

  if (g_hash_table_contains (self->relayed, uid))
    return;
  if (self->relayed_order.length >= MAX_RELAYED)
    {
      g_autofree char *oldest = g_queue_pop_head (&self->relayed_order);

      g_hash_table_remove (self->relayed, oldest);
    }
  copy = g_strdup (uid);
  g_queue_push_tail (&self->relayed_order, copy);
  g_hash_table_add (self->relayed, copy);
}

/**
 * broker_reader_get_cursor:
 * @self: a reader
 * @cursor: (out caller-allocates): all up to here was published
 */
void
broker_reader_get_cursor (BrokerReader *self,
                          ConyCursor   *cursor)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cursor != NULL);

  *cursor = self->cursor;
}

/**
 * broker_reader_get_age_ms:
 * @self: a reader
 *
 * Returns: milliseconds since the last read that left nothing unread began
 */
gint64
broker_reader_get_age_ms (BrokerReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return cony_clock_monotonic_ms () - self->read_ms;
}

/**
 * broker_reader_is_ready:
 * @self: a reader
 *
 * Returns: %TRUE once it is known where the stream stands, and who may read it
 */
gboolean
broker_reader_is_ready (BrokerReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !broker_reader_get_problem (self);
}

/**
 * broker_reader_get_problem:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): why the broker is not ready
 */
const char *
broker_reader_get_problem (BrokerReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!broker_link_is_up (self->context->reading) || !broker_link_is_up (self->context->writing))
    return "The database is away";
  if (broker_keys_count (self->context->keys) == 0)
    return broker_link_get_complaint (self->context->writing)
           ? broker_link_get_complaint (self->context->writing)
           : "The database has no key to check tokens with";
  if (!self->problem && broker_reader_get_age_ms (self) > BLIND_MS)
    return "The database does not answer";
  return self->problem;
}
