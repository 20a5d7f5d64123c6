/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-replay.h"

#include "broker-link.h"
#include "broker-outbox-sql.h"
#include "broker-reader.h"

struct _BrokerReplay
{
  BrokerHistory parent;
  BrokerContext *context; /* borrowed */
  GCancellable *cancellable;
};

typedef struct
{
  BrokerCursor from;
  BrokerPageFunc func;
  gpointer user_data;
} Request;

static void
replay_get_cursor (BrokerHistory *history,
                   BrokerCursor  *cursor)
{
  BrokerReplay *self = (BrokerReplay *) history;

  broker_reader_get_cursor (self->context->reader, cursor);
}

static gint64
replay_get_age_ms (BrokerHistory *history)
{
  BrokerReplay *self = (BrokerReplay *) history;

  return broker_reader_get_age_ms (self->context->reader);
}

static void
fill_page (BrokerPage *page,
           ConyResult *rows,
           guint64     xmin)
{
  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    {
      BrokerEvent *event = NULL;

      if (!broker_outbox_row_exists (rows, row))
        continue;
      event = broker_outbox_row_read (rows, row);
      page->last.xid = g_ascii_strtoull (cony_result_get_string (rows, row, "xid"), NULL, 10);
      page->last.id = event->id;
      if (page->last.xid < xmin)
        event->cursor = broker_cursor_to_string (&page->last);
      else
        page->above_gate = TRUE;
      g_ptr_array_add (page->events, event);
    }
  page->full = page->events->len >= BROKER_REPLAY_ROWS;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  g_autoptr (GPtrArray) events = NULL;
  BrokerPage page = { .last = request->from };
  guint64 xmin = 0;
  guint64 xmax = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!rows)
    {
      request->func (NULL, request->user_data);
      return;
    }

  xmin = g_ascii_strtoull (cony_result_get_string (rows, 0, "xmin"), NULL, 10);
  xmax = g_ascii_strtoull (cony_result_get_string (rows, 0, "xmax"), NULL, 10);
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_event_unref);
  page.events = events;
  page.recoverable = g_strcmp0 (cony_result_get_string (rows, 0, "epoca"), request->from.epoch) == 0
                     && request->from.xid <= xmax;
  if (page.recoverable)
    fill_page (&page, rows, xmin);
  request->func (&page, request->user_data);
}

static void
replay_read (BrokerHistory      *history,
             const BrokerCursor *from,
             BrokerPageFunc      func,
             gpointer            user_data)
{
  BrokerReplay *self = (BrokerReplay *) history;
  g_autofree char *xid = g_strdup_printf ("%" G_GUINT64_FORMAT, from->xid);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, from->id);
  g_autofree char *limit = g_strdup_printf ("%d", BROKER_REPLAY_ROWS);
  const char *params[4] = { xid, id, limit, NULL };
  Request *request = NULL;

  if (!broker_link_is_up (self->context->writing))
    {
      func (NULL, user_data);
      return;
    }
  request = g_new0 (Request, 1);
  request->from = *from;
  request->func = func;
  request->user_data = user_data;
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             broker_outbox_sql_replay, params, self->cancellable, read_cb, request);
}

/**
 * broker_replay_new:
 * @context: (transfer none): the broker, with its links and its reader
 *
 * Returns: (transfer full): a replay
 */
BrokerReplay *
broker_replay_new (BrokerContext *context)
{
  BrokerReplay *self = g_new0 (BrokerReplay, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->parent.get_cursor = replay_get_cursor;
  self->parent.get_age_ms = replay_get_age_ms;
  self->parent.read = replay_read;
  self->context = context;
  self->cancellable = g_cancellable_new ();
  return self;
}

/**
 * broker_replay_free:
 * @self: (transfer full): a replay
 */
void
broker_replay_free (BrokerReplay *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self);
}
