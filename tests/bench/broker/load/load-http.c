/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Publishers that POST, one after the other on a connection that stays: each event by itself, or
 * together those that wait for the same answer. */

static void
post (LoadConnection *connection,
      const char     *type,
      const void     *body,
      size_t          length)
{
  static char *request;
  static size_t size;
  int n = 0;

  if (size < length + 1000)
    {
      size = length + 1000;
      request = realloc (request, size);
      if (!request)
        load_die ("out of memory");
    }
  n = snprintf (request, 1000,
                "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/%s\r\n"
                "Content-Length: %zu\r\n\r\n",
                options.publisher_path, inet_ntoa (options.publisher_address.sin_addr), type,
                length);
  memcpy (request + n, body, length);
  connection->busy = true;
  load_connection_send (connection, request, n + length);
}

static void
publish (LoadConnection *connection,
         const void     *event,
         size_t          length)
{
  post (connection, "json", event, length);
}

static void
publish_line (LoadConnection *connection,
              const void     *event,
              size_t          length)
{
  LoadRest *lines = &connection->lines;

  if (lines->size < lines->length + length + 1)
    {
      lines->size = 2 * (lines->length + length + 1);
      lines->data = realloc (lines->data, lines->size);
      if (!lines->data)
        load_die ("out of memory");
    }
  memcpy (lines->data + lines->length, event, length);
  lines->length += length;
  lines->data[lines->length++] = '\n';
}

static void
flush_lines (LoadConnection *connection)
{
  if (connection->busy || connection->lines.length == 0)
    return;
  post (connection, "x-ndjson", connection->lines.data, connection->lines.length);
  connection->lines.length = 0;
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
  if (data[9] != '2' || memmem (data + head, body, "\"error\"", 7))
    load_totals.failures++;
  connection->busy = false;
  return head + body;
}

const LoadProtocol load_http = { "http", load_connection_ready, parse, publish };

const LoadProtocol load_ndjson
    = { "ndjson", load_connection_ready, parse, publish_line, flush_lines };
