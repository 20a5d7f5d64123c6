/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-log.h"

typedef struct
{
  BrokerFrame *frame; /* owned */
  gint64 born_ms;
} Entry;

struct _BrokerLog
{
  Entry *ring;      /* frame n is at n % capacity */
  guint64 capacity; /* a power of two */
  guint64 head;
  guint64 tail;
  gsize bytes;
};

static Entry *
entry_at (BrokerLog *self,
          guint64    number)
{
  return &self->ring[number & (self->capacity - 1)];
}

static void
grow (BrokerLog *self)
{
  Entry *old = self->ring;
  guint64 old_capacity = self->capacity;

  self->capacity *= 2;
  self->ring = g_new0 (Entry, self->capacity);
  for (guint64 n = self->head; n < self->tail; n++)
    *entry_at (self, n) = old[n & (old_capacity - 1)];
  g_free (old);
}

static void
drop_oldest (BrokerLog *self)
{
  Entry *entry = entry_at (self, self->head);

  g_assert (self->head < self->tail);

  self->bytes -= entry->frame->length;
  g_clear_pointer (&entry->frame, broker_frame_unref);
  self->head++;
}

/**
 * broker_log_new:
 * @first: number of the first frame that will be pushed
 *
 * Returns: (transfer full): an empty log
 */
BrokerLog *
broker_log_new (guint64 first)
{
  BrokerLog *self = g_new0 (BrokerLog, 1);

  self->capacity = 16;
  self->ring = g_new0 (Entry, self->capacity);
  self->head = first;
  self->tail = first;
  return self;
}

/**
 * broker_log_free:
 * @self: (transfer full): a log
 */
void
broker_log_free (BrokerLog *self)
{
  g_return_if_fail (self != NULL);

  broker_log_clear (self);
  g_free (self->ring);
  g_free (self);
}

/**
 * broker_log_push:
 * @self: a log
 * @frame: (transfer none): the next frame
 * @now_ms: monotonic milliseconds
 *
 * Appends and drops what is over the bounds; never the new frame itself.
 */
void
broker_log_push (BrokerLog   *self,
                 BrokerFrame *frame,
                 gint64       now_ms)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->tail - self->head == self->capacity)
    grow (self);
  *entry_at (self, self->tail) = (Entry) { broker_frame_ref (frame), now_ms };
  self->tail++;
  self->bytes += frame->length;

  while (self->tail - self->head > BROKER_LOG_MAX_FRAMES
         || (self->bytes > BROKER_LOG_MAX_BYTES && self->tail - self->head > 1))
    drop_oldest (self);
}

/**
 * broker_log_trim:
 * @self: a log
 * @now_ms: monotonic milliseconds
 *
 * Drops the frames that have become too old.
 */
void
broker_log_trim (BrokerLog *self,
                 gint64     now_ms)
{
  g_return_if_fail (self != NULL);

  while (self->head < self->tail
         && now_ms - entry_at (self, self->head)->born_ms > BROKER_LOG_MAX_AGE_MS)
    drop_oldest (self);
}

/**
 * broker_log_clear:
 * @self: a log
 *
 * Drops every frame; the numbers go on.
 */
void
broker_log_clear (BrokerLog *self)
{
  g_return_if_fail (self != NULL);

  while (self->head < self->tail)
    drop_oldest (self);
}

/**
 * broker_log_get:
 * @self: a log
 * @number: below the tail
 *
 * Returns: (transfer none) (nullable): that frame, or %NULL when it was dropped already
 */
BrokerFrame *
broker_log_get (BrokerLog *self,
                guint64    number)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (number < self->tail, NULL);

  return number < self->head ? NULL : entry_at (self, number)->frame;
}

/**
 * broker_log_get_head:
 * @self: a log
 *
 * Returns: number of the oldest frame that is still there
 */
guint64
broker_log_get_head (BrokerLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->head;
}

/**
 * broker_log_get_tail:
 * @self: a log
 *
 * Returns: number that the next frame will get
 */
guint64
broker_log_get_tail (BrokerLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tail;
}
