/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-stream.h"

#include <stdio.h>
#include <string.h>

/* MQTT 3.1.1: one topic, "e", QoS 0. */

static void
greet (LoadConnection *connection)
{
  uint8_t message[64] = { 0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0 };
  static int count;
  int n = sprintf ((char *) message + 14, "w%d", count++);

  message[1] = 12 + n;
  message[13] = n;
  n += 14;
  if (!connection->publisher)
    {
      memcpy (message + n, "\x82\6\0\1\0\1e\0", 8);
      n += 8;
    }
  load_connection_send_message (connection, message, n);
}

static void
take (LoadConnection *connection,
      int             kind,
      const uint8_t  *data,
      size_t          length)
{
  size_t topic = 0;

  switch (kind)
    {
    case 2: /* CONNACK */
      if (data[1] != 0)
        load_totals.failures++;
      else if (connection->publisher)
        load_connection_ready (connection);
      break;
    case 3: /* PUBLISH */
      topic = 2 + (data[0] << 8 | data[1]);
      load_stream_deliver (connection, data + topic, length - topic);
      break;
    case 9: /* SUBACK */
      load_connection_ready (connection);
      break;
    default:
      break;
    }
}

static size_t
parse (LoadConnection *connection,
       const uint8_t  *data,
       size_t          length)
{
  size_t at = 0;

  while (length - at >= 2)
    {
      size_t header = 1;
      size_t rest = 0;
      bool more = true;

      for (int shift = 0; more && header < 5 && at + header < length; shift += 7)
        {
          rest |= (size_t) (data[at + header] & 127) << shift;
          more = data[at + header++] & 128;
        }
      if (more || length - at < header + rest)
        break;
      take (connection, data[at] >> 4, data + at + header, rest);
      at += header + rest;
    }
  return at;
}

static void
publish (LoadConnection *connection,
         const void     *event,
         size_t          length)
{
  static uint8_t message[LOAD_MAX_EVENT + 1000];
  size_t rest = length + 3;
  size_t n = 1;

  message[0] = 0x30;
  do
    {
      message[n++] = (rest & 127) | (rest > 127 ? 128 : 0);
      rest >>= 7;
    }
  while (rest > 0);
  memcpy (message + n, "\0\1e", 3);
  memcpy (message + n + 3, event, length);
  load_connection_send_message (connection, message, n + 3 + length);
}

const LoadProtocol load_mqtt = { "mqtt", greet, parse, publish };
