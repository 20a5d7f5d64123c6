/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "database-test.h"

#include "core-test.h"

static void
test_lost (DatabaseTest  *fixture,
           gconstpointer  unused)
{
  g_autoptr (GAsyncResult) running = NULL, queued = NULL, late = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *end = g_strdup_printf ("SELECT pg_terminate_backend(%" G_GINT64_FORMAT ")",
                                          database_test_query_int (fixture->db, "SELECT pg_backend_pid() AS n"));

  cony_database_query_async (fixture->db, "SELECT pg_sleep(20), 1 AS n", NULL, NULL,
                             core_keep_result_cb, &running);
  cony_database_query_async (fixture->db, "SELECT 1 AS n", NULL, NULL, core_keep_result_cb, &queued);
  database_test_run (fixture->other, end);
  core_wait (fixture->n_lost == 1);
  core_wait (running && queued);
  g_assert_null (cony_database_query_finish (fixture->db, running, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_null (cony_database_query_finish (fixture->db, queued, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_false (cony_database_get_connected (fixture->db));

  cony_database_query_async (fixture->db, "SELECT 1 AS n", NULL, NULL, core_keep_result_cb, &late);
  core_wait (late != NULL);
  g_assert_null (cony_database_query_finish (fixture->db, late, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
}

#define ACT_SQL "INSERT INTO public.actos (clave) VALUES ($1)" \
                " ON CONFLICT (clave) DO UPDATE SET veces = 1 RETURNING clave"

static void
test_action_cut (DatabaseTest  *fixture,
                 gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "a" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  database_test_prepare_person (fixture);
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  cony_database_action_async (fixture->db, ACT_SQL, params, NULL, core_keep_result_cb, &result);
  core_relay_cut (relay);
  core_wait (result != NULL);
  rows = cony_database_action_finish (fixture->db, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_result_get_string (rows, 0, "clave"), ==, "a");
  g_assert_cmpuint (fixture->n_lost, ==, 1);
  g_assert_cmpuint (fixture->n_checking, ==, 1);
  g_assert_false (cony_database_get_checking (fixture->db));
  g_assert_true (cony_database_get_connected (fixture->db));
  g_assert_cmpuint (core_relay_count (relay), ==, 2);
  g_assert_cmpint (database_test_query_int (fixture->other, "SELECT sum(veces) AS n FROM public.actos"), ==, 1);
}

static void
test_action_half_open (DatabaseTest  *fixture,
                       gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "b" };
  g_autoptr (GAsyncResult) action = NULL, behind = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  database_test_prepare_person (fixture);
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  cony_database_set_limits (fixture->db, 1500, 30000);
  core_relay_freeze (relay);
  cony_database_query_async (fixture->db, "SELECT 1 AS n", NULL, NULL, core_keep_result_cb, &behind);
  cony_database_action_async (fixture->db, ACT_SQL, params, NULL, core_keep_result_cb, &action);
  core_wait (cony_database_get_checking (fixture->db));
  core_wait (action && behind);
  g_assert_null (cony_database_query_finish (fixture->db, behind, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);
  rows = cony_database_action_finish (fixture->db, action, &error);
  g_assert_no_error (error);
  g_assert_cmpint (database_test_query_int (fixture->other, "SELECT sum(veces) AS n FROM public.actos"), ==, 1);
}

static void
test_action_timeout (DatabaseTest  *fixture,
                     gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "c" };
  g_autoptr (GAsyncResult) action = NULL, waiting = NULL;
  g_autoptr (GError) error = NULL;

  database_test_prepare_person (fixture);
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  cony_database_set_limits (fixture->db, 300, 30000);
  core_relay_freeze (relay);
  core_relay_block (relay, TRUE);
  cony_database_action_async (fixture->db, ACT_SQL, params, NULL, core_keep_result_cb, &action);
  core_wait (cony_database_get_checking (fixture->db));
  cony_database_query_async (fixture->db, "SELECT 1 AS n", NULL, NULL, core_keep_result_cb, &waiting);
  core_wait (action && waiting);
  g_assert_null (cony_database_action_finish (fixture->db, action, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT);
  g_clear_error (&error);
  g_assert_null (cony_database_query_finish (fixture->db, waiting, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_false (cony_database_get_checking (fixture->db));
  g_assert_false (cony_database_get_connected (fixture->db));
}

static void
test_query_limit (DatabaseTest  *fixture,
                  gconstpointer  unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cony_database_set_limits (fixture->db, 5000, 100);
  cony_database_query_async (fixture->db, "SELECT pg_sleep(20)", NULL, NULL, core_keep_result_cb,
                             &result);
  core_wait (result != NULL);
  g_assert_null (cony_database_query_finish (fixture->db, result, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_cmpuint (fixture->n_lost, ==, 1);
}

/* Half open, or only slow: nothing comes, the connection is given up, the third time in a minute
 * with more patience. */
static void
test_query_silence (DatabaseTest  *fixture,
                    gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (GError) error = NULL;
  gint64 took[4] = { 0 };

  database_test_prepare_person (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (took); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gint64 start;

      database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
      g_assert_no_error (error);
      if (i == 0)
        cony_database_set_limits (fixture->db, 5000, 200);
      core_relay_freeze (relay);
      start = g_get_monotonic_time ();
      cony_database_query_async (fixture->db, "SELECT 1", NULL, NULL, core_keep_result_cb, &result);
      core_wait (result != NULL);
      took[i] = (g_get_monotonic_time () - start) / 1000;
      g_assert_null (cony_database_query_finish (fixture->db, result, &error));
      g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
      g_clear_error (&error);
    }
  g_assert_cmpint (took[0], >=, 200);
  g_assert_cmpint (took[1], >=, 200);
  g_assert_cmpint (took[2], >=, 400);
  g_assert_cmpint (took[3], >=, 800);
}

/* A long answer is no silence, as long as it comes. */
static void
test_query_long (DatabaseTest  *fixture,
                 gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start;

  database_test_prepare_person (fixture);
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  cony_database_set_limits (fixture->db, 5000, 1000);
  core_relay_set_delay (relay, 200, rand);
  start = g_get_monotonic_time ();
  rows = database_test_query (fixture->db, "SELECT repeat('x', 100000) AS t", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  database_test_init (&argc, &argv);
  database_test_add ("/database/lost", database_test_set_up_connected, test_lost);
  database_test_add ("/database/action/cut", database_test_set_up, test_action_cut);
  database_test_add ("/database/action/half-open", database_test_set_up, test_action_half_open);
  database_test_add ("/database/action/timeout", database_test_set_up, test_action_timeout);
  database_test_add ("/database/query-limit", database_test_set_up_connected, test_query_limit);
  database_test_add ("/database/query-silence", database_test_set_up, test_query_silence);
  database_test_add ("/database/query-long", database_test_set_up, test_query_long);

  return g_test_run ();
}
