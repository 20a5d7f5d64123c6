/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <errno.h>
#include <gio/gio.h>
#include <liburing.h>
#include <sys/socket.h>

#define BATCH BROKER_SENDER_MAX_BATCH

/* What one or more sends of a batch offer; it stays until the kernel has answered for all. */
typedef struct
{
  BrokerGather gather;
  struct msghdr header;
  guint8 *flat;
} Offer;

typedef struct
{
  BrokerSender parent;
  struct io_uring ring;
  Offer *offers[BATCH]; /* owned, made when they are needed */
  guint n_offers;
} BrokerSenderUring;

static Offer *
next_offer (BrokerSenderUring *self)
{
  Offer **offer = &self->offers[self->n_offers++];

  if (!*offer)
    *offer = g_new0 (Offer, 1);
  return *offer;
}

static void
flatten (Offer *offer)
{
  if (!offer->flat)
    offer->flat = g_malloc (BROKER_GATHER_BYTES);
  broker_gather_flatten (&offer->gather, offer->flat);
}

static void
prepare (BrokerSenderUring *self,
         int                fd,
         Offer             *offer,
         guint              number)
{
  struct io_uring_sqe *sqe = io_uring_get_sqe (&self->ring);

  g_assert (sqe != NULL);

  /* With MSG_DONTWAIT the answer is there at once, and EAGAIN is left to epoll as elsewhere. */
  if (offer->gather.n_iov == 1)
    io_uring_prep_send (sqe, fd, offer->gather.iov[0].iov_base, offer->gather.iov[0].iov_len,
                        MSG_NOSIGNAL | MSG_DONTWAIT);
  else
    {
      offer->header = (struct msghdr) { .msg_iov = offer->gather.iov,
                                        .msg_iovlen = offer->gather.n_iov };
      io_uring_prep_sendmsg (sqe, fd, &offer->header, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  io_uring_sqe_set_data64 (sqe, number);
}

static void
submit_and_wait (BrokerSenderUring *self,
                 guint              count)
{
  int submitted = 0;

  do
    submitted = io_uring_submit_and_wait (&self->ring, count);
  while (submitted == -EINTR);
  if (submitted < 0)
    g_error ("io_uring: %s", g_strerror (-submitted));
}

static void
uring_send (BrokerSender *sender,
            BrokerSend   *sends,
            guint         n_sends)
{
  BrokerSenderUring *self = (BrokerSenderUring *) sender;
  Offer *offer = NULL;
  Offer *offered[BATCH];
  guint count = 0;

  g_assert (n_sends <= BATCH);

  self->n_offers = 0;
  for (guint i = 0; i < n_sends; i++)
    {
      BrokerConnection *connection = sends[i].connection;

      if (!offer || !broker_connection_shares (connection, &offer->gather))
        {
          offer = next_offer (self);
          broker_connection_gather (connection, &offer->gather);
          if (i + 1 < n_sends
              && broker_connection_shares (sends[i + 1].connection, &offer->gather))
            flatten (offer);
        }
      offered[i] = offer;
      if (offer->gather.n_iov > 0)
        {
          prepare (self, connection->fd, offer, i);
          count++;
        }
      else
        broker_send_finish (&sends[i], &offer->gather, 0, 0);
    }

  if (count > 0)
    submit_and_wait (self, count);
  while (count > 0)
    {
      struct io_uring_cqe *cqe = NULL;
      guint i = 0;

      /* A signal may end the wait. */
      if (io_uring_wait_cqe (&self->ring, &cqe) != 0)
        continue;
      i = cqe->user_data;
      broker_send_finish (&sends[i], &offered[i]->gather, cqe->res, -cqe->res);
      io_uring_cqe_seen (&self->ring, cqe);
      count--;
    }
}

static void
uring_free (BrokerSender *sender)
{
  BrokerSenderUring *self = (BrokerSenderUring *) sender;

  io_uring_queue_exit (&self->ring);
  for (guint i = 0; i < BATCH; i++)
    {
      if (self->offers[i])
        g_free (self->offers[i]->flat);
      g_free (self->offers[i]);
    }
  g_free (self);
}

/**
 * broker_sender_uring_new:
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a sender that makes one system call for a batch of
 * connections; %NULL where the kernel does not allow it
 */
BrokerSender *
broker_sender_uring_new (GError **error)
{
  BrokerSenderUring *self = g_new0 (BrokerSenderUring, 1);
  struct io_uring_probe *probe = NULL;
  int result = io_uring_queue_init (BATCH, &self->ring, 0);
  gboolean supported = FALSE;

  if (result < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (-result), "io_uring: %s",
                   g_strerror (-result));
      g_free (self);
      return NULL;
    }
  probe = io_uring_get_probe_ring (&self->ring);
  supported = probe && io_uring_opcode_supported (probe, IORING_OP_SEND)
              && io_uring_opcode_supported (probe, IORING_OP_SENDMSG);
  if (probe)
    io_uring_free_probe (probe);
  if (!supported)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "io_uring: this kernel cannot send with it");
      io_uring_queue_exit (&self->ring);
      g_free (self);
      return NULL;
    }

  self->parent.name = BROKER_SENDER_URING;
  self->parent.batch = BATCH;
  self->parent.send = uring_send;
  self->parent.free = uring_free;
  return &self->parent;
}
