/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-channel.h"
#include "broker-connection.h"

/**
 * broker_channel_new:
 * @id: its number, the same in every worker
 * @tails: numbers of the first frames that will be appended
 *
 * Returns: (transfer full): a channel without connections
 */
BrokerChannel *
broker_channel_new (guint64       id,
                    const guint64 tails[BROKER_N_LANES])
{
  BrokerChannel *self = g_new0 (BrokerChannel, 1);

  self->id = id;
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    self->logs[lane] = broker_log_new (tails[lane]);
  self->connections = g_ptr_array_new ();
  return self;
}

/**
 * broker_channel_free:
 * @self: (transfer full): a channel; connections that are still attached lose it
 */
void
broker_channel_free (BrokerChannel *self)
{
  g_return_if_fail (self != NULL);

  while (self->connections->len > 0)
    broker_channel_detach (self, g_ptr_array_index (self->connections, self->connections->len - 1));
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    broker_log_free (self->logs[lane]);
  g_ptr_array_unref (self->connections);
  g_free (self);
}

/**
 * broker_channel_append:
 * @self: a channel
 * @lane: %BROKER_LANE_URGENTE or %BROKER_LANE_NORMAL
 * @frame: (transfer none): the frame
 * @now_ms: monotonic milliseconds
 */
void
broker_channel_append (BrokerChannel *self,
                       guint          lane,
                       BrokerFrame   *frame,
                       gint64         now_ms)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (lane < BROKER_N_LANES);

  broker_log_push (self->logs[lane], frame, now_ms);
  self->remaining = self->connections->len;
}

/**
 * broker_channel_take_turn:
 * @self: a channel
 *
 * Goes round all connections, for ever in the same order: one that comes late in a round gets what
 * was appended since it began, and an append costs the same however many connections there are.
 *
 * Returns: (transfer none) (nullable): the next one that may lack something of the logs; %NULL when
 * every connection had its turn since the last append
 */
BrokerConnection *
broker_channel_take_turn (BrokerChannel *self)
{
  BrokerConnection *connection = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->remaining == 0)
    return NULL;
  if (self->next >= self->connections->len)
    self->next = 0;
  connection = g_ptr_array_index (self->connections, self->next);
  self->next++;
  self->remaining--;
  return connection;
}

/**
 * broker_channel_trim:
 * @self: a channel
 * @now_ms: monotonic milliseconds
 *
 * Drops frames by age.
 */
void
broker_channel_trim (BrokerChannel *self,
                     gint64         now_ms)
{
  g_return_if_fail (self != NULL);

  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    broker_log_trim (self->logs[lane], now_ms);
}

/**
 * broker_channel_clear:
 * @self: a channel
 *
 * Forgets every frame; connections go on at the tails as if they had got them.
 */
void
broker_channel_clear (BrokerChannel *self)
{
  g_return_if_fail (self != NULL);

  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    {
      broker_log_clear (self->logs[lane]);
      for (guint i = 0; i < self->connections->len; i++)
        {
          BrokerConnection *connection = g_ptr_array_index (self->connections, i);

          connection->position[lane] = broker_log_get_tail (self->logs[lane]);
        }
    }
}

/**
 * broker_channel_attach:
 * @self: a channel
 * @connection: a connection without a channel
 * @tails: numbers of the first frames that it has not got
 */
void
broker_channel_attach (BrokerChannel    *self,
                       BrokerConnection *connection,
                       const guint64     tails[BROKER_N_LANES])
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL && connection->channel == NULL);

  connection->channel = self;
  connection->index = self->connections->len;
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    connection->position[lane] = tails[lane];
  g_ptr_array_add (self->connections, connection);
  /* The round's rest may go past the end of the list and on at its beginning. */
  if (self->remaining > 0)
    self->remaining++;
}

/**
 * broker_channel_detach:
 * @self: a channel
 * @connection: one of its connections
 */
void
broker_channel_detach (BrokerChannel    *self,
                       BrokerConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL && connection->channel == self);

  g_ptr_array_remove_index_fast (self->connections, connection->index);
  if (connection->index < self->connections->len)
    {
      BrokerConnection *moved = g_ptr_array_index (self->connections, connection->index);

      moved->index = connection->index;
    }
  /* The moved one may have missed its turn; one round more is cheap. */
  if (self->remaining > 0)
    self->remaining = self->connections->len;
  connection->channel = NULL;
}
