/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-memory.h"

/* As many of the longest events as a connection may have waiting. */
#define PAGE_EVENTS 200

struct _BrokerMemory
{
  BrokerHistory parent;
  ConyCursor cursor;    /* of the last event; its xid counts them */
  GQueue events;        /* of BrokerEvent, owned, oldest first */
  GHashTable *by_uid;   /* borrowed from events */
};

static void
memory_get_cursor (BrokerHistory *history,
                   ConyCursor    *cursor)
{
  *cursor = ((BrokerMemory *) history)->cursor;
}

static gint64
memory_get_age_ms (BrokerHistory *history)
{
  return -1;
}

static void
memory_read (BrokerHistory      *history,
             const ConyCursor   *from,
             BrokerPageFunc      func,
             gpointer            user_data)
{
  BrokerMemory *self = (BrokerMemory *) history;
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  BrokerPage page = { .events = events, .last = self->cursor };
  guint64 number = self->cursor.xid - self->events.length;

  /* Resumed completely or not at all: what was forgotten cannot be sent. */
  page.recoverable = g_str_equal (from->epoch, self->cursor.epoch) && from->xid <= self->cursor.xid
                     && from->xid >= number;
  for (GList *l = self->events.head; page.recoverable && l && !page.full; l = l->next)
    {
      if (++number <= from->xid)
        continue;
      g_ptr_array_add (events, l->data);
      page.full = events->len == PAGE_EVENTS && l->next != NULL;
      page.last.xid = number;
    }
  func (&page, user_data);
}

/**
 * broker_memory_new:
 * @epoch: a name that no earlier relay had
 *
 * Returns: (transfer full): an empty memory; it is a #BrokerHistory
 */
BrokerMemory *
broker_memory_new (const char *epoch)
{
  BrokerMemory *self = g_new0 (BrokerMemory, 1);

  g_return_val_if_fail (epoch != NULL, NULL);

  self->parent.get_cursor = memory_get_cursor;
  self->parent.get_age_ms = memory_get_age_ms;
  self->parent.read = memory_read;
  cony_cursor_init (&self->cursor, epoch, 0, 0);
  g_queue_init (&self->events);
  self->by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * broker_memory_free:
 * @self: (transfer full): a memory
 */
void
broker_memory_free (BrokerMemory *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->by_uid);
  g_queue_clear_full (&self->events, (GDestroyNotify) broker_event_unref);
  g_free (self);
}

/**
 * broker_memory_add:
 * @self: a memory
 * @event: (transfer none): gets its cursor here; not published yet
 *
 * The oldest event is forgotten beyond %BROKER_MEMORY_EVENTS.
 */
void
broker_memory_add (BrokerMemory *self,
                   BrokerEvent  *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->cursor == NULL);

  self->cursor.xid++;
  event->cursor = cony_cursor_format (&self->cursor);
  if (self->events.length == BROKER_MEMORY_EVENTS)
    {
      g_autoptr (BrokerEvent) oldest = g_queue_pop_head (&self->events);

      g_hash_table_remove (self->by_uid, oldest->uid);
    }
  g_queue_push_tail (&self->events, broker_event_ref (event));
  g_hash_table_insert (self->by_uid, event->uid, event);
}

/**
 * broker_memory_find:
 * @self: a memory
 * @uid: an event's identity
 *
 * Returns: (transfer none) (nullable): the event, while it is remembered
 */
BrokerEvent *
broker_memory_find (BrokerMemory *self,
                    const char   *uid)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  return g_hash_table_lookup (self->by_uid, uid);
}
