/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-input.h"

#include <string.h>
#include <wslay/wslay.h>

/* What the parser works on during one call of broker_input_feed(). */
typedef struct
{
  const BrokerInputFuncs *funcs;
  gpointer user_data;
  const guint8 *data;
  gsize length;
  gboolean closed;
  gboolean binary;
} Feed;

static ssize_t
recv_cb (wslay_event_context_ptr context,
         uint8_t                *buffer,
         size_t                  length,
         int                     flags,
         void                   *user_data)
{
  Feed *feed = ((BrokerInput *) user_data)->feed;
  gsize n = MIN (length, feed->length);

  if (n == 0)
    {
      wslay_event_set_error (context, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
  memcpy (buffer, feed->data, n);
  feed->data += n;
  feed->length -= n;
  return n;
}

static void
message_cb (wslay_event_context_ptr                   context,
            const struct wslay_event_on_msg_recv_arg *arg,
            void                                     *user_data)
{
  Feed *feed = ((BrokerInput *) user_data)->feed;

  switch (arg->opcode)
    {
    case WSLAY_TEXT_FRAME:
      feed->funcs->text (arg->msg, arg->msg_length, feed->user_data);
      break;
    case WSLAY_BINARY_FRAME:
      feed->binary = TRUE;
      break;
    case WSLAY_PING:
      feed->funcs->ping (arg->msg, arg->msg_length, feed->user_data);
      break;
    case WSLAY_CONNECTION_CLOSE:
      feed->closed = TRUE;
      break;
    default:
      break;
    }
}

/* Judges a complete header; returns a close code or 0. */
static guint
check_header (BrokerInput *self)
{
  guint8 opcode = self->header[0] & 0x0f;
  gboolean fin = (self->header[0] & 0x80) != 0;
  guint8 short_length = self->header[1] & 0x7f;
  guint64 length = 0;

  if (short_length < 126)
    length = short_length;
  else
    for (guint i = 2; i < self->header_needed - 4u; i++)
      length = length << 8 | self->header[i];

  if (++self->fragments > BROKER_MAX_FRAGMENTS)
    return BROKER_CLOSE_PROTOCOL;

  if (wslay_is_ctrl_frame (opcode))
    {
      if (!fin || length > 125 || opcode > WSLAY_PONG)
        return BROKER_CLOSE_PROTOCOL;
    }
  else
    {
      if (opcode > WSLAY_BINARY_FRAME || (opcode == WSLAY_CONTINUATION_FRAME) != self->in_message)
        return BROKER_CLOSE_PROTOCOL;
      if (length > BROKER_MAX_MESSAGE || self->message_length + length > BROKER_MAX_MESSAGE)
        return BROKER_CLOSE_TOO_BIG;
      self->message_length += length;
      self->in_message = !fin;
    }

  self->payload_left = length;
  return 0;
}

/* Follows the frame boundaries of @data; returns a close code or 0. */
static guint
inspect (BrokerInput  *self,
         const guint8 *data,
         gsize         length)
{
  while (length > 0)
    {
      if (self->payload_left > 0)
        {
          gsize n = MIN (length, self->payload_left);

          self->payload_left -= n;
          data += n;
          length -= n;
        }
      else
        {
          guint code = 0;

          self->header[self->header_length++] = *data++;
          length--;
          if (self->header_length == 1 && (self->header[0] & 0x70) != 0)
            return BROKER_CLOSE_PROTOCOL;
          if (self->header_length == 2)
            {
              guint8 short_length = self->header[1] & 0x7f;

              if ((self->header[1] & 0x80) == 0)
                return BROKER_CLOSE_PROTOCOL;
              self->header_needed = 2 + 4 + (short_length == 126 ? 2 : short_length == 127 ? 8 : 0);
            }
          if (self->header_length < 2 || self->header_length < self->header_needed)
            continue;

          code = check_header (self);
          if (code != 0)
            return code;
          self->header_length = 0;
        }

      if (self->payload_left == 0 && self->header_length == 0 && !self->in_message)
        {
          self->fragments = 0;
          self->message_length = 0;
        }
    }

  return 0;
}

/**
 * broker_input_clear:
 * @self: an input
 *
 * Frees what a half message holds.
 */
void
broker_input_clear (BrokerInput *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->parser, wslay_event_context_free);
}

/**
 * broker_input_feed:
 * @self: an input
 * @data: bytes from the socket
 * @length: how many
 * @funcs: called for each complete message
 * @user_data: for @funcs
 *
 * Once it returned a code it returns the same for whatever comes, and calls nothing: the frames'
 * boundaries are lost.
 *
 * Returns: 0, or the close code with which the connection must end
 */
guint
broker_input_feed (BrokerInput            *self,
                   const guint8           *data,
                   gsize                   length,
                   const BrokerInputFuncs *funcs,
                   gpointer                user_data)
{
  static const struct wslay_event_callbacks callbacks = {
    .recv_callback = recv_cb,
    .on_msg_recv_callback = message_cb,
  };
  Feed feed = { funcs, user_data, data, length, FALSE, FALSE };

  g_return_val_if_fail (self != NULL, BROKER_CLOSE_PROTOCOL);
  g_return_val_if_fail (funcs != NULL, BROKER_CLOSE_PROTOCOL);

  if (self->code == 0)
    self->code = inspect (self, data, length);
  if (self->code != 0)
    return self->code;

  if (!self->parser)
    {
      if (wslay_event_context_server_init (&self->parser, &callbacks, self) != 0)
        g_error ("Out of memory");
      /* Pings and closes are answered elsewhere; what the parser would answer is never sent and only
       * piles up. */
      wslay_event_shutdown_write (self->parser);
      wslay_event_config_set_max_recv_msg_length (self->parser, BROKER_MAX_MESSAGE);
    }

  self->feed = &feed;
  if (wslay_event_recv (self->parser) != 0 || feed.binary
      || (!wslay_event_get_read_enabled (self->parser) && !feed.closed))
    self->code = BROKER_CLOSE_PROTOCOL;
  else if (feed.closed)
    funcs->close (user_data);
  self->feed = NULL;

  if (self->code != 0 || (!self->in_message && self->payload_left == 0 && self->header_length == 0))
    g_clear_pointer (&self->parser, wslay_event_context_free);
  return self->code;
}
