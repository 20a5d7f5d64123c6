/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-gather.h"

#include <string.h>

/**
 * broker_gather_init:
 * @self: a gather
 *
 * Empties it; it is of no channel then.
 */
void
broker_gather_init (BrokerGather *self)
{
  g_return_if_fail (self != NULL);

  self->n_iov = 0;
  self->bytes = 0;
  self->frames = 0;
  self->lost = FALSE;
  self->cut = FALSE;
  self->channel = NULL;
}

/**
 * broker_gather_add:
 * @self: a gather
 * @frame: (transfer none): must stay as long as @self is used
 * @offset: bytes of it that were sent before
 *
 * Returns: %FALSE when there is no room for it; then @self is cut
 */
gboolean
broker_gather_add (BrokerGather *self,
                   BrokerFrame  *frame,
                   guint32       offset)
{
  gsize length = 0;

  g_return_val_if_fail (self != NULL && frame != NULL, FALSE);
  g_return_val_if_fail (offset < frame->length, FALSE);

  length = frame->length - offset;
  if (self->n_iov == BROKER_GATHER_MAX
      || (self->n_iov > 0 && self->bytes + length > BROKER_GATHER_BYTES))
    {
      self->cut = TRUE;
      return FALSE;
    }

  self->iov[self->n_iov].iov_base = frame->data + offset;
  self->iov[self->n_iov].iov_len = length;
  self->bytes += length;
  self->n_iov++;
  self->frames++;
  return TRUE;
}

/**
 * broker_gather_flatten:
 * @self: what several connections share
 * @buffer: (transfer none): %BROKER_GATHER_BYTES that stay as long as @self is used
 *
 * Makes one piece of many where that fits: the kernel walks the pieces anew for each connection.
 */
void
broker_gather_flatten (BrokerGather *self,
                       guint8       *buffer)
{
  gsize at = 0;

  g_return_if_fail (self != NULL && buffer != NULL);

  if (self->n_iov < 2 || self->bytes > BROKER_GATHER_BYTES)
    return;

  for (guint i = 0; i < self->n_iov; i++)
    {
      memcpy (buffer + at, self->iov[i].iov_base, self->iov[i].iov_len);
      at += self->iov[i].iov_len;
    }
  self->iov[0].iov_base = buffer;
  self->iov[0].iov_len = at;
  self->n_iov = 1;
}
