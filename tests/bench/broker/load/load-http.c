/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A publisher whose events are POSTs, one after the other on a connection that stays. */

static void
publish (LoadConnection *connection,
         const void     *event,
         size_t          length)
{
  static char request[LOAD_MAX_EVENT + 1000];
  int n = snprintf (request, 1000,
                    "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                    "Content-Length: %zu\r\n\r\n",
                    options.publisher_path, inet_ntoa (options.publisher_address.sin_addr), length);

  memcpy (request + n, event, length);
  connection->busy = true;
  load_connection_send (connection, request, n + length);
}

/* The whole length of the answer's body, or -1 if it is not all here. */
static ssize_t
body_length (const uint8_t *data,
             size_t         head,
             size_t         length)
{
  const char *field = NULL;
  const uint8_t *end = NULL;
  char text[4096];

  if (head >= sizeof text)
    load_die ("the answer's head is too long");
  memcpy (text, data, head);
  text[head] = '\0';
  field = strcasestr (text, "\r\ncontent-length:");
  if (field)
    {
      size_t body = strtoul (field + 17, NULL, 10);

      return length - head < body ? -1 : (ssize_t) body;
    }
  if (!strcasestr (text, "\r\ntransfer-encoding:"))
    return 0;
  end = memmem (data + head, length - head, "0\r\n\r\n", 5);
  return end ? end + 5 - (data + head) : -1;
}

static size_t
parse (LoadConnection *connection,
       const uint8_t  *data,
       size_t          length)
{
  const uint8_t *end = memmem (data, length, "\r\n\r\n", 4);
  size_t head = end ? end + 4 - data : 0;
  ssize_t body = end ? body_length (data, head, length) : -1;

  if (body < 0)
    return 0;
  if (data[9] != '2')
    load_totals.failures++;
  connection->busy = false;
  return head + body;
}

const LoadProtocol load_http = { "http", load_connection_ready, parse, publish };
