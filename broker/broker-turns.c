/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-turns.h"

#include <sys/socket.h>

/**
 * broker_turns_init:
 * @self: turns
 * @roster: (transfer none): whose connections it sends to; must outlive it
 * @sender: (transfer full): how it sends
 */
void
broker_turns_init (BrokerTurns  *self,
                   BrokerRoster *roster,
                   BrokerSender *sender)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (roster != NULL);
  g_return_if_fail (sender != NULL);

  *self = (BrokerTurns) { .roster = roster, .sender = sender };
  g_queue_init (&self->dirty);
}

/**
 * broker_turns_clear:
 * @self: turns
 */
void
broker_turns_clear (BrokerTurns *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear (&self->dirty);
  self->sender->free (self->sender);
}

/**
 * broker_turns_mark:
 * @self: turns
 * @channel: (transfer none): something was appended to it
 */
void
broker_turns_mark (BrokerTurns   *self,
                   BrokerChannel *channel)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (channel != NULL);

  if (channel->dirty)
    return;
  channel->dirty = TRUE;
  g_queue_push_tail (&self->dirty, channel);
}

/**
 * broker_turns_forget:
 * @self: turns
 * @channel: (transfer none): will be freed
 */
void
broker_turns_forget (BrokerTurns   *self,
                     BrokerChannel *channel)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (channel != NULL);

  if (channel->dirty)
    g_queue_remove (&self->dirty, channel);
}

/* Those with something of their own first; then each channel in turn, so that one with many
 * connections does not keep the others waiting. */
static guint
fill_batch (BrokerTurns *self,
            BrokerSend  *sends,
            guint        max)
{
  BrokerConnection *connection = NULL;
  guint n = 0;

  while (n < max && (connection = broker_roster_take_turn (self->roster)))
    sends[n++].connection = connection;

  while (n < max && !g_queue_is_empty (&self->dirty))
    {
      BrokerChannel *channel = g_queue_pop_head (&self->dirty);

      while (n < max && (connection = broker_channel_take_turn (channel)))
        {
          if (connection->blocked || connection->queued)
            continue;
          connection->queued = TRUE;
          sends[n++].connection = connection;
        }
      channel->dirty = channel->remaining > 0;
      if (channel->dirty)
        g_queue_push_tail (&self->dirty, channel);
    }

  return n;
}

static void
handle_sent (BrokerTurns *self,
             BrokerSend  *send)
{
  BrokerConnection *connection = send->connection;

  switch (send->result)
    {
    case BROKER_SEND_FAILED:
      broker_roster_drop (self->roster, connection);
      return;

    case BROKER_SEND_LOST:
      broker_roster_close_slow (self->roster, connection);
      return;

    case BROKER_SEND_BLOCKED:
      broker_roster_set_blocked (self->roster, connection, TRUE);
      break;

    case BROKER_SEND_MORE:
      broker_roster_submit (self->roster, connection);
      break;

    case BROKER_SEND_DONE:
    default:
      break;
    }

  if ((!connection->report_drained && !connection->closing)
      || !broker_connection_is_idle (connection))
    return;
  if (connection->report_drained)
    {
      BrokerMessage message = { .kind = BROKER_MESSAGE_DRAINED, .connection = connection->id };

      connection->report_drained = FALSE;
      broker_inbox_push (self->roster->main_inbox, &message);
    }
  if (connection->closing)
    {
      /* Our close frame is out: the other side answers it, or the deadline ends it. */
      if (connection->peer_closed)
        broker_roster_drop (self->roster, connection);
      else
        shutdown (connection->fd, SHUT_WR);
    }
}

/**
 * broker_turns_send_batch:
 * @self: turns
 *
 * Returns: %TRUE when somebody had a turn; %FALSE when nobody is left
 */
gboolean
broker_turns_send_batch (BrokerTurns *self)
{
  BrokerSend sends[BROKER_SENDER_MAX_BATCH];
  guint n = 0;
  guint64 frames = 0;
  guint64 bytes = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  n = fill_batch (self, sends, self->sender->batch);
  if (n == 0)
    return FALSE;

  self->sender->send (self->sender, sends, n);
  for (guint i = 0; i < n; i++)
    {
      frames += sends[i].frames;
      bytes += sends[i].bytes;
      sends[i].connection->queued = FALSE;
    }
  for (guint i = 0; i < n; i++)
    handle_sent (self, &sends[i]);
  __atomic_fetch_add (&self->frames, frames, __ATOMIC_RELAXED);
  __atomic_fetch_add (&self->bytes, bytes, __ATOMIC_RELAXED);
  return TRUE;
}
