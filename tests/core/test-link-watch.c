/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-link-watch.h"

#include "cony-clock.h"
#include "core-test.h"
#include "database-test.h"

typedef struct
{
  DatabaseTest base;
  CoreRelay *relay;
  ConyLinkWatch *watch;
} Fixture;

/* The database's own limit shall not be what helps. */
#define NEVER_MS (10 * 60 * 1000)

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;

  database_test_set_up (&fixture->base, NULL);
  database_test_prepare_person (&fixture->base);
  fixture->relay = core_relay_new ();
  conninfo = core_relay_conninfo (fixture->relay, "127.0.0.1");
  cony_database_set_limits (fixture->base.db, NEVER_MS, NEVER_MS);
  database_test_connect (fixture->base.db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  /* Nothing is under way any more. */
  database_test_run (fixture->base.db, "SELECT");
  fixture->watch = cony_link_watch_new (fixture->base.db);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  cony_link_watch_stop (fixture->watch);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->watch);
  core_relay_free (fixture->relay);
  database_test_tear_down (&fixture->base, NULL);
}

/* Nobody uses it, and it has died without telling. */
static void
test_idle (Fixture       *fixture,
           gconstpointer  unused)
{
  g_test_expect_message ("Cony", G_LOG_LEVEL_MESSAGE, "*has died*");
  core_relay_freeze (fixture->relay);
  cony_link_watch_start (fixture->watch);
  core_wait (fixture->base.n_lost == 1);
  g_assert_false (cony_database_get_connected (fixture->base.db));
  g_test_assert_expected_messages ();
}

/* The server has done it, and waits for somebody to take a long answer. */
static void
test_answer_lost (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_test_expect_message ("Cony", G_LOG_LEVEL_MESSAGE, "*has died*");
  core_relay_mute (fixture->relay);
  cony_database_query_async (fixture->base.db,
                             "SELECT repeat('x', 1000000) FROM generate_series(1, 20)", NULL, NULL,
                             core_keep_result_cb, &result);
  cony_link_watch_start (fixture->watch);
  core_wait (result != NULL);
  g_assert_null (cony_database_query_finish (fixture->base.db, result, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_test_assert_expected_messages ();
}

/* A server that works on it is let work, for longer than silence alone would be borne. */
static void
test_slow (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 heard;

  cony_database_set_limits (fixture->base.db, NEVER_MS, 4000);
  cony_link_watch_set_times (fixture->watch, 100, 100);
  cony_link_watch_start (fixture->watch);
  cony_database_query_async (fixture->base.db, "SELECT pg_sleep(5), 7 AS n", NULL, NULL,
                             core_keep_result_cb, &result);
  heard = cony_database_get_heard (fixture->base.db);
  core_wait (cony_link_watch_get_heard (fixture->watch) > heard);
  g_assert_cmpint (cony_database_get_heard (fixture->base.db), ==, heard);
  core_wait (result != NULL);
  rows = cony_database_query_finish (fixture->base.db, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cony_result_get_int (rows, 0, "n"), ==, 7);
  g_assert_cmpuint (fixture->base.n_lost, ==, 0);
}

/* Neither the connection nor another one: that is for the limits of the database, and whoever asks
 * learns how long it has been so. */
static void
test_network_away (Fixture       *fixture,
                   gconstpointer  unused)
{
  const gint64 heard = cony_link_watch_get_heard (fixture->watch);

  g_assert_cmpint (heard, >, 0);
  cony_link_watch_set_times (fixture->watch, 50, 50);
  core_relay_freeze (fixture->relay);
  core_relay_block (fixture->relay, TRUE);
  cony_link_watch_start (fixture->watch);
  core_wait (core_relay_count (fixture->relay) >= 2);
  g_assert_cmpint (cony_link_watch_get_heard (fixture->watch), ==, heard);
  g_assert_cmpuint (fixture->base.n_lost, ==, 0);

  g_test_expect_message ("Cony", G_LOG_LEVEL_MESSAGE, "*has died*");
  core_relay_block (fixture->relay, FALSE);
  core_wait (fixture->base.n_lost == 1);
  g_test_assert_expected_messages ();
}

/* As long as it answers, it is left alone, and nobody else is asked. */
static void
test_well (Fixture       *fixture,
           gconstpointer  unused)
{
  const gint64 heard = cony_link_watch_get_heard (fixture->watch);

  cony_link_watch_set_times (fixture->watch, 20, NEVER_MS);
  cony_link_watch_start (fixture->watch);
  core_wait (cony_link_watch_get_heard (fixture->watch) >= heard + 200);
  g_assert_cmpuint (core_relay_count (fixture->relay), ==, 1);
  g_assert_cmpuint (fixture->base.n_lost, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/link-watch/idle", test_idle);
  ADD ("/link-watch/answer-lost", test_answer_lost);
  ADD ("/link-watch/slow", test_slow);
  ADD ("/link-watch/network-away", test_network_away);
  ADD ("/link-watch/well", test_well);

  return g_test_run ();
}
