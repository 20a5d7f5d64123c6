/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "load-connection.h"

/* Numbered events of one lane, on their way to all subscribers. */
typedef struct
{
  bool urgent;
  uint32_t issued; /* ever */
  uint32_t base;   /* issued before this phase */
  uint32_t completed;
  uint32_t size;
  struct LoadTrack
  {
    uint64_t due; /* nanoseconds */
    uint64_t first;
    uint64_t last;
    int got;
  } *tracks; /* of this phase */
} LoadStream;

extern LoadStream load_normal, load_urgent;

extern uint64_t load_delivered, load_lost, load_repeated, load_disordered;

void load_stream_begin (LoadStream *self,
                        uint32_t    count);

void load_stream_publish (LoadStream     *self,
                          LoadConnection *publisher,
                          uint64_t        due);

void load_stream_deliver (LoadConnection *subscriber,
                          const uint8_t  *data,
                          size_t          length);
