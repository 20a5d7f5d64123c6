/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-websocket.h"

#include "load-options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* RFC 6455, as far as a server that neither fragments nor compresses needs it. */

/**
 * load_websocket_upgrade:
 * @connection: a connection that has just been made
 */
void
load_websocket_upgrade (LoadConnection *connection)
{
  const char *subprotocol = "";
  char request[1024];
  int n = 0;

  if (connection->protocol == &load_mqtt)
    subprotocol = "Sec-WebSocket-Protocol: mqtt\r\n";
  else if (connection->protocol == &load_cony)
    subprotocol = "Sec-WebSocket-Protocol: cony.v1\r\n";
  n = snprintf (request, sizeof request,
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                connection->publisher ? options.publisher_path : options.subscriber_path,
                inet_ntoa (options.subscriber_address.sin_addr),
                ntohs (options.subscriber_address.sin_port), subprotocol);
  connection->state = LOAD_UPGRADING;
  load_connection_send (connection, request, n);
}

/**
 * load_websocket_parse_upgrade:
 * @connection: a connection that has asked for the upgrade
 * @data: what came
 * @length: bytes of it
 *
 * Returns: how many bytes were taken
 */
size_t
load_websocket_parse_upgrade (LoadConnection *connection,
                              const uint8_t  *data,
                              size_t          length)
{
  const uint8_t *end = memmem (data, length, "\r\n\r\n", 4);
  size_t head = 0;

  if (!end)
    return 0;
  head = end + 4 - data;
  if (memcmp (data, "HTTP/1.1 101", 12) != 0
      || !memmem (data, head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 28))
    {
      load_totals.failures++;
      load_connection_close (connection);
      return length;
    }
  connection->state = LOAD_GREETING;
  connection->protocol->greet (connection);
  return head + load_websocket_parse (connection, data + head, length - head);
}

/**
 * load_websocket_send:
 * @connection: a connection
 * @opcode: kind of the frame
 * @data: what is in it
 * @length: bytes of it
 *
 * Sends a frame with the mask 0: the bytes go as they are.
 */
void
load_websocket_send (LoadConnection *connection,
                     int             opcode,
                     const void     *data,
                     size_t          length)
{
  static uint8_t frame[LOAD_MAX_EVENT + 1000];
  size_t header = 2;

  if (length + 8 > sizeof frame)
    load_die ("the frame is too long");
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | length;
  if (length >= 126)
    {
      header = 4;
      frame[1] = 0x80 | 126;
      frame[2] = length >> 8;
      frame[3] = length;
    }
  memset (frame + header, 0, 4);
  memcpy (frame + header + 4, data, length);
  load_connection_send (connection, frame, header + 4 + length);
}

static void
take_frame (LoadConnection *connection,
            uint8_t         first,
            const uint8_t  *data,
            size_t          length)
{
  switch (first & 15)
    {
    case 0:
    case 1:
    case 2:
      if (!(first & 0x80) || first & 0x70 || !(first & 15))
        load_totals.failures++; /* fragmented or compressed */
      else if (connection->protocol == &load_plain || connection->protocol == &load_cony)
        connection->protocol->parse (connection, data, length);
      else
        load_connection_feed (connection, &connection->inner, connection->protocol->parse, data,
                              length);
      break;
    case 8:
      load_connection_close (connection);
      break;
    case 9:
      load_websocket_send (connection, 10, data, length);
      break;
    default:
      break;
    }
}

/**
 * load_websocket_parse:
 * @connection: a connection
 * @data: what came
 * @length: bytes of it
 *
 * Takes whole frames.
 *
 * Returns: how many bytes they had
 */
size_t
load_websocket_parse (LoadConnection *connection,
                      const uint8_t  *data,
                      size_t          length)
{
  size_t at = 0;

  while (length - at >= 2 && connection->state != LOAD_CLOSED)
    {
      const uint8_t *frame = data + at;
      size_t header = frame[1] == 126 ? 4 : frame[1] == 127 ? 10 : 2;
      size_t payload = frame[1];

      if (length - at < header)
        break;
      if (header > 2)
        {
          payload = 0;
          for (size_t i = 2; i < header; i++)
            payload = payload << 8 | frame[i];
        }
      if (length - at - header < payload)
        break;
      take_frame (connection, frame[0], frame + header, payload);
      at += header + payload;
    }
  return connection->state == LOAD_CLOSED ? length : at;
}
