/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-roster.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long a close frame may take to leave and be answered. */
#define CLOSE_MS 3000
/* Bytes that the kernel may hold for one client.  Of those not yet sent it gets less: what waits in
 * our logs can still be overtaken by an urgent frame, and has limits that we know. */
#define SEND_BUFFER (256 * 1024)
#define NOT_SENT_BYTES (32 * 1024)
/* Who said nothing for so long is asked, and is gone when there is no answer in time. */
#define KEEPALIVE_MS 30000
#define PONG_MS 20000
/* A peer that acknowledges nothing for so long is gone. */
#define USER_TIMEOUT_MS 20000

/**
 * broker_roster_init:
 * @self: a roster
 * @main_inbox: (transfer none): told who is gone; must outlive the roster
 * @now_ms: monotonic milliseconds
 */
void
broker_roster_init (BrokerRoster *self,
                    BrokerInbox  *main_inbox,
                    gint64        now_ms)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (main_inbox != NULL);

  *self = (BrokerRoster) { .main_inbox = main_inbox, .now_ms = now_ms };
  self->connections = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                             (GDestroyNotify) broker_connection_free);
  self->blocked = g_hash_table_new (NULL, NULL);
  self->queue = g_ptr_array_new ();
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_connection_free);
  self->ping = broker_frame_new_ping ();
  broker_ring_init (&self->ring, now_ms);
  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll_fd < 0)
    g_error ("epoll: %s", g_strerror (errno));
}

/**
 * broker_roster_clear:
 * @self: a roster
 *
 * Cuts the connections that are left.
 */
void
broker_roster_clear (BrokerRoster *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = self->queue_next; i < self->queue->len; i++)
    {
      BrokerConnection *connection = g_ptr_array_index (self->queue, i);

      if (connection->dead)
        g_ptr_array_add (self->dead, connection);
    }
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->blocked);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->dead);
  broker_frame_unref (self->ping);
  close (self->epoll_fd);
}

/**
 * broker_roster_set_time:
 * @self: a roster
 * @now_ms: monotonic milliseconds
 */
void
broker_roster_set_time (BrokerRoster *self,
                        gint64        now_ms)
{
  g_return_if_fail (self != NULL);

  self->now_ms = now_ms;
  broker_ring_advance (&self->ring, now_ms);
}

/**
 * broker_roster_add:
 * @self: a roster
 * @id: its number
 * @fd: (transfer full): a connected, non-blocking socket
 *
 * Returns: (transfer none) (nullable): the connection; %NULL when it could not be watched
 */
BrokerConnection *
broker_roster_add (BrokerRoster *self,
                   guint64       id,
                   int           fd)
{
  BrokerConnection *connection = NULL;
  struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP };
  int on = 1;
  int buffer = SEND_BUFFER;
  int not_sent = NOT_SENT_BYTES;
  int timeout = USER_TIMEOUT_MS;

  g_return_val_if_fail (self != NULL, NULL);

  connection = broker_connection_new (id, fd);
  connection->tokens_ms = self->now_ms;
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
  setsockopt (fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &not_sent, sizeof not_sent);
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);

  g_hash_table_insert (self->connections, &connection->id, connection);
  broker_ring_set (&self->ring, connection, self->now_ms + KEEPALIVE_MS);
  event.data.ptr = connection;
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    {
      g_warning ("epoll_ctl: %s", g_strerror (errno));
      broker_roster_drop (self, connection);
      return NULL;
    }
  return connection;
}

/**
 * broker_roster_find:
 * @self: a roster
 * @id: a number
 *
 * Returns: (transfer none) (nullable): the connection, while it is there
 */
BrokerConnection *
broker_roster_find (BrokerRoster *self,
                    guint64       id)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->connections, &id);
}

/**
 * broker_roster_drop:
 * @self: a roster
 * @connection: one of it; its memory stays until broker_roster_bury()
 *
 * Cuts it.
 */
void
broker_roster_drop (BrokerRoster     *self,
                    BrokerConnection *connection)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_CLOSED, .connection = connection->id };

  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

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

/**
 * broker_roster_submit:
 * @self: a roster
 * @connection: one of it
 *
 * It gets a turn to send, unless it waits for one already or the kernel takes no more of it.
 */
void
broker_roster_submit (BrokerRoster     *self,
                      BrokerConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  if (connection->dead || connection->queued || connection->blocked)
    return;

  connection->queued = TRUE;
  g_ptr_array_add (self->queue, connection);
}

/**
 * broker_roster_take_turn:
 * @self: a roster
 *
 * Returns: (transfer none) (nullable): the next one of those that were submitted; it counts as
 * queued until the caller has sent to it
 */
BrokerConnection *
broker_roster_take_turn (BrokerRoster *self)
{
  BrokerConnection *connection = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  while (!connection && self->queue_next < self->queue->len)
    {
      connection = g_ptr_array_index (self->queue, self->queue_next++);
      if (connection->dead)
        g_ptr_array_add (self->dead, g_steal_pointer (&connection));
    }
  if (self->queue_next == self->queue->len)
    {
      g_ptr_array_set_size (self->queue, 0);
      self->queue_next = 0;
    }
  return connection;
}

/**
 * broker_roster_set_blocked:
 * @self: a roster
 * @connection: one of it
 * @blocked: whether to wait until the kernel takes more of it
 */
void
broker_roster_set_blocked (BrokerRoster     *self,
                           BrokerConnection *connection,
                           gboolean          blocked)
{
  struct epoll_event event = { .data.ptr = connection };

  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

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

/**
 * broker_roster_close:
 * @self: a roster
 * @connection: one of it
 * @frame: (transfer none): the close frame
 * @keep: whether what waits is sent before it
 */
void
broker_roster_close (BrokerRoster     *self,
                     BrokerConnection *connection,
                     BrokerFrame      *frame,
                     gboolean          keep)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  if (connection->closing)
    return;
  broker_connection_begin_close (connection, frame, keep);
  broker_ring_set (&self->ring, connection, self->now_ms + CLOSE_MS);
  broker_roster_submit (self, connection);
}

/**
 * broker_roster_close_with_code:
 * @self: a roster
 * @connection: one of it; what waits for it is dropped
 * @code: a close code
 * @reason: (nullable): a short English text
 */
void
broker_roster_close_with_code (BrokerRoster     *self,
                               BrokerConnection *connection,
                               guint             code,
                               const char       *reason)
{
  g_autoptr (BrokerFrame) frame = broker_frame_new_close (code, reason);

  broker_roster_close (self, connection, frame, FALSE);
}

/**
 * broker_roster_close_slow:
 * @self: a roster
 * @connection: one that did not keep up; it may come back and resume
 */
void
broker_roster_close_slow (BrokerRoster     *self,
                          BrokerConnection *connection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  if (connection->closing)
    return;
  __atomic_fetch_add (&self->slow, 1, __ATOMIC_RELAXED);
  broker_roster_close_with_code (self, connection, BROKER_CLOSE_SLOW, "Too slow, resume by cursor");
}

static void
check_alive (BrokerRoster     *self,
             BrokerConnection *connection)
{
  /* Did not finish closing, or did not answer. */
  if (connection->closing || (connection->pinged && !connection->heard && !connection->blocked))
    {
      broker_roster_drop (self, connection);
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
      broker_roster_submit (self, connection);
    }
  connection->heard = FALSE;
}

/**
 * broker_roster_check_alive:
 * @self: a roster
 *
 * Asks those who said nothing for long, and drops who did not answer or did not finish closing.
 */
void
broker_roster_check_alive (BrokerRoster *self)
{
  BrokerConnection *connection = NULL;

  g_return_if_fail (self != NULL);

  while ((connection = broker_ring_pop (&self->ring)))
    check_alive (self, connection);
}

/**
 * broker_roster_close_lost:
 * @self: a roster
 *
 * Closes those that still needed frames which are gone.
 */
void
broker_roster_close_lost (BrokerRoster *self)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->blocked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (broker_connection_is_lost (key))
      broker_roster_close_slow (self, key);
}

/**
 * broker_roster_bury:
 * @self: a roster
 *
 * Frees those that were dropped; nobody holds one any more.
 */
void
broker_roster_bury (BrokerRoster *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->dead, 0);
}
