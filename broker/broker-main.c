/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "broker-beat.h"
#include "broker-clients.h"
#include "broker-collector.h"
#include "broker-confirmer.h"
#include "broker-echo.h"
#include "broker-ingest.h"
#include "broker-input.h"
#include "broker-key-reader.h"
#include "broker-link.h"
#include "broker-people.h"
#include "broker-reader.h"
#include "broker-registrar.h"
#include "broker-replay.h"
#include "broker-server.h"
#include "broker-spool.h"
#include "broker-state.h"
#include "broker-systemd.h"
#include "broker-verifier.h"
#include "cony-clock.h"

/* How long clients get to leave after SIGTERM. */
#define DRAIN_MS 5000
#define DRAIN_CHECK_MS 20
/* How often the first answer of the database is looked for. */
#define START_CHECK_MS 20
/* A database that connects and then says nothing useful does not keep the broker from listening. */
#define START_MS 5000

typedef struct
{
  BrokerContext *context; /* borrowed */
  GMainLoop *loop;        /* owned */
  guint term_source;
  guint int_source;
  guint timer;
  guint watchdog;
  gint64 started_ms;
  gint64 deadline_ms;
  int status;
} Run;

static gboolean
drained_cb (gpointer user_data)
{
  Run *run = user_data;
  guint left = broker_clients_count (run->context->clients)
               + broker_server_count_unanswered (run->context->server);

  if (left > 0 && cony_clock_monotonic_ms () < run->deadline_ms)
    return G_SOURCE_CONTINUE;
  run->timer = 0;
  g_main_loop_quit (run->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
terminate_cb (gpointer user_data)
{
  Run *run = user_data;

  if (run->deadline_ms != 0)
    return G_SOURCE_CONTINUE;
  run->deadline_ms = cony_clock_monotonic_ms () + DRAIN_MS;
  g_clear_handle_id (&run->timer, g_source_remove);
  broker_systemd_notify ("STOPPING=1");
  broker_server_stop (run->context->server);
  broker_clients_drain (run->context->clients);
  broker_clients_close_all (run->context->clients, BROKER_CLOSE_SHUTDOWN,
                            "The broker is going down");
  run->timer = g_timeout_add (DRAIN_CHECK_MS, drained_cb, run);
  return G_SOURCE_CONTINUE;
}

/* Listens once the database answered or refused: a broker that says it listens is either ready or
 * tells in /readyz why not. */
static gboolean
start_cb (gpointer user_data)
{
  Run *run = user_data;
  BrokerContext *context = run->context;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (context->reading
      && !broker_reader_is_ready (context->reader)
      && !(broker_link_was_tried (context->reading) && !broker_link_is_up (context->reading))
      && cony_clock_monotonic_ms () - run->started_ms < START_MS)
    return G_SOURCE_CONTINUE;

  run->timer = 0;
  if (!broker_server_listen (context->server, &error))
    {
      g_printerr ("cony-broker: %s\n", error->message);
      run->status = 1;
      g_main_loop_quit (run->loop);
      return G_SOURCE_REMOVE;
    }
  uri = broker_server_get_uri (context->server);
  printf ("listening on %s\n", uri);
  fflush (stdout);
  broker_systemd_notify ("READY=1");
  return G_SOURCE_REMOVE;
}

static void
context_init (BrokerContext *context)
{
  BrokerOptions *options = context->options;
  g_autofree char *epoch = g_uuid_string_random ();

  context->inbox = broker_inbox_new ();
  context->hub = broker_hub_new (options->workers, context->inbox, options->sender);
  context->clock = broker_clock_new ();
  context->keys = broker_keys_new ();
  context->people = broker_people_new ();
  context->state = broker_state_new (context);
  context->verifier = broker_verifier_new (context);
  context->addresses = broker_quota_new (options->per_address);
  context->persons = broker_quota_new (options->per_person);
  if (options->memory)
    {
      context->memory = broker_memory_new (epoch);
      context->history = (BrokerHistory *) context->memory;
    }
  else
    {
      context->reading = broker_link_new (options->database, options->password, "outbox");
      context->writing = broker_link_new (options->database, options->password, "everything else");
      context->key_reader = broker_key_reader_new (context);
      context->reader = broker_reader_new (context);
      context->replay = broker_replay_new (context);
      context->registrar = broker_registrar_new (context->writing, context->spool);
      context->confirmer = broker_confirmer_new (context->writing);
      context->collector = broker_collector_new (context);
      context->beat = broker_beat_new (context);
      context->history = (BrokerHistory *) context->replay;
    }
  context->echo = broker_echo_new (context);
  context->clients = broker_clients_new (context);
  context->ingest = broker_ingest_new (context);
  context->server = broker_server_new (context);
  if (context->reading)
    {
      broker_link_start (context->writing);
      broker_link_start (context->reading);
    }
}

static void
context_clear (BrokerContext *context)
{
  broker_server_free (context->server);
  broker_ingest_free (context->ingest);
  broker_clients_free (context->clients);
  broker_echo_free (context->echo);
  broker_quota_free (context->persons);
  broker_quota_free (context->addresses);
  g_clear_pointer (&context->beat, broker_beat_free);
  g_clear_pointer (&context->collector, broker_collector_free);
  g_clear_pointer (&context->confirmer, broker_confirmer_free);
  g_clear_pointer (&context->registrar, broker_registrar_free);
  g_clear_pointer (&context->spool, broker_spool_free);
  g_clear_pointer (&context->replay, broker_replay_free);
  g_clear_pointer (&context->reader, broker_reader_free);
  g_clear_pointer (&context->key_reader, broker_key_reader_free);
  g_clear_pointer (&context->writing, broker_link_free);
  g_clear_pointer (&context->reading, broker_link_free);
  g_clear_pointer (&context->memory, broker_memory_free);
  broker_verifier_free (context->verifier);
  broker_state_free (context->state);
  broker_people_free (context->people);
  broker_keys_free (context->keys);
  broker_clock_free (context->clock);
  broker_hub_free (context->hub);
  broker_inbox_free (context->inbox);
}

int
main (int    argc,
      char **argv)
{
  BrokerContext context = { 0 };
  Run run = { .context = &context };
  g_autoptr (BrokerOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);

  setlocale (LC_ALL, "");
  options = broker_options_parse (&arguments, &error);
  if (!options)
    {
      g_printerr ("cony-broker: %s\n", error->message);
      return 2;
    }
  if (options->version)
    {
      printf ("cony-broker %s\n", CONY_VERSION);
      return 0;
    }

  signal (SIGPIPE, SIG_IGN);
  /* A limit on the size of files is an error of write(), not the end. */
  signal (SIGXFSZ, SIG_IGN);
  context.options = options;
  if (options->state_dir && !options->memory)
    {
      context.spool = broker_spool_open (options->state_dir, &error);
      if (!context.spool)
        {
          g_printerr ("cony-broker: %s\n", error->message);
          return 1;
        }
    }
  context_init (&context);
  run.loop = g_main_loop_new (NULL, FALSE);
  run.started_ms = cony_clock_monotonic_ms ();
  run.term_source = g_unix_signal_add (SIGTERM, terminate_cb, &run);
  run.int_source = g_unix_signal_add (SIGINT, terminate_cb, &run);
  run.timer = g_timeout_add (START_CHECK_MS, start_cb, &run);
  run.watchdog = broker_systemd_start_watchdog ();
  g_main_loop_run (run.loop);

  g_clear_handle_id (&run.timer, g_source_remove);
  g_clear_handle_id (&run.watchdog, g_source_remove);
  g_source_remove (run.term_source);
  g_source_remove (run.int_source);
  context_clear (&context);
  g_main_loop_unref (run.loop);
  return run.status;
}
