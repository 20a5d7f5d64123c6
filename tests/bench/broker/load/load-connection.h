/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load-protocol.h"

typedef enum
{
  LOAD_CLOSED,
  LOAD_CONNECTING,
  LOAD_UPGRADING,
  LOAD_GREETING,
  LOAD_READY,
} LoadState;

/* Bytes that are not a whole message yet. */
typedef struct
{
  uint8_t *data;
  size_t length;
  size_t size;
} LoadRest;

/* What a subscriber has seen of a stream. */
typedef struct
{
  uint32_t last;
  uint64_t seen; /* bit i: also last - i */
} LoadTally;

struct LoadConnection
{
  int fd;
  LoadState state;
  const LoadProtocol *protocol;
  bool websocket;
  bool publisher;
  bool busy;   /* waits for an answer */
  int missing; /* events to be replayed before it is ready; -1: not known yet */
  LoadTally tallies[2];
  LoadRest raw;
  LoadRest inner; /* what is left of the stream inside the frames */
  LoadRest lines; /* published, not sent yet */
};

/* Of all connections. */
typedef struct
{
  int ready;
  int closed;
  unsigned long failures;
} LoadTotals;

extern LoadTotals load_totals;

_Noreturn void load_die (const char *format,
                         ...) __attribute__ ((format (printf, 1, 2)));

uint64_t load_now (void);

void load_loop_init (void);

void load_loop_turn (bool wait);

void load_connection_open (LoadConnection *self);

void load_connection_ready (LoadConnection *self);

void load_connection_close (LoadConnection *self);

void load_connection_send (LoadConnection *self,
                           const void     *data,
                           size_t          length);

void load_connection_send_message (LoadConnection *self,
                                   const void     *data,
                                   size_t          length);

void load_connection_feed (LoadConnection *self,
                           LoadRest       *rest,
                           size_t (*parse) (LoadConnection *, const uint8_t *, size_t),
                           const uint8_t  *data,
                           size_t          length);
