/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-frame.h"

#include <string.h>

enum
{
  OPCODE_TEXT = 0x1,
  OPCODE_CLOSE = 0x8,
  OPCODE_PING = 0x9,
  OPCODE_PONG = 0xa,
};

/* A control frame carries at most 125 bytes (RFC 6455, 5.5). */
#define MAX_CONTROL 125

static BrokerFrame *
frame_alloc (guint8   opcode,
             gsize    length,
             guint8 **payload)
{
  BrokerFrame *self = NULL;
  gsize header = length < 126 ? 2 : length <= G_MAXUINT16 ? 4 : 10;

  g_assert (length < G_MAXINT32);

  self = g_malloc (sizeof *self + header + length);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = header + length;
  self->data[0] = 0x80 | opcode;
  if (header == 2)
    {
      self->data[1] = length;
    }
  else if (header == 4)
    {
      self->data[1] = 126;
      self->data[2] = length >> 8;
      self->data[3] = length & 0xff;
    }
  else
    {
      self->data[1] = 127;
      for (guint i = 0; i < 8; i++)
        self->data[2 + i] = (guint64) length >> (56 - 8 * i);
    }

  *payload = self->data + header;
  return self;
}

/**
 * broker_frame_new_text:
 * @text: UTF-8
 * @length: its length in bytes
 *
 * Returns: (transfer full): one unfragmented, unmasked text frame
 */
BrokerFrame *
broker_frame_new_text (const char *text,
                       gsize       length)
{
  BrokerFrame *self = NULL;
  guint8 *payload = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = frame_alloc (OPCODE_TEXT, length, &payload);
  memcpy (payload, text, length);
  return self;
}

/**
 * broker_frame_new_event:
 * @json: a JSON object with at least one member, exactly as it was posted or stored
 * @length: its length in bytes
 * @rt: (nullable): the transport's own object, as text; %NULL in plain mode
 *
 * The event's text is passed on untouched: `_rt` is put before its last brace, so the members keep
 * their order, their spelling and their numbers.
 *
 * Returns: (transfer full): the frame
 */
BrokerFrame *
broker_frame_new_event (const char *json,
                        gsize       length,
                        const char *rt)
{
  static const char member[] = ",\"_rt\":";
  BrokerFrame *self = NULL;
  guint8 *payload = NULL;
  gsize rt_length = 0;

  g_return_val_if_fail (json != NULL, NULL);

  if (!rt)
    return broker_frame_new_text (json, length);

  while (length > 0 && json[length - 1] != '}')
    length--;
  g_return_val_if_fail (length > 1, NULL);
  length--;

  rt_length = strlen (rt);
  self = frame_alloc (OPCODE_TEXT, length + strlen (member) + rt_length + 1, &payload);
  memcpy (payload, json, length);
  payload += length;
  memcpy (payload, member, strlen (member));
  payload += strlen (member);
  memcpy (payload, rt, rt_length);
  payload[rt_length] = '}';
  return self;
}

/**
 * broker_frame_new_close:
 * @code: a close code of PROTOCOL.md, section 4, or of RFC 6455
 * @reason: (nullable): a short English text; cut where a control frame ends
 *
 * Returns: (transfer full): the frame
 */
BrokerFrame *
broker_frame_new_close (guint       code,
                        const char *reason)
{
  BrokerFrame *self = NULL;
  guint8 *payload = NULL;
  gsize length = reason ? MIN (strlen (reason), MAX_CONTROL - 2) : 0;

  self = frame_alloc (OPCODE_CLOSE, 2 + length, &payload);
  payload[0] = code >> 8;
  payload[1] = code & 0xff;
  if (length > 0)
    memcpy (payload + 2, reason, length);
  return self;
}

/**
 * broker_frame_new_ping:
 *
 * Returns: (transfer full): a ping without payload, which every WebSocket client answers by itself
 */
BrokerFrame *
broker_frame_new_ping (void)
{
  guint8 *payload = NULL;

  return frame_alloc (OPCODE_PING, 0, &payload);
}

/**
 * broker_frame_new_pong:
 * @payload: what the ping carried
 * @length: at most 125
 *
 * Returns: (transfer full): the frame
 */
BrokerFrame *
broker_frame_new_pong (const guint8 *payload,
                       gsize         length)
{
  BrokerFrame *self = NULL;
  guint8 *to = NULL;

  g_return_val_if_fail (length <= MAX_CONTROL, NULL);

  self = frame_alloc (OPCODE_PONG, length, &to);
  if (length > 0)
    memcpy (to, payload, length);
  return self;
}

/**
 * broker_frame_ref:
 * @self: a frame
 *
 * Returns: (transfer full): @self
 */
BrokerFrame *
broker_frame_ref (BrokerFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * broker_frame_unref:
 * @self: (transfer full): a frame
 */
void
broker_frame_unref (BrokerFrame *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}
