/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-worker.h"

#include <errno.h>
#include <sys/epoll.h>

#include "broker-receiver.h"
#include "broker-turns.h"
#include "cony-clock.h"

#define SWEEP_MS 500
#define MAX_EVENTS 256
/* Batches between two looks at what clients say; the inbox is looked at after each. */
#define BATCHES_A_TURN 16

struct _BrokerWorker
{
  GThread *thread;
  BrokerInbox *inbox;   /* owned */
  BrokerRoster roster;
  BrokerReceiver receiver;
  BrokerTurns turns;
  GHashTable *channels; /* of BrokerChannel, owned, by id */
  gint64 swept_ms;
  gboolean stopping;
};

static void
add_connection (BrokerWorker  *self,
                BrokerMessage *message)
{
  BrokerConnection *connection
      = broker_roster_add (&self->roster, message->connection, message->fd);

  message->fd = -1;
  if (connection && message->bytes)
    {
      gsize length = 0;
      const guint8 *data = g_bytes_get_data (message->bytes, &length);

      broker_receiver_feed (&self->receiver, connection, data, length);
    }
}

static void
handle_channel (BrokerWorker  *self,
                BrokerMessage *message)
{
  BrokerChannel *channel = g_hash_table_lookup (self->channels, &message->channel);

  switch ((int) message->kind)
    {
    case BROKER_MESSAGE_OPEN_CHANNEL:
      g_assert (!channel);
      channel = broker_channel_new (message->channel, message->tails);
      g_hash_table_insert (self->channels, &channel->id, channel);
      break;

    case BROKER_MESSAGE_DROP_CHANNEL:
      if (channel)
        broker_turns_forget (&self->turns, channel);
      g_hash_table_remove (self->channels, &message->channel);
      break;

    case BROKER_MESSAGE_CLEAR_CHANNEL:
      if (channel)
        broker_channel_clear (channel);
      break;

    case BROKER_MESSAGE_APPEND:
      if (channel)
        {
          broker_channel_append (channel, message->lane, message->frame, self->roster.now_ms);
          broker_turns_mark (&self->turns, channel);
        }
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
handle_connection (BrokerWorker  *self,
                   BrokerMessage *message)
{
  BrokerConnection *connection = broker_roster_find (&self->roster, message->connection);
  BrokerChannel *channel = NULL;

  if (!connection)
    return;

  switch ((int) message->kind)
    {
    case BROKER_MESSAGE_SEND:
      if (!broker_connection_push (connection, message->frame))
        broker_roster_close_slow (&self->roster, connection);
      broker_roster_submit (&self->roster, connection);
      break;

    case BROKER_MESSAGE_REPORT_DRAINED:
      connection->report_drained = TRUE;
      broker_roster_submit (&self->roster, connection);
      break;

    case BROKER_MESSAGE_ATTACH:
      channel = g_hash_table_lookup (self->channels, &message->channel);
      if (connection->closing || !channel)
        break;
      if (connection->channel)
        broker_channel_detach (connection->channel, connection);
      broker_channel_attach (channel, connection, message->tails);
      broker_roster_submit (&self->roster, connection);
      break;

    case BROKER_MESSAGE_CLOSE:
      broker_roster_close (&self->roster, connection, message->frame, TRUE);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
handle_message (BrokerWorker  *self,
                BrokerMessage *message)
{
  switch (message->kind)
    {
    case BROKER_MESSAGE_ADD:
      add_connection (self, message);
      break;
    case BROKER_MESSAGE_STOP:
      self->stopping = TRUE;
      break;
    case BROKER_MESSAGE_OPEN_CHANNEL:
    case BROKER_MESSAGE_DROP_CHANNEL:
    case BROKER_MESSAGE_CLEAR_CHANNEL:
    case BROKER_MESSAGE_APPEND:
      handle_channel (self, message);
      break;
    case BROKER_MESSAGE_SEND:
    case BROKER_MESSAGE_REPORT_DRAINED:
    case BROKER_MESSAGE_ATTACH:
    case BROKER_MESSAGE_CLOSE:
      handle_connection (self, message);
      break;
    case BROKER_MESSAGE_TEXT:
    case BROKER_MESSAGE_DRAINED:
    case BROKER_MESSAGE_CLOSED:
    default:
      g_assert_not_reached ();
    }
}

static void
read_inbox (BrokerWorker *self)
{
  g_autoptr (GArray) messages = broker_inbox_take (self->inbox);

  for (guint i = 0; i < messages->len; i++)
    handle_message (self, &g_array_index (messages, BrokerMessage, i));
}

/* What is published meanwhile joins the round: whoever has not had its turn gets it along with the
 * rest, and an urgent frame does not wait for the end.  Returns %TRUE when the turn ended first. */
static gboolean
send_waiting (BrokerWorker *self)
{
  for (guint i = 0; i < BATCHES_A_TURN; i++)
    {
      if (!broker_turns_send_batch (&self->turns))
        return FALSE;
      if (!broker_inbox_is_empty (self->inbox))
        read_inbox (self);
    }
  return TRUE;
}

/* Old frames go; whoever still needed them, or did not finish closing, goes too. */
static void
sweep (BrokerWorker *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  broker_roster_check_alive (&self->roster);
  if (self->roster.now_ms - self->swept_ms < SWEEP_MS)
    return;
  self->swept_ms = self->roster.now_ms;

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    broker_channel_trim (value, self->roster.now_ms);
  broker_roster_close_lost (&self->roster);
}

static void
handle_event (BrokerWorker       *self,
              struct epoll_event *event)
{
  BrokerConnection *connection = event->data.ptr;

  if (connection->dead)
    return;
  if (event->events & EPOLLOUT)
    {
      broker_roster_set_blocked (&self->roster, connection, FALSE);
      broker_roster_submit (&self->roster, connection);
    }
  if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    broker_receiver_read (&self->receiver, connection);
}

static gpointer
run (gpointer user_data)
{
  BrokerWorker *self = user_data;
  struct epoll_event events[MAX_EVENTS];
  gboolean more = FALSE;

  while (!self->stopping)
    {
      gboolean inbox = FALSE;
      int n = epoll_wait (self->roster.epoll_fd, events, MAX_EVENTS, more ? 0 : SWEEP_MS);

      broker_roster_set_time (&self->roster, cony_clock_monotonic_ms ());
      for (int i = 0; i < n; i++)
        {
          if (events[i].data.ptr)
            handle_event (self, &events[i]);
          else
            inbox = TRUE;
        }
      if (inbox)
        read_inbox (self);
      sweep (self);
      more = send_waiting (self);
      broker_roster_bury (&self->roster);
    }
  return NULL;
}

/**
 * broker_worker_new:
 * @number: which one, for the thread's name
 * @main_inbox: (transfer none): where it reports to; must outlive the worker
 * @sender: (transfer full): how it sends
 *
 * Returns: (transfer full): a running worker
 */
BrokerWorker *
broker_worker_new (guint         number,
                   BrokerInbox  *main_inbox,
                   BrokerSender *sender)
{
  BrokerWorker *self = g_new0 (BrokerWorker, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
  g_autofree char *name = g_strdup_printf ("worker-%u", number);

  g_return_val_if_fail (main_inbox != NULL, NULL);
  g_return_val_if_fail (sender != NULL, NULL);

  self->inbox = broker_inbox_new ();
  broker_roster_init (&self->roster, main_inbox, cony_clock_monotonic_ms ());
  broker_receiver_init (&self->receiver, &self->roster);
  broker_turns_init (&self->turns, &self->roster, sender);
  self->channels = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                          (GDestroyNotify) broker_channel_free);
  if (epoll_ctl (self->roster.epoll_fd, EPOLL_CTL_ADD, broker_inbox_get_fd (self->inbox), &event)
      != 0)
    g_error ("epoll: %s", g_strerror (errno));
  self->thread = g_thread_new (name, run, self);
  return self;
}

/**
 * broker_worker_free:
 * @self: (transfer full): a worker
 *
 * Waits for the thread; connections that are left are cut.
 */
void
broker_worker_free (BrokerWorker *self)
{
  BrokerMessage stop = { .kind = BROKER_MESSAGE_STOP };

  g_return_if_fail (self != NULL);

  broker_inbox_push (self->inbox, &stop);
  g_thread_join (self->thread);
  broker_roster_clear (&self->roster);
  g_hash_table_unref (self->channels);
  broker_turns_clear (&self->turns);
  broker_receiver_clear (&self->receiver);
  broker_inbox_free (self->inbox);
  g_free (self);
}

/**
 * broker_worker_push:
 * @self: a worker
 * @message: copied; the worker takes over what it owns
 */
void
broker_worker_push (BrokerWorker        *self,
                    const BrokerMessage *message)
{
  g_return_if_fail (self != NULL);

  broker_inbox_push (self->inbox, message);
}

/**
 * broker_worker_get_stats:
 * @self: a worker
 * @stats: (out caller-allocates): its counters
 */
void
broker_worker_get_stats (BrokerWorker      *self,
                         BrokerWorkerStats *stats)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (stats != NULL);

  stats->frames = __atomic_load_n (&self->turns.frames, __ATOMIC_RELAXED);
  stats->bytes = __atomic_load_n (&self->turns.bytes, __ATOMIC_RELAXED);
  stats->slow = __atomic_load_n (&self->roster.slow, __ATOMIC_RELAXED);
}
