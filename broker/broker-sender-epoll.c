/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <errno.h>
#include <sys/socket.h>

/* Few enough that the worker soon looks what else came in. */
#define BATCH 64

typedef struct
{
  BrokerSender parent;
  BrokerGather gather;
  guint8 *flat;
} BrokerSenderEpoll;

static gssize
send_gather (int           fd,
             BrokerGather *gather)
{
  struct msghdr header = { .msg_iov = gather->iov, .msg_iovlen = gather->n_iov };
  gssize sent = 0;

  do
    {
      if (gather->n_iov == 1)
        sent = send (fd, gather->iov[0].iov_base, gather->iov[0].iov_len,
                     MSG_NOSIGNAL | MSG_DONTWAIT);
      else
        sent = sendmsg (fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  while (sent < 0 && errno == EINTR);
  return sent;
}

static void
epoll_send (BrokerSender *sender,
            BrokerSend   *sends,
            guint         n_sends)
{
  BrokerSenderEpoll *self = (BrokerSenderEpoll *) sender;
  BrokerGather *gather = &self->gather;

  broker_gather_init (gather);
  for (guint i = 0; i < n_sends; i++)
    {
      BrokerConnection *connection = sends[i].connection;
      gssize sent = 0;

      if (!broker_connection_shares (connection, gather))
        {
          broker_connection_gather (connection, gather);
          if (i + 1 < n_sends && broker_connection_shares (sends[i + 1].connection, gather))
            broker_gather_flatten (gather, self->flat);
        }
      if (gather->n_iov > 0)
        sent = send_gather (connection->fd, gather);
      broker_send_finish (&sends[i], gather, sent, errno);
    }
}

static void
epoll_free (BrokerSender *sender)
{
  BrokerSenderEpoll *self = (BrokerSenderEpoll *) sender;

  g_free (self->flat);
  g_free (self);
}

/**
 * broker_sender_epoll_new:
 *
 * Returns: (transfer full): a sender that makes one system call for each connection
 */
BrokerSender *
broker_sender_epoll_new (void)
{
  BrokerSenderEpoll *self = g_new0 (BrokerSenderEpoll, 1);

  self->parent.name = BROKER_SENDER_EPOLL;
  self->parent.batch = BATCH;
  self->parent.send = epoll_send;
  self->parent.free = epoll_free;
  self->flat = g_malloc (BROKER_GATHER_BYTES);
  return &self->parent;
}
