/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-worker.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "broker-sender.h"

/* Bytes read from one connection in one turn. */
#define READ_BYTES (64 * 1024)
/* How long a close frame may take to leave and be answered. */
#define CLOSE_MS 3000
#define SWEEP_MS 500
#define MAX_EVENTS 256
/* Unsent bytes that the kernel may hold for one client: beyond this it is our backlog, which has
 * limits that we know. */
#define SEND_BUFFER (256 * 1024)
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
  GPtrArray *dirty;        /* of BrokerChannel, borrowed */
  GPtrArray *dead;         /* of BrokerConnection, owned: freed at the end of the turn */
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
  g_hash_table_steal (self->connections, &connection->id);
  g_ptr_array_add (self->dead, connection);
  count (&self->stats.connections, -1);
  broker_inbox_push (self->main_inbox, &message);
}

static void
submit (BrokerWorker     *self,
        BrokerConnection *connection)
{
  if (connection->dead || connection->queued || connection->blocked)
    return;

  connection->queued = TRUE;
  self->sender->submit (self->sender, connection);
}

static void
watch (BrokerWorker     *self,
       BrokerConnection *connection)
{
  struct epoll_event event = { .data.ptr = connection };

  event.events = EPOLLIN | EPOLLRDHUP | (connection->blocked ? EPOLLOUT : 0);
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, connection->fd, &event) != 0)
    g_warning ("epoll_ctl: %s", g_strerror (errno));
}

static void
close_connection (BrokerWorker     *self,
                  BrokerConnection *connection,
                  BrokerFrame      *frame)
{
  broker_connection_begin_close (connection, frame, self->now_ms + CLOSE_MS);
  submit (self, connection);
}

static void
close_with_code (BrokerWorker     *self,
                 BrokerConnection *connection,
                 guint             code,
                 const char       *reason)
{
  g_autoptr (BrokerFrame) frame = broker_frame_new_close (code, reason);

  close_connection (self, connection, frame);
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
sent_cb (BrokerConnection *connection,
         BrokerSendResult  result,
         guint64           frames,
         guint64           bytes,
         gpointer          user_data)
{
  BrokerWorker *self = user_data;

  connection->queued = FALSE;
  count (&self->stats.frames, frames);
  count (&self->stats.bytes, bytes);
  if (connection->dead)
    return;

  switch (result)
    {
    case BROKER_SEND_FAILED:
      drop_connection (self, connection);
      return;

    case BROKER_SEND_LOST:
      close_slow (self, connection);
      return;

    case BROKER_SEND_BLOCKED:
      if (!connection->blocked)
        {
          connection->blocked = TRUE;
          watch (self, connection);
        }
      break;

    case BROKER_SEND_DONE:
    default:
      if (connection->blocked)
        {
          connection->blocked = FALSE;
          watch (self, connection);
        }
      break;
    }

  if (!broker_connection_is_idle (connection))
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
  if (!broker_connection_take_token (context->connection, context->worker->now_ms))
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

  if (!broker_connection_take_token (context->connection, context->worker->now_ms))
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
  int timeout = USER_TIMEOUT_MS;

  connection = broker_connection_new (message->connection, message->fd);
  connection->tokens_ms = self->now_ms;
  message->fd = -1;
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (connection->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
  setsockopt (connection->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  setsockopt (connection->fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);

  g_hash_table_insert (self->connections, &connection->id, connection);
  count (&self->stats.connections, 1);
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
  g_ptr_array_add (self->dirty, channel);
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
        g_ptr_array_remove_fast (self->dirty, channel);
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
      close_connection (self, connection, message->frame);
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

static void
submit_dirty (BrokerWorker *self)
{
  for (guint i = 0; i < self->dirty->len; i++)
    {
      BrokerChannel *channel = g_ptr_array_index (self->dirty, i);

      channel->dirty = FALSE;
      for (guint j = 0; j < channel->connections->len; j++)
        submit (self, g_ptr_array_index (channel->connections, j));
    }
  g_ptr_array_set_size (self->dirty, 0);
}

/* Old frames go; whoever still needed them, or did not finish closing, goes too. */
static void
sweep (BrokerWorker *self)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value = NULL;

  if (self->now_ms - self->swept_ms < SWEEP_MS)
    return;
  self->swept_ms = self->now_ms;

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    broker_channel_trim (value, self->now_ms);

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrokerConnection *connection = value;

      if (connection->closing && self->now_ms >= connection->deadline_ms)
        g_ptr_array_add (late, connection);
      else if (broker_connection_is_lost (connection))
        close_slow (self, connection);
    }
  for (guint i = 0; i < late->len; i++)
    drop_connection (self, g_ptr_array_index (late, i));
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
      connection->blocked = FALSE;
      watch (self, connection);
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

  while (!self->stopping)
    {
      gboolean inbox = FALSE;
      int n = epoll_wait (self->epoll_fd, events, MAX_EVENTS, SWEEP_MS);

      self->now_ms = g_get_monotonic_time () / 1000;
      for (int i = 0; i < n; i++)
        {
          if (events[i].data.ptr)
            handle_event (self, &events[i]);
          else
            inbox = TRUE;
        }
      if (inbox)
        read_inbox (self);
      submit_dirty (self);
      sweep (self);
      self->sender->flush (self->sender, sent_cb, self);
      g_ptr_array_set_size (self->dead, 0);
    }
  return NULL;
}

/**
 * broker_worker_new:
 * @number: which one, for the thread's name
 * @main_inbox: (transfer none): where it reports to; must outlive the worker
 *
 * Returns: (transfer full): a running worker
 */
BrokerWorker *
broker_worker_new (guint        number,
                   BrokerInbox *main_inbox)
{
  BrokerWorker *self = g_new0 (BrokerWorker, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
  g_autofree char *name = g_strdup_printf ("worker-%u", number);

  g_return_val_if_fail (main_inbox != NULL, NULL);

  self->number = number;
  self->main_inbox = main_inbox;
  self->inbox = broker_inbox_new ();
  self->sender = broker_sender_epoll_new ();
  self->connections = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                             (GDestroyNotify) broker_connection_free);
  self->channels = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                          (GDestroyNotify) broker_channel_free);
  self->dirty = g_ptr_array_new ();
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_connection_free);
  self->buffer = g_malloc (READ_BYTES);
  self->now_ms = g_get_monotonic_time () / 1000;
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
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->channels);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->dead);
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
  stats->connections = __atomic_load_n (&self->stats.connections, __ATOMIC_RELAXED);
  stats->slow = __atomic_load_n (&self->stats.slow, __ATOMIC_RELAXED);
}
