/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wsload: load for brokers that send one event to many.
 *
 * Opens subscribers, publishes events, checks that every subscriber gets every event once and in
 * order, and measures what that costs the server.  Writes one JSON object:
 *
 *   connect  seconds until all are subscribed, KiB of the server for each, and its KiB then
 *   single   one event at a time
 *   burst    many on their way at once
 *   urgent, normal   at given rates
 *
 * `cpu` is processor microseconds of the server a delivery, `per_s` deliveries a second, p50, p99,
 * p999 and max milliseconds from publishing until the last client has the event.  The exit status
 * is 0 only if nothing was lost, repeated or out of order.
 */
#include "load-connection.h"
#include "load-cost.h"
#include "load-options.h"
#include "load-phase.h"
#include "load-stream.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

static void
allow_files (void)
{
  struct rlimit limit;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if ((rlim_t) (options.n_subscribers + options.n_publishers + 16) > limit.rlim_cur)
    load_die ("%d clients need more open files than %lu", options.n_subscribers,
              (unsigned long) limit.rlim_cur);
}

static LoadConnection *
make (int                 count,
      bool                publisher,
      const LoadProtocol *protocol,
      bool                websocket)
{
  LoadConnection *connections = calloc (count, sizeof *connections);

  for (int i = 0; i < count; i++)
    {
      connections[i].publisher = publisher;
      connections[i].protocol = protocol;
      connections[i].websocket = websocket;
    }
  return connections;
}

static void
wait_quietly (double seconds)
{
  uint64_t end = load_now () + seconds * 1e9;

  while (load_now () < end)
    load_loop_turn (true);
}

static void
connect_subscribers (LoadConnection *subscribers)
{
  uint64_t start = load_now ();
  LoadCost cost = load_cost_now ();
  long memory = load_cost_memory ();
  long total = 0;
  double seconds = 0;
  int opened = 0;

  while (load_totals.ready < options.n_subscribers)
    {
      while (opened < options.n_subscribers && opened - load_totals.ready < options.connecting)
        load_connection_open (&subscribers[opened++]);
      load_loop_turn (true);
      if (load_totals.closed > 0 || load_now () - start > options.timeout * 1e9)
        load_die ("%d of %d connected, %d closed", load_totals.ready, options.n_subscribers,
                  load_totals.closed);
    }
  seconds = (load_now () - start) / 1e9;
  wait_quietly (0.3);
  total = load_cost_memory ();
  printf ("{\"connect\":{\"secs\":%.4f,\"cpu\":%.2f,\"kib\":%.3f,\"total_kib\":%ld}",
          seconds,
          (load_cost_now ().server - cost.server) * 1e6 / options.n_subscribers,
          (total - memory) / (double) options.n_subscribers, total);
}

static void
connect_publishers (LoadConnection *publishers)
{
  uint64_t start = load_now ();

  for (int i = 0; i < options.n_publishers; i++)
    {
      load_connection_open (&publishers[i]);
      while (publishers[i].state != LOAD_READY)
        {
          load_loop_turn (true);
          if (publishers[i].state == LOAD_CLOSED || load_now () - start > options.timeout * 1e9)
            load_die ("the publisher cannot connect");
        }
    }
}

int
main (int    argc,
      char **argv)
{
  LoadConnection *subscribers = NULL;
  LoadConnection *publishers = NULL;
  bool good = true;
  int warm = 0;

  load_options_read (argc, argv);
  allow_files ();
  signal (SIGPIPE, SIG_IGN);
  load_loop_init ();
  subscribers = make (options.n_subscribers, false, options.subscribers, options.subscribers_ws);
  publishers = make (options.n_publishers, true, options.publishers, options.publishers_ws);

  connect_subscribers (subscribers);
  if (options.single > 0 || options.burst > 0 || options.urgent > 0)
    {
      connect_publishers (publishers);
      warm = 20000 / options.n_subscribers;
      good = load_phase_run (NULL, NULL, publishers, warm < 3 ? 3 : warm > 200 ? 200 : warm, 1);
    }
  if (good && options.single > 0)
    good = load_phase_run (stdout, "single", publishers, options.single, 1);
  if (good && options.burst > 0)
    good = load_phase_run (stdout, "burst", publishers, options.burst, options.window);
  if (good && options.urgent > 0)
    good = load_phase_run_rates (stdout, publishers);
  good &= load_lost + load_repeated + load_disordered + load_totals.failures == 0
          && load_totals.closed == 0;
  printf (",\"ok\":%s,\"lost\":%lu,\"repeated\":%lu,\"disordered\":%lu,\"failures\":%lu,\"closed\":%d}\n",
          good ? "true" : "false", load_lost, load_repeated, load_disordered, load_totals.failures,
          load_totals.closed);
  fflush (stdout);

  for (int i = 0; i < options.n_subscribers; i++)
    load_connection_close (&subscribers[i]);
  for (int i = 0; i < options.n_publishers; i++)
    if (warm > 0)
      load_connection_close (&publishers[i]);
  return good ? 0 : 1;
}
