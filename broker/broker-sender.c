/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <errno.h>

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
  g_return_if_fail (self != NULL && gather != NULL);

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
