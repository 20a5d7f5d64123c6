/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-stream.h"

/* A WebSocket message is an event, as node and Python send it, and our broker in plain mode. */

static size_t
parse (LoadConnection *connection,
       const uint8_t  *data,
       size_t          length)
{
  if (!connection->publisher)
    load_stream_deliver (connection, data, length);
  return length;
}

const LoadProtocol load_plain = { "plain", load_connection_ready, parse, load_connection_send_message };
