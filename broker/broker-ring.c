/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-ring.h"

/* Those whose time has come; so one that gets a new time before all of them were looked at does not
 * come again at once, however long nobody looked. */
#define DUE BROKER_RING_BUCKETS

static void
put (BrokerRing       *self,
     BrokerConnection *connection,
     guint             number)
{
  BrokerConnection **bucket = &self->buckets[number];

  connection->ring_bucket = number + 1;
  connection->ring_next = *bucket;
  if (*bucket)
    (*bucket)->ring_previous = connection;
  *bucket = connection;
}

/**
 * broker_ring_init:
 * @self: a ring
 * @now_ms: monotonic milliseconds
 */
void
broker_ring_init (BrokerRing *self,
                  gint64      now_ms)
{
  g_return_if_fail (self != NULL);

  *self = (BrokerRing) { .step = now_ms / BROKER_RING_STEP_MS };
}

/**
 * broker_ring_set:
 * @self: a ring
 * @connection: (transfer none): a connection; an earlier time of it is forgotten
 * @due_ms: monotonic milliseconds; a time further away than the ring is long counts as its end
 */
void
broker_ring_set (BrokerRing       *self,
                 BrokerConnection *connection,
                 gint64            due_ms)
{
  gint64 step = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  broker_ring_remove (self, connection);
  /* Rounded up: never too early. */
  step = CLAMP ((due_ms + BROKER_RING_STEP_MS - 1) / BROKER_RING_STEP_MS, self->step + 1,
                self->step + BROKER_RING_BUCKETS - 1);
  put (self, connection, step % BROKER_RING_BUCKETS);
}

/**
 * broker_ring_remove:
 * @self: a ring
 * @connection: a connection, whether it is in the ring or not
 */
void
broker_ring_remove (BrokerRing       *self,
                    BrokerConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  if (connection->ring_bucket == 0)
    return;
  if (connection->ring_next)
    connection->ring_next->ring_previous = connection->ring_previous;
  if (connection->ring_previous)
    connection->ring_previous->ring_next = connection->ring_next;
  else
    self->buckets[connection->ring_bucket - 1] = connection->ring_next;
  connection->ring_next = NULL;
  connection->ring_previous = NULL;
  connection->ring_bucket = 0;
}

/**
 * broker_ring_advance:
 * @self: a ring
 * @now_ms: monotonic milliseconds
 *
 * To be called before any time is set by @now_ms: a ring that is behind has no place for it.
 */
void
broker_ring_advance (BrokerRing *self,
                     gint64      now_ms)
{
  gint64 now = now_ms / BROKER_RING_STEP_MS;

  g_return_if_fail (self != NULL);

  /* After a long stop each bucket is due at most once. */
  self->step = MAX (self->step, now - BROKER_RING_BUCKETS);
  while (self->step < now)
    {
      BrokerConnection *connection = NULL;

      self->step++;
      while ((connection = self->buckets[self->step % BROKER_RING_BUCKETS]))
        {
          broker_ring_remove (self, connection);
          put (self, connection, DUE);
        }
    }
}

/**
 * broker_ring_pop:
 * @self: a ring
 *
 * Returns: (transfer none) (nullable): a connection whose time has come, out of the ring now; %NULL
 * when there is none
 */
BrokerConnection *
broker_ring_pop (BrokerRing *self)
{
  BrokerConnection *connection = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  connection = self->buckets[DUE];
  if (connection)
    broker_ring_remove (self, connection);
  return connection;
}
