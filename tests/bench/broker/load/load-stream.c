/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-stream.h"

#include "load-options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LoadStream load_normal = { .urgent = false };
LoadStream load_urgent = { .urgent = true };

uint64_t load_delivered, load_lost, load_repeated, load_disordered;

/**
 * load_stream_begin:
 * @self: a stream
 * @count: events of the phase that begins
 */
void
load_stream_begin (LoadStream *self,
                   uint32_t    count)
{
  if (count > self->size)
    {
      self->size = count;
      self->tracks = realloc (self->tracks, count * sizeof *self->tracks);
      if (!self->tracks)
        load_die ("out of memory");
    }
  if (count > 0)
    memset (self->tracks, 0, count * sizeof *self->tracks);
  self->base = self->issued;
  self->completed = 0;
}

/**
 * load_stream_publish:
 * @self: a stream
 * @publisher: one that is not busy
 * @due: when it should have been sent: no delay of ours is left out of its age
 *
 * Sends the next event.
 */
void
load_stream_publish (LoadStream     *self,
                     LoadConnection *publisher,
                     uint64_t        due)
{
  static const char filler[] = "the quick brown fox jumps over the lazy dog ";
  static char event[LOAD_MAX_EVENT + 1];
  int n = 0;

  self->tracks[self->issued - self->base].due = due;
  self->issued++;
  n = sprintf (event, "{\"seq\":\"%c%010u\",%s,\"mensaje\":\"", self->urgent ? 'u' : 'n', self->issued,
               self->urgent ? "\"tipo\":\"alerta_cocina\",\"alerta_id\":1,\"prioridad\":\"urgente\""
                            : "\"tipo\":\"pedido_actualizado\",\"pedido_id\":1");
  for (; n < options.size - 2; n++)
    event[n] = filler[n % (sizeof filler - 1)];
  memcpy (event + n, "\"}", 3);
  publisher->protocol->publish (publisher, event, n + 2);
}

/* Whether this is the first time. */
static bool
tally (LoadTally *self,
       uint32_t   number)
{
  uint32_t step = number - self->last;

  if (number > self->last)
    {
      self->seen = (step < 64 ? self->seen << step : 0) | 1;
      self->last = number;
      return true;
    }
  step = self->last - number;
  if (step > 63 || self->seen >> step & 1)
    return false;
  self->seen |= UINT64_C (1) << step;
  if (options.n_publishers == 1)
    load_disordered++;
  return true;
}

/**
 * load_stream_deliver:
 * @subscriber: who got it
 * @data: an event
 * @length: bytes of it
 */
void
load_stream_deliver (LoadConnection *subscriber,
                     const uint8_t  *data,
                     size_t          length)
{
  static const char start[] = "\"seq\":\"";
  const uint8_t *text = memmem (data, length, start, sizeof start - 1);
  LoadStream *self = &load_normal;
  struct LoadTrack *track = NULL;
  uint32_t number = 0;
  uint64_t now = 0;

  if (!text || text + sizeof start + 10 > data + length)
    {
      load_totals.failures++;
      return;
    }
  text += sizeof start - 1;
  if (*text == 'u')
    self = &load_urgent;
  for (int i = 1; i <= 10; i++)
    number = number * 10 + (text[i] - '0');
  if (!tally (&subscriber->tallies[self->urgent], number))
    {
      load_repeated++;
      return;
    }
  load_delivered++;
  if (number <= self->base || number > self->issued)
    return;
  track = &self->tracks[number - self->base - 1];
  now = load_now ();
  if (track->got++ == 0)
    track->first = now;
  if (track->got == options.n_subscribers)
    {
      track->last = now;
      self->completed++;
    }
}
