/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define LOAD_MAX_EVENT 65000

typedef struct LoadConnection LoadConnection;

/* What is inside a connection, with or without WebSocket frames around it. */
typedef struct
{
  const char *name;
  /* Connected: say who you are, or be ready at once. */
  void (*greet) (LoadConnection *connection);
  /* Takes what is complete, and says how many bytes that was. */
  size_t (*parse) (LoadConnection *connection,
                   const uint8_t  *data,
                   size_t          length);
  void (*publish) (LoadConnection *connection,
                   const void     *event,
                   size_t          length);
  /* NULL, or sends what was published since the last time. */
  void (*flush) (LoadConnection *connection);
} LoadProtocol;

extern const LoadProtocol load_plain;  /* a message is an event */
extern const LoadProtocol load_cony;   /* cony.v1 */
extern const LoadProtocol load_http;   /* an event is a POST */
extern const LoadProtocol load_ndjson; /* an event is a line of a POST */
extern const LoadProtocol load_mqtt;   /* 3.1.1, QoS 0 */
extern const LoadProtocol load_nats;
