/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-connection.h"

#include <unistd.h>

/* Incoming messages: a client may send this many at once and this many a second.  A long one counts
 * as several: what the main thread has not taken yet is memory. */
#define TOKENS_BURST 2000
#define TOKENS_PER_SECOND 200
#define BYTES_PER_TOKEN 1024

/* Takes @bytes off a frame that starts at the front; returns what is left over for the next one. */
static gsize
consume_frame (BrokerConnection *self,
               BrokerFrame      *frame,
               gsize             bytes)
{
  if (bytes >= frame->length)
    return bytes - frame->length;

  self->partial = broker_frame_ref (frame);
  self->partial_offset = bytes;
  return 0;
}

/**
 * broker_connection_new:
 * @id: its number
 * @fd: (transfer full): a connected, non-blocking socket
 *
 * Returns: (transfer full): a connection that is not attached to a channel
 */
BrokerConnection *
broker_connection_new (guint64 id,
                       int     fd)
{
  BrokerConnection *self = g_new0 (BrokerConnection, 1);

  self->id = id;
  self->fd = fd;
  self->tokens = TOKENS_BURST;
  g_queue_init (&self->control);
  return self;
}

/**
 * broker_connection_free:
 * @self: (transfer full): a connection
 */
void
broker_connection_free (BrokerConnection *self)
{
  g_return_if_fail (self != NULL);

  if (self->channel)
    broker_channel_detach (self->channel, self);
  broker_input_clear (&self->input);
  g_queue_clear_full (&self->control, (GDestroyNotify) broker_frame_unref);
  g_clear_pointer (&self->partial, broker_frame_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * broker_connection_push:
 * @self: a connection
 * @frame: (transfer none): to be sent before anything of the channel
 *
 * A closing connection takes nothing more.
 *
 * Returns: %FALSE when too much is waiting already: the client is too slow
 */
gboolean
broker_connection_push (BrokerConnection *self,
                        BrokerFrame      *frame)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (self->closing)
    return TRUE;
  if (self->control_bytes + frame->length > BROKER_MAX_CONTROL_BYTES)
    return FALSE;

  g_queue_push_tail (&self->control, broker_frame_ref (frame));
  self->control_bytes += frame->length;
  return TRUE;
}

/* Makes the channel's frames that wait its own; they are of the limited log, and shared. */
static void
take_over (BrokerConnection *self)
{
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    {
      BrokerLog *log = self->channel->logs[lane];

      for (; self->position[lane] < broker_log_get_tail (log); self->position[lane]++)
        {
          BrokerFrame *frame = broker_log_get (log, self->position[lane]);

          g_queue_push_tail (&self->control, broker_frame_ref (frame));
          self->control_bytes += frame->length;
        }
    }
}

/**
 * broker_connection_begin_close:
 * @self: a connection
 * @frame: (transfer none): the close frame
 * @keep: whether what waits is sent before it
 *
 * Without @keep everything is dropped but a frame that is half sent already, which must be completed.
 */
void
broker_connection_begin_close (BrokerConnection *self,
                               BrokerFrame      *frame,
                               gboolean          keep)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  if (self->closing)
    return;

  if (!keep)
    {
      g_queue_clear_full (&self->control, (GDestroyNotify) broker_frame_unref);
      self->control_bytes = 0;
    }
  else if (self->channel && !broker_connection_is_lost (self))
    {
      take_over (self);
    }
  if (self->channel)
    broker_channel_detach (self->channel, self);
  g_queue_push_tail (&self->control, broker_frame_ref (frame));
  self->control_bytes += frame->length;
  self->closing = TRUE;
}

/**
 * broker_connection_take_tokens:
 * @self: a connection
 * @bytes: length of the message that came in
 * @now_ms: monotonic milliseconds
 *
 * Returns: %FALSE when the client sends messages faster than it may
 */
gboolean
broker_connection_take_tokens (BrokerConnection *self,
                               gsize             bytes,
                               gint64            now_ms)
{
  guint cost = 1 + bytes / BYTES_PER_TOKEN;

  g_return_val_if_fail (self != NULL, FALSE);

  self->tokens = MIN (TOKENS_BURST,
                      self->tokens + (now_ms - self->tokens_ms) * (TOKENS_PER_SECOND / 1000.0));
  self->tokens_ms = now_ms;
  if (self->tokens < cost)
    return FALSE;
  self->tokens -= cost;
  return TRUE;
}

/**
 * broker_connection_is_lost:
 * @self: a connection
 *
 * Returns: %TRUE when a frame that it has not got was dropped already
 */
gboolean
broker_connection_is_lost (BrokerConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint lane = 0; self->channel && lane < BROKER_N_LANES; lane++)
    if (self->position[lane] < broker_log_get_head (self->channel->logs[lane]))
      return TRUE;
  return FALSE;
}

/**
 * broker_connection_is_idle:
 * @self: a connection
 *
 * Returns: %TRUE when nothing of its own waits to be sent
 */
gboolean
broker_connection_is_idle (BrokerConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->partial && g_queue_is_empty (&self->control);
}

/**
 * broker_connection_shares:
 * @self: a connection
 * @gather: what was gathered for another one, since nothing was appended
 *
 * Returns: %TRUE when broker_connection_gather() would give the same
 */
gboolean
broker_connection_shares (BrokerConnection   *self,
                          const BrokerGather *gather)
{
  g_return_val_if_fail (self != NULL && gather != NULL, FALSE);

  return self->channel == gather->channel && self->channel
         && self->position[BROKER_LANE_URGENTE] == gather->begin[BROKER_LANE_URGENTE]
         && self->position[BROKER_LANE_NORMAL] == gather->begin[BROKER_LANE_NORMAL]
         && !self->partial && !self->control.head;
}

/**
 * broker_connection_gather:
 * @self: a connection
 * @gather: (out caller-allocates): what to send next
 *
 * The rest of a begun frame, then control, then urgent, then normal.
 */
void
broker_connection_gather (BrokerConnection *self,
                          BrokerGather     *gather)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (gather != NULL);

  broker_gather_init (gather);
  gather->lost = broker_connection_is_lost (self);
  if (gather->lost)
    return;

  if (self->partial)
    broker_gather_add (gather, self->partial, self->partial_offset);
  for (GList *l = self->control.head; l; l = l->next)
    if (!broker_gather_add (gather, l->data, 0))
      return;
  if (!self->channel)
    return;
  if (gather->n_iov == 0)
    gather->channel = self->channel;
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    {
      BrokerLog *log = self->channel->logs[lane];
      guint64 tail = broker_log_get_tail (log);
      guint64 n = self->position[lane];

      gather->begin[lane] = n;
      while (!gather->cut && n < tail && broker_gather_add (gather, broker_log_get (log, n), 0))
        n++;
      gather->end[lane] = n;
    }
}

/**
 * broker_connection_consume:
 * @self: a connection
 * @bytes: how many of the gathered bytes the kernel took
 *
 * Returns: how many frames were completed
 */
guint
broker_connection_consume (BrokerConnection *self,
                           gsize             bytes)
{
  guint frames = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->partial)
    {
      gsize rest = self->partial->length - self->partial_offset;

      if (bytes < rest)
        {
          self->partial_offset += bytes;
          return 0;
        }
      bytes -= rest;
      frames++;
      g_clear_pointer (&self->partial, broker_frame_unref);
    }

  while (bytes > 0 && !g_queue_is_empty (&self->control))
    {
      g_autoptr (BrokerFrame) frame = g_queue_pop_head (&self->control);

      self->control_bytes -= frame->length;
      bytes = consume_frame (self, frame, bytes);
      frames += self->partial == NULL;
    }
  for (guint lane = 0; self->channel && lane < BROKER_N_LANES; lane++)
    {
      BrokerLog *log = self->channel->logs[lane];

      while (bytes > 0 && self->position[lane] < broker_log_get_tail (log))
        {
          bytes = consume_frame (self, broker_log_get (log, self->position[lane]), bytes);
          self->position[lane]++;
          frames += self->partial == NULL;
        }
    }

  g_assert (bytes == 0);
  return frames;
}

/**
 * broker_connection_consume_all:
 * @self: a connection
 * @gather: what it, or one that it shares with, was gathered for; the kernel took all of it
 *
 * Returns: how many frames were completed
 */
guint
broker_connection_consume_all (BrokerConnection   *self,
                               const BrokerGather *gather)
{
  g_return_val_if_fail (self != NULL && gather != NULL, 0);

  if (!gather->channel)
    return broker_connection_consume (self, gather->bytes);

  self->position[BROKER_LANE_URGENTE] = gather->end[BROKER_LANE_URGENTE];
  self->position[BROKER_LANE_NORMAL] = gather->end[BROKER_LANE_NORMAL];
  return gather->frames;
}
