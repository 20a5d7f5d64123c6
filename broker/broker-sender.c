/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <errno.h>
#include <string.h>

/**
 * broker_sender_new:
 * @wanted: a name of a back end, or %BROKER_SENDER_AUTO
 *
 * io_uring where the kernel allows it, else epoll.
 *
 * Returns: (transfer full): a sender
 */
BrokerSender *
broker_sender_new (const char *wanted)
{
  g_autoptr (GError) error = NULL;
  BrokerSender *self = NULL;

  g_return_val_if_fail (wanted != NULL, NULL);

  if (!g_str_equal (wanted, BROKER_SENDER_EPOLL))
    self = broker_sender_uring_new (&error);
  if (self)
    return self;
  if (g_str_equal (wanted, BROKER_SENDER_URING))
    g_message ("Sending with epoll instead: %s", error->message);
  return broker_sender_epoll_new ();
}

/**
 * broker_send_finish:
 * @self: one send of a batch
 * @gather: what was offered for it
 * @taken: how many bytes the kernel took, or negative
 * @error: the errno when @taken is negative
 *
 * Moves the connection on and sets the result; the same for every back end.
 */
void
broker_send_finish (BrokerSend         *self,
                    const BrokerGather *gather,
                    gssize              taken,
                    int                 error)
{
  self->frames = 0;
  self->bytes = 0;
  if (gather->lost)
    {
      self->result = BROKER_SEND_LOST;
    }
  else if (taken < 0)
    {
      self->result = error == EAGAIN || error == ENOBUFS ? BROKER_SEND_BLOCKED : BROKER_SEND_FAILED;
    }
  else if ((gsize) taken == gather->bytes)
    {
      self->frames = broker_connection_consume_all (self->connection, gather);
      self->bytes = taken;
      self->result = gather->cut ? BROKER_SEND_MORE : BROKER_SEND_DONE;
    }
  else
    {
      self->frames = broker_connection_consume (self->connection, taken);
      self->bytes = taken;
      self->result = BROKER_SEND_BLOCKED;
    }
}

/**
 * broker_gather_flatten:
 * @gather: what several connections share
 * @buffer: (transfer none): %BROKER_GATHER_BYTES that stay as long as @gather is used
 *
 * Makes one piece of many where that fits: the kernel walks the pieces anew for each connection.
 */
void
broker_gather_flatten (BrokerGather *gather,
                       guint8       *buffer)
{
  gsize at = 0;

  if (gather->n_iov < 2 || gather->bytes > BROKER_GATHER_BYTES)
    return;

  for (guint i = 0; i < gather->n_iov; i++)
    {
      memcpy (buffer + at, gather->iov[i].iov_base, gather->iov[i].iov_len);
      at += gather->iov[i].iov_len;
    }
  gather->iov[0].iov_base = buffer;
  gather->iov[0].iov_len = at;
  gather->n_iov = 1;
}
