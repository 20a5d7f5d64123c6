/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-worker.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "broker-ring.h"
#include "cony-clock.h"

/* Bytes read from one connection in one turn. */
#define READ_BYTES (64 * 1024)
/* How long a close frame may take to leave and be answered. */
#define CLOSE_MS 3000
#define SWEEP_MS 500
#define MAX_EVENTS 256
/* Batches between two looks at what clients say; the inbox is looked at after each. */
#define BATCHES_A_TURN 16
/* Bytes that the kernel may hold for one client.  Of those not yet sent it gets less: what waits in
 * our logs can still be overtaken by an urgent frame, and has limits that we know. */
#define SEND_BUFFER (256 * 1024)
#define NOT_SENT_BYTES (32 * 1024)
/* Who said nothing for so long is asked, and is gone when there is no answer in time. */
#define KEEPALIVE_MS 30000
#define PONG_MS 20000
/* A peer that acknowledges nothing for so long is gone. */
#define USER_TIMEOUT_MS 20000

struct _BrokerWorker
{
  guint number;
  GThread *thread;
  BrokerInbox *inbox;      /* owned */
  BrokerInbox *main_inbox; /* borrowed */
  BrokerSender *sender;    /* owned */
  int epoll_fd;
  GHashTable *connections; /* of BrokerConnection, owned, by id */
  GHashTable *channels;    /* of BrokerChannel, owned, by id */
  GQueue dirty;            /* of BrokerChannel, borrowed: those with turns to take */
  GPtrArray *queue;        /* of BrokerConnection, borrowed: have something of their own to send */
  guint queue_next;        /* the first one in the queue that had not its turn */
  GHashTable *blocked;     /* of BrokerConnection, borrowed */
  GPtrArray *dead;         /* of BrokerConnection, owned: freed at the end of the turn */
  BrokerRing ring;
  BrokerFrame *ping;       /* owned */
  gint64 now_ms;
  gint64 swept_ms;
  gboolean stopping;
  guint8 *buffer;
  BrokerWorkerStats stats;
};

static void
count (guint64 *counter,
       guint64  n)
{
  __atomic_store_n (counter, *counter + n, __ATOMIC_RELAXED);
}

static void
drop_connection (BrokerWorker     *self,
                 BrokerConnection *connection)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_CLOSED, .connection = connection->id };

  if (connection->dead)
    return;

  connection->dead = TRUE;
  if (connection->channel)
    broker_channel_detach (connection->channel, connection);
  epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, connection->fd, NULL);
  broker_ring_remove (&self->ring, connection);
  g_hash_table_remove (self->blocked, connection);
  g_hash_table_steal (self->connections, &connection->id);
  /* One that waits for its turn is still in the queue, and goes when the turn comes. */
  if (!connection->queued)
    g_ptr_array_add (self->dead, connection);
  broker_inbox_push (self->main_inbox, &message);
}

static void
submit (BrokerWorker     *self,
        BrokerConnection *connection)
{
  if (connection->dead || connection->queued || connection->blocked)
    return;

  connection->queued = TRUE;
  g_ptr_array_add (self->queue, connection);
}

static void
set_blocked (BrokerWorker     *self,
             BrokerConnection *connection,
             gboolean          blocked)
{
  struct epoll_event event = { .data.ptr = connection };

  if (connection->blocked == blocked)
    return;
  connection->blocked = blocked;
  if (blocked)
    g_hash_table_add (self->blocked, connection);
  else
    g_hash_table_remove (self->blocked, connection);
  event.events = EPOLLIN | EPOLLRDHUP | (connection->blocked ? EPOLLOUT : 0);
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, connection->fd, &event) != 0)
    g_warning ("epoll_ctl: %s", g_strerror (errno));
}

static void
close_connection (BrokerWorker     *self,
                  BrokerConnection *connection,
                  BrokerFrame      *frame,
                  gboolean          keep)
{
  if (connection->closing)
    return;
  broker_connection_begin_close (connection, frame, keep);
  broker_ring_set (&self->ring, connection, self->now_ms + CLOSE_MS);
  submit (self, connection);
}

static void
close_with_code (BrokerWorker     *self,
                 BrokerConnection *connection,
                 guint             code,
                 const char       *reason)
{
  g_autoptr (BrokerFrame) frame = broker_frame_new_close (code, reason);

  close_connection (self, connection, frame, FALSE);
}

static void
close_slow (BrokerWorker     *self,
            BrokerConnection *connection)
{
  if (connection->closing)
    return;
  count (&self->stats.slow, 1);
  close_with_code (self, connection, BROKER_CLOSE_SLOW, "Too slow, resume by cursor");
}

static void
handle_sent (BrokerWorker *self,
             BrokerSend   *send)
{
  BrokerConnection *connection = send->connection;

  switch (send->result)
    {
    case BROKER_SEND_FAILED:
      drop_connection (self, connection);
      return;

    case BROKER_SEND_LOST:
      close_slow (self, connection);
      return;

    case BROKER_SEND_BLOCKED:
      set_blocked (self, connection, TRUE);
      break;

    case BROKER_SEND_MORE:
      submit (self, connection);
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
      broker_inbox_push (self->main_inbox, &message);
    }
  if (connection->closing)
    {
      /* Our close frame is out: the other side answers it, or the deadline ends it. */
      if (connection->peer_closed)
        drop_connection (self, connection);
      else
        shutdown (connection->fd, SHUT_WR);
    }
}

typedef struct
{
  BrokerWorker *worker;
  BrokerConnection *connection;
} InputContext;

static void
input_text_cb (const guint8 *text,
               gsize         length,
               gpointer      user_data)
{
  InputContext *context = user_data;
  BrokerMessage message = { .kind = BROKER_MESSAGE_TEXT };

  if (context->connection->closing)
    return;
  if (!broker_connection_take_tokens (context->connection, length, context->worker->now_ms))
    {
      close_with_code (context->worker, context->connection, BROKER_CLOSE_RATE,
                       "Too many messages");
      return;
    }
  message.connection = context->connection->id;
  message.bytes = g_bytes_new (text, length);
  broker_inbox_push (context->worker->main_inbox, &message);
}

static void
input_ping_cb (const guint8 *payload,
               gsize         length,
               gpointer      user_data)
{
  InputContext *context = user_data;
  g_autoptr (BrokerFrame) pong = broker_frame_new_pong (payload, length);

  if (!broker_connection_take_tokens (context->connection, length, context->worker->now_ms))
    close_with_code (context->worker, context->connection, BROKER_CLOSE_RATE, "Too many pings");
  else if (!broker_connection_push (context->connection, pong))
    close_slow (context->worker, context->connection);
  submit (context->worker, context->connection);
}

static void
input_close_cb (gpointer user_data)
{
  InputContext *context = user_data;

  context->connection->peer_closed = TRUE;
  if (context->connection->closing && broker_connection_is_idle (context->connection))
    drop_connection (context->worker, context->connection);
  else
    close_with_code (context->worker, context->connection, BROKER_CLOSE_NORMAL, NULL);
}

static void
feed (BrokerWorker     *self,
      BrokerConnection *connection,
      const guint8     *data,
      gsize             length)
{
  static const BrokerInputFuncs funcs = { input_text_cb, input_ping_cb, input_close_cb };
  InputContext context = { self, connection };
  guint code = 0;

  if (connection->peer_closed || connection->deaf)
    return;
  code = broker_input_feed (&connection->input, data, length, &funcs, &context);
  if (code == 0 || connection->dead)
    return;

  /* Read on without listening: closing with unread bytes would reset the connection, and the client
   * would never see why. */
  connection->deaf = TRUE;
  close_with_code (self, connection, code,
                   code == BROKER_CLOSE_TOO_BIG ? "Message too big" : "Protocol error");
}

static void
read_connection (BrokerWorker     *self,
                 BrokerConnection *connection)
{
  gssize n = recv (connection->fd, self->buffer, READ_BYTES, MSG_DONTWAIT);

  connection->heard = TRUE;
  if (n > 0)
    feed (self, connection, self->buffer, n);
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    drop_connection (self, connection);
}

static void
add_connection (BrokerWorker  *self,
                BrokerMessage *message)
{
  BrokerConnection *connection = NULL;
  struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP };
  int on = 1;
  int buffer = SEND_BUFFER;
  int not_sent = NOT_SENT_BYTES;
  int timeout = USER_TIMEOUT_MS;

  connection = broker_connection_new (message->connection, message->fd);
  connection->tokens_ms = self->now_ms;
  message->fd = -1;
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (connection->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &not_sent, sizeof not_sent);
  setsockopt (connection->fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);

  g_hash_table_insert (self->connections, &connection->id, connection);
  broker_ring_set (&self->ring, connection, self->now_ms + KEEPALIVE_MS);
  event.data.ptr = connection;
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) != 0)
    {
      g_warning ("epoll_ctl: %s", g_strerror (errno));
      drop_connection (self, connection);
      return;
    }
  if (message->bytes)
    {
      gsize length = 0;
      const guint8 *data = g_bytes_get_data (message->bytes, &length);

      feed (self, connection, data, length);
    }
}

static void
mark_dirty (BrokerWorker  *self,
            BrokerChannel *channel)
{
  if (channel->dirty)
    return;
  channel->dirty = TRUE;
  g_queue_push_tail (&self->dirty, channel);
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
      if (channel && channel->dirty)
        g_queue_remove (&self->dirty, channel);
      g_hash_table_remove (self->channels, &message->channel);
      break;

    case BROKER_MESSAGE_CLEAR_CHANNEL:
      if (channel)
        broker_channel_clear (channel);
      break;

    case BROKER_MESSAGE_APPEND:
      if (channel)
        {
          broker_channel_append (channel, message->lane, message->frame, self->now_ms);
          mark_dirty (self, channel);
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
  BrokerConnection *connection = g_hash_table_lookup (self->connections, &message->connection);
  BrokerChannel *channel = NULL;

  if (!connection)
    return;

  switch ((int) message->kind)
    {
    case BROKER_MESSAGE_SEND:
      if (!broker_connection_push (connection, message->frame))
        close_slow (self, connection);
      submit (self, connection);
      break;

    case BROKER_MESSAGE_REPORT_DRAINED:
      connection->report_drained = TRUE;
      submit (self, connection);
      break;

    case BROKER_MESSAGE_ATTACH:
      channel = g_hash_table_lookup (self->channels, &message->channel);
      if (connection->closing || !channel)
        break;
      if (connection->channel)
        broker_channel_detach (connection->channel, connection);
      broker_channel_attach (channel, connection, message->tails);
      submit (self, connection);
      break;

    case BROKER_MESSAGE_CLOSE:
      close_connection (self, connection, message->frame, TRUE);
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

/* Those with something of their own first; then each channel in turn, so that one with many
 * connections does not keep the others waiting. */
static guint
fill_batch (BrokerWorker *self,
            BrokerSend   *sends,
            guint         max)
{
  guint n = 0;

  while (n < max && self->queue_next < self->queue->len)
    {
      BrokerConnection *connection = g_ptr_array_index (self->queue, self->queue_next++);

      if (connection->dead)
        g_ptr_array_add (self->dead, connection);
      else
        sends[n++].connection = connection;
    }
  if (self->queue_next == self->queue->len)
    {
      g_ptr_array_set_size (self->queue, 0);
      self->queue_next = 0;
    }

  while (n < max && !g_queue_is_empty (&self->dirty))
    {
      BrokerChannel *channel = g_queue_pop_head (&self->dirty);
      BrokerConnection *connection = NULL;

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

static gboolean
send_batch (BrokerWorker *self)
{
  BrokerSend sends[BROKER_SENDER_MAX_BATCH];
  guint n = fill_batch (self, sends, self->sender->batch);
  guint64 frames = 0;
  guint64 bytes = 0;

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
  count (&self->stats.frames, frames);
  count (&self->stats.bytes, bytes);
  return TRUE;
}

/* What is published meanwhile joins the round: whoever has not had its turn gets it along with the
 * rest, and an urgent frame does not wait for the end.  Returns %TRUE when the turn ended first. */
static gboolean
send_waiting (BrokerWorker *self)
{
  for (guint i = 0; i < BATCHES_A_TURN; i++)
    {
      if (!send_batch (self))
        return FALSE;
      if (!broker_inbox_is_empty (self->inbox))
        read_inbox (self);
    }
  return TRUE;
}

static void
check_alive (BrokerWorker     *self,
             BrokerConnection *connection)
{
  /* Did not finish closing, or did not answer. */
  if (connection->closing || (connection->pinged && !connection->heard && !connection->blocked))
    {
      drop_connection (self, connection);
      return;
    }

  /* While the kernel cannot send, its own timeout and the age of our log decide. */
  if (connection->heard || connection->blocked)
    {
      connection->pinged = FALSE;
      broker_ring_set (&self->ring, connection, self->now_ms + KEEPALIVE_MS);
    }
  else
    {
      connection->pinged = TRUE;
      broker_ring_set (&self->ring, connection, self->now_ms + PONG_MS);
      broker_connection_push (connection, self->ping);
      submit (self, connection);
    }
  connection->heard = FALSE;
}

/* Old frames go; whoever still needed them, or did not finish closing, goes too. */
static void
sweep (BrokerWorker *self)
{
  BrokerConnection *connection = NULL;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  while ((connection = broker_ring_pop (&self->ring, self->now_ms)))
    check_alive (self, connection);
  if (self->now_ms - self->swept_ms < SWEEP_MS)
    return;
  self->swept_ms = self->now_ms;

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    broker_channel_trim (value, self->now_ms);

  g_hash_table_iter_init (&iter, self->blocked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (broker_connection_is_lost (key))
      close_slow (self, key);
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
      set_blocked (self, connection, FALSE);
      submit (self, connection);
    }
  if (event->events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    read_connection (self, connection);
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
      int n = epoll_wait (self->epoll_fd, events, MAX_EVENTS, more ? 0 : SWEEP_MS);

      self->now_ms = cony_clock_monotonic_ms ();
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
      g_ptr_array_set_size (self->dead, 0);
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

  self->number = number;
  self->main_inbox = main_inbox;
  self->inbox = broker_inbox_new ();
  self->sender = sender;
  self->connections = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                             (GDestroyNotify) broker_connection_free);
  self->channels = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                          (GDestroyNotify) broker_channel_free);
  self->queue = g_ptr_array_new ();
  self->blocked = g_hash_table_new (NULL, NULL);
  self->ping = broker_frame_new_ping ();
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_connection_free);
  self->buffer = g_malloc (READ_BYTES);
  self->now_ms = cony_clock_monotonic_ms ();
  broker_ring_init (&self->ring, self->now_ms);
  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll_fd < 0
      || epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, broker_inbox_get_fd (self->inbox), &event) != 0)
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
  for (guint i = self->queue_next; i < self->queue->len; i++)
    {
      BrokerConnection *connection = g_ptr_array_index (self->queue, i);

      if (connection->dead)
        g_ptr_array_add (self->dead, connection);
    }
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->channels);
  g_queue_clear (&self->dirty);
  g_ptr_array_unref (self->queue);
  g_hash_table_unref (self->blocked);
  g_ptr_array_unref (self->dead);
  broker_frame_unref (self->ping);
  self->sender->free (self->sender);
  broker_inbox_free (self->inbox);
  close (self->epoll_fd);
  g_free (self->buffer);
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

  stats->frames = __atomic_load_n (&self->stats.frames, __ATOMIC_RELAXED);
  stats->bytes = __atomic_load_n (&self->stats.bytes, __ATOMIC_RELAXED);
  stats->slow = __atomic_load_n (&self->stats.slow, __ATOMIC_RELAXED);
}
