/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <errno.h>
#include <sys/socket.h>

/* Calls for one connection in one turn, so that a long backlog cannot starve its neighbours. */
#define MAX_ROUNDS 16

typedef struct
{
  BrokerSender parent;
  GPtrArray *queue; /* of BrokerConnection, borrowed until flush */
} BrokerSenderEpoll;

static BrokerSendResult
send_waiting (BrokerConnection *connection,
              guint64          *frames,
              guint64          *bytes)
{
  BrokerGather gather;

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      struct msghdr header = { .msg_iov = gather.iov };
      gssize sent = 0;

      broker_connection_gather (connection, &gather);
      if (gather.lost)
        return BROKER_SEND_LOST;
      if (gather.n_iov == 0)
        return BROKER_SEND_DONE;

      header.msg_iovlen = gather.n_iov;
      do
        sent = sendmsg (connection->fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
      while (sent < 0 && errno == EINTR);
      if (sent < 0)
        return errno == EAGAIN ? BROKER_SEND_BLOCKED : BROKER_SEND_FAILED;

      *frames += broker_connection_consume (connection, sent);
      *bytes += sent;
      if ((gsize) sent < gather.bytes)
        return BROKER_SEND_BLOCKED;
    }

  /* Not blocked by the kernel, but EPOLLOUT brings it back at once after the others. */
  return BROKER_SEND_BLOCKED;
}

static void
epoll_submit (BrokerSender     *sender,
              BrokerConnection *connection)
{
  BrokerSenderEpoll *self = (BrokerSenderEpoll *) sender;

  g_ptr_array_add (self->queue, connection);
}

static void
epoll_flush (BrokerSender   *sender,
             BrokerSentFunc  sent,
             gpointer        user_data)
{
  BrokerSenderEpoll *self = (BrokerSenderEpoll *) sender;

  for (guint i = 0; i < self->queue->len; i++)
    {
      BrokerConnection *connection = g_ptr_array_index (self->queue, i);
      guint64 frames = 0;
      guint64 bytes = 0;
      BrokerSendResult result = send_waiting (connection, &frames, &bytes);

      sent (connection, result, frames, bytes, user_data);
    }
  g_ptr_array_set_size (self->queue, 0);
}

static void
epoll_free (BrokerSender *sender)
{
  BrokerSenderEpoll *self = (BrokerSenderEpoll *) sender;

  g_ptr_array_unref (self->queue);
  g_free (self);
}

/**
 * broker_sender_epoll_new:
 *
 * Returns: (transfer full): a sender that calls sendmsg() for each connection
 */
BrokerSender *
broker_sender_epoll_new (void)
{
  BrokerSenderEpoll *self = g_new0 (BrokerSenderEpoll, 1);

  self->parent.name = "epoll";
  self->parent.submit = epoll_submit;
  self->parent.flush = epoll_flush;
  self->parent.free = epoll_free;
  self->queue = g_ptr_array_new ();
  return &self->parent;
}
