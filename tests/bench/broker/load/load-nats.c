/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text protocol of nats-server: one subject, "e". */

static void
greet (LoadConnection *connection)
{
  char message[256];
  int n = snprintf (message, sizeof message,
                    "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\",\"version\":\"1\","
                    "\"protocol\":1,\"echo\":true}\r\n%sPING\r\n",
                    connection->publisher ? "" : "SUB e 1\r\n");

  load_connection_send_message (connection, message, n);
}

static size_t
parse (LoadConnection *connection,
       const uint8_t  *data,
       size_t          length)
{
  size_t at = 0;

  while (at < length)
    {
      const uint8_t *line = data + at;
      const uint8_t *end = memchr (line, '\n', length - at);
      size_t head = end ? end + 1 - line : 0;
      size_t payload = 0;

      if (!end)
        break;
      if (memcmp (line, "MSG ", 4) == 0)
        {
          const uint8_t *size = end - 1;

          while (size[-1] != ' ')
            size--;
          payload = strtoul ((const char *) size, NULL, 10);
          if (length - at < head + payload + 2)
            break;
          load_stream_deliver (connection, line + head, payload);
          at += payload + 2;
        }
      else if (memcmp (line, "PING", 4) == 0)
        load_connection_send_message (connection, "PONG\r\n", 6);
      else if (memcmp (line, "PONG", 4) == 0 && connection->state == LOAD_GREETING)
        load_connection_ready (connection);
      else if (memcmp (line, "-ERR", 4) == 0)
        load_totals.failures++;
      at += head;
    }
  return at;
}

static void
publish (LoadConnection *connection,
         const void     *event,
         size_t          length)
{
  static char message[LOAD_MAX_EVENT + 1000];
  int n = sprintf (message, "PUB e %zu\r\n", length);

  memcpy (message + n, event, length);
  memcpy (message + n + length, "\r\n", 2);
  load_connection_send_message (connection, message, n + length + 2);
}

const LoadProtocol load_nats = { "nats", greet, parse, publish };
