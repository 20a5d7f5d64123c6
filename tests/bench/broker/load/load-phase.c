/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-phase.h"

#include "load-cost.h"
#include "load-options.h"

#include <stdlib.h>

/* A phase publishes, waits until everybody has everything, and writes a member of the result. */

typedef struct
{
  uint64_t start;
  uint64_t delivered;
  LoadCost cost;
} Mark;

static Mark
mark (void)
{
  return (Mark){ load_now (), load_delivered, load_cost_now () };
}

static LoadConnection *
idle_one (LoadConnection *publishers,
          int             count)
{
  static int at;

  for (int i = 0; i < count; i++)
    {
      LoadConnection *publisher = &publishers[(at + i) % count];

      if (publisher->busy || publisher->state != LOAD_READY)
        continue;
      at += i + 1;
      return publisher;
    }
  return NULL;
}

static void
flush (LoadConnection *publishers)
{
  for (int i = 0; i < options.n_publishers; i++)
    if (publishers[i].protocol->flush)
      publishers[i].protocol->flush (&publishers[i]);
}

static bool
hopeless (uint64_t start)
{
  return load_totals.closed > 0 || load_now () - start > options.timeout * 1e9;
}

static int
compare (const void *a,
         const void *b)
{
  const uint64_t *x = a;
  const uint64_t *y = b;

  return (*x > *y) - (*x < *y);
}

/* Ages in milliseconds: when the last client had an event, since it was due. */
static void
write_ages (FILE             *out,
            const LoadStream *stream)
{
  uint32_t count = stream->issued - stream->base;
  uint64_t *ages = calloc (count + 1, sizeof *ages);
  uint32_t n = 0;

  for (uint32_t i = 0; i < count; i++)
    if (stream->tracks[i].last > 0)
      ages[n++] = stream->tracks[i].last - stream->tracks[i].due;
  qsort (ages, n, sizeof *ages, compare);
  if (n > 0)
    fprintf (out, ",\"p50\":%.4f,\"p99\":%.4f,\"p999\":%.4f,\"max\":%.4f", ages[n / 2] / 1e6,
             ages[(uint64_t) n * 99 / 100] / 1e6, ages[(uint64_t) n * 999 / 1000] / 1e6,
             ages[n - 1] / 1e6);
  free (ages);
}

static void
write_result (FILE             *out,
              const char       *name,
              const LoadStream *stream,
              Mark              from)
{
  LoadCost cost = load_cost_now ();
  double seconds = (load_now () - from.start) / 1e9;
  uint64_t deliveries = load_delivered - from.delivered;

  fprintf (out, ",\"%s\":{\"events\":%u,\"secs\":%.4f,\"per_s\":%.0f,\"cpu\":%.4f,\"own_cpu\":%.4f",
           name, stream->issued - stream->base, seconds, deliveries / seconds,
           (cost.server - from.cost.server) * 1e6 / (deliveries ? deliveries : 1),
           (cost.own - from.cost.own) * 1e6 / (deliveries ? deliveries : 1));
  write_ages (out, stream);
  fputc ('}', out);
}

static bool
finish (LoadStream     *stream,
        uint32_t        count,
        LoadConnection *publishers,
        uint64_t        start)
{
  while (stream->completed < count && !hopeless (start))
    load_loop_turn (false);
  for (int i = 0; i < options.n_publishers; i++) /* the last answers */
    while (publishers[i].busy && !hopeless (start))
      load_loop_turn (false);
  if (stream->completed == count)
    return true;
  load_lost += count - stream->completed;
  return false;
}

/**
 * load_phase_run:
 * @out: (nullable): where the result goes
 * @name: its name
 * @publishers: who publishes
 * @count: how many events
 * @window: how many of them are on their way at once
 *
 * Returns: whether all of it arrived
 */
bool
load_phase_run (FILE           *out,
                const char     *name,
                LoadConnection *publishers,
                int             count,
                int             window)
{
  LoadStream *stream = &load_normal;
  Mark from;

  load_stream_begin (stream, count);
  from = mark ();
  while (stream->completed < (uint32_t) count && !hopeless (from.start))
    {
      LoadConnection *publisher = NULL;

      while (stream->issued - stream->base < (uint32_t) count
             && stream->issued - stream->base - stream->completed < (uint32_t) window
             && (publisher = idle_one (publishers, options.n_publishers)))
        load_stream_publish (stream, publisher, load_now ());
      flush (publishers);
      load_loop_turn (false);
    }
  if (out)
    write_result (out, name, stream, from);
  return finish (stream, count, publishers, from.start);
}

/* Sends what is due of a stream; an event waits for a free publisher, and its age runs. */
static void
publish_due (LoadStream     *stream,
             LoadConnection *publishers,
             int             n_publishers,
             double          rate,
             uint32_t        count,
             uint64_t        start)
{
  while (stream->issued - stream->base < count)
    {
      uint64_t due = start + (uint64_t) ((stream->issued - stream->base) * 1e9 / rate);
      LoadConnection *publisher = NULL;

      if (due > load_now () || !(publisher = idle_one (publishers, n_publishers)))
        return;
      load_stream_publish (stream, publisher, due);
    }
}

/**
 * load_phase_run_rates:
 * @out: where the result goes
 * @publishers: who publishes: the last one the urgent events, the others the normal ones
 *
 * Publishes at the rates that were asked for, whether the server keeps up or not.
 *
 * Returns: whether all of it arrived
 */
bool
load_phase_run_rates (FILE           *out,
                      LoadConnection *publishers)
{
  uint32_t urgent = options.urgent * options.seconds;
  uint32_t normal = options.normal * options.seconds;
  int last = options.n_publishers - 1;
  bool good = true;
  Mark from;

  load_stream_begin (&load_urgent, urgent);
  load_stream_begin (&load_normal, normal);
  from = mark ();
  while (!hopeless (from.start)
         && (load_urgent.issued - load_urgent.base < urgent
             || load_normal.issued - load_normal.base < normal))
    {
      publish_due (&load_urgent, publishers + last, 1, options.urgent, urgent, from.start);
      if (last > 0)
        publish_due (&load_normal, publishers, last, options.normal, normal, from.start);
      flush (publishers);
      load_loop_turn (false);
    }
  good = finish (&load_urgent, urgent, publishers, from.start);
  good &= finish (&load_normal, normal, publishers, from.start);
  write_result (out, "urgent", &load_urgent, from);
  if (normal > 0)
    write_result (out, "normal", &load_normal, from);
  return good;
}
