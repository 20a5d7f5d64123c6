/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-replay.h"

#include "broker-link.h"
#include "broker-outbox-sql.h"
#include "broker-reader.h"

/* After a cut thousands come back at once, and most of them saw the same event last: one page is
 * read for all who wait for it when its query is sent.  Who asks later may know of later events
 * than that page, and waits for the next query. */
struct _BrokerReplay
{
  BrokerHistory parent;
  BrokerContext *context; /* borrowed */
  GCancellable *cancellable;
  GQueue waiting;   /* of Request */
  GPtrArray *asked; /* (element-type Request): whom the query on its way is for, or NULL */
};

typedef struct
{
  ConyCursor from;
  BrokerPageFunc func;
  gpointer user_data;
} Request;

static void ask_next (BrokerReplay *self);

static void
replay_get_cursor (BrokerHistory *history,
                   ConyCursor    *cursor)
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
        event->cursor = cony_cursor_format (&page->last);
      else
        page->above_gate = TRUE;
      g_ptr_array_add (page->events, event);
    }
  page->full = page->events->len >= BROKER_REPLAY_ROWS;
}

static void
answer (BrokerReplay     *self,
        const BrokerPage *page)
{
  g_autoptr (GPtrArray) asked = g_steal_pointer (&self->asked);

  for (guint i = 0; i < asked->len; i++)
    {
      Request *request = g_ptr_array_index (asked, i);

      request->func (page, request->user_data);
    }
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerReplay *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  g_autoptr (GPtrArray) events = NULL;
  const ConyCursor *from = NULL;
  BrokerPage page = { 0 };
  guint64 xmin = 0;
  guint64 xmax = 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self is gone */
  if (!rows)
    answer (self, NULL);
  else
    {
      from = &((Request *) g_ptr_array_index (self->asked, 0))->from;
      xmin = g_ascii_strtoull (cony_result_get_string (rows, 0, "xmin"), NULL, 10);
      xmax = g_ascii_strtoull (cony_result_get_string (rows, 0, "xmax"), NULL, 10);
      events = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_event_unref);
      page.last = *from;
      page.events = events;
      page.recoverable = g_strcmp0 (cony_result_get_string (rows, 0, "epoca"), from->epoch) == 0
                         && from->xid <= xmax;
      if (page.recoverable)
        fill_page (&page, rows, xmin);
      answer (self, &page);
    }
  ask_next (self);
}

static gboolean
same_place (const ConyCursor *a,
            const ConyCursor *b)
{
  return a->xid == b->xid && a->id == b->id && g_str_equal (a->epoch, b->epoch);
}

/* Whom the next query is for: the first who waits, and all who wait at the same place. */
static void
take_waiting (BrokerReplay *self)
{
  GList *next = NULL;

  self->asked = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->asked, g_queue_pop_head (&self->waiting));
  for (GList *l = self->waiting.head; l; l = next)
    {
      Request *first = g_ptr_array_index (self->asked, 0);
      Request *request = l->data;

      next = l->next;
      if (!same_place (&first->from, &request->from))
        continue;
      g_ptr_array_add (self->asked, request);
      g_queue_delete_link (&self->waiting, l);
    }
}

static void
ask_next (BrokerReplay *self)
{
  while (!self->asked && !g_queue_is_empty (&self->waiting))
    {
      const ConyCursor *from = NULL;
      g_autofree char *xid = NULL;
      g_autofree char *id = NULL;
      g_autofree char *limit = g_strdup_printf ("%d", BROKER_REPLAY_ROWS);
      const char *params[4] = { NULL, NULL, limit, NULL };

      take_waiting (self);
      if (!broker_link_is_up (self->context->writing))
        {
          answer (self, NULL);
          continue;
        }
      from = &((Request *) g_ptr_array_index (self->asked, 0))->from;
      params[0] = xid = g_strdup_printf ("%" G_GUINT64_FORMAT, from->xid);
      params[1] = id = g_strdup_printf ("%" G_GINT64_FORMAT, from->id);
      cony_database_query_async (broker_link_get_database (self->context->writing),
                                 broker_outbox_sql_replay, params, self->cancellable, read_cb, self);
    }
}

static void
replay_read (BrokerHistory      *history,
             const ConyCursor   *from,
             BrokerPageFunc      func,
             gpointer            user_data)
{
  BrokerReplay *self = (BrokerReplay *) history;
  Request *request = g_new0 (Request, 1);

  request->from = *from;
  request->func = func;
  request->user_data = user_data;
  g_queue_push_tail (&self->waiting, request);
  ask_next (self);
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
  g_queue_init (&self->waiting);
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
  g_queue_clear_full (&self->waiting, g_free);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_free (self);
}
