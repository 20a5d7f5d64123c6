/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database.h"

#include <locale.h>

#include "core-test.h"

typedef struct
{
  ConyDatabase *db;
  ConyDatabase *other;
  guint n_lost;
  guint n_notifies;
  guint n_checking;
} Fixture;

#define SUPERUSER "postgres"

static char *
local_conninfo (void)
{
  return g_strdup (g_getenv ("CONY_TEST_CONNINFO"));
}

static void
connect_to (ConyDatabase *db,
            const char   *conninfo,
            const char   *user,
            const char   *password,
            GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_database_connect_async (db, conninfo, user, password, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  g_assert_true (cony_database_connect_finish (db, result, error) == (*error == NULL));
  g_assert_true (cony_database_get_connected (db) == (*error == NULL));
}

static ConyResult *
query (ConyDatabase *db,
       const char   *sql,
       const char   *first,
       GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  const char *params[] = { first };

  cony_database_query_async (db, sql, params, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  return cony_database_query_finish (db, result, error);
}

static gint64
query_int (ConyDatabase *db,
           const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = query (db, sql, NULL, &error);

  g_assert_no_error (error);
  return cony_result_get_int (rows, 0, "n");
}

static void
run (ConyDatabase *db,
     const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = query (db, sql, NULL, &error);

  g_assert_no_error (error);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
checking_cb (Fixture *fixture)
{
  if (cony_database_get_checking (fixture->db))
    fixture->n_checking++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autofree char *conninfo = local_conninfo ();
  g_autoptr (GError) error = NULL;

  fixture->db = cony_database_new ();
  g_signal_connect_swapped (fixture->db, "lost", G_CALLBACK (count_cb), &fixture->n_lost);
  g_signal_connect_swapped (fixture->db, "notify-received", G_CALLBACK (count_cb),
                            &fixture->n_notifies);
  g_signal_connect_swapped (fixture->db, "notify::checking", G_CALLBACK (checking_cb), fixture);

  fixture->other = cony_database_new ();
  connect_to (fixture->other, conninfo, SUPERUSER, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up_connected (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autofree char *conninfo = local_conninfo ();
  g_autoptr (GError) error = NULL;

  set_up (fixture, unused);
  connect_to (fixture->db, conninfo, SUPERUSER, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  /* An attempt that was given up still ends. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->db);
  g_assert_finalize_object (fixture->other);
}

/* A person of the test, with a password, and a table that counts how often an action ran. */
static void
prepare_person (Fixture *fixture)
{
  run (fixture->other, "DROP TABLE IF EXISTS public.actos");
  run (fixture->other, "DO $$ BEGIN CREATE ROLE prueba LOGIN PASSWORD 'Secreto 1';"
                       " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  run (fixture->other, "GRANT CONNECT ON DATABASE cony TO prueba");
  run (fixture->other, "GRANT USAGE ON SCHEMA public TO prueba");
  run (fixture->other, "CREATE TABLE public.actos (clave text PRIMARY KEY, veces int DEFAULT 1)");
  run (fixture->other, "GRANT ALL ON public.actos TO prueba");
}

#define ACT_SQL "INSERT INTO public.actos (clave) VALUES ($1)" \
                " ON CONFLICT (clave) DO UPDATE SET veces = 1 RETURNING clave"

static void
test_values (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) no_time = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  rows = query (fixture->db,
                "SELECT 7 AS n, 2.5::numeric AS d, true AS b, false AS f, 'ñandú' AS s,"
                " $1::text AS nothing, timestamp '2026-01-02 03:04:05.25' AS t,"
                " '\\x00ff10'::bytea AS y, NULL::timestamp AS tn, -9000000000 AS big", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cony_result_get_n_rows (rows), ==, 1);
  g_assert_cmpint (cony_result_get_int (rows, 0, "n"), ==, 7);
  g_assert_cmpint (cony_result_get_int (rows, 0, "big"), ==, G_GINT64_CONSTANT (-9000000000));
  g_assert_cmpfloat (cony_result_get_double (rows, 0, "d"), ==, 2.5);
  g_assert_true (cony_result_get_boolean (rows, 0, "b"));
  g_assert_false (cony_result_get_boolean (rows, 0, "f"));
  g_assert_cmpstr (cony_result_get_string (rows, 0, "s"), ==, "ñandú");
  g_assert_true (cony_result_is_null (rows, 0, "nothing"));
  g_assert_null (cony_result_get_string (rows, 0, "nothing"));
  g_assert_true (cony_result_has_column (rows, "t"));
  g_assert_false (cony_result_has_column (rows, "z"));

  time = cony_result_get_time (rows, 0, "t");
  text = g_date_time_format (time, "%F %T.%f %Z");
  g_assert_cmpstr (text, ==, "2026-01-02 03:04:05.250000 UTC");
  no_time = cony_result_get_time (rows, 0, "tn");
  g_assert_null (no_time);
  bytes = cony_result_get_bytes (rows, 0, "y");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\0\xff\x10", 3);
}

static void
test_missing_column (Fixture       *fixture,
                     gconstpointer  unused)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConyResult) rows = query (fixture->db, "SELECT 1 AS n", NULL, &error);

      cony_result_get_int (rows, 0, "m");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*no column*");
}

static void
test_session_settings (Fixture       *fixture,
                       gconstpointer  unused)
{
  g_autofree char *conninfo = local_conninfo ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;

  g_setenv ("PGTZ", "America/Lima", TRUE);
  g_setenv ("PGDATESTYLE", "German", TRUE);
  connect_to (fixture->db, conninfo, SUPERUSER, NULL, &error);
  g_assert_no_error (error);
  g_unsetenv ("PGTZ");
  g_unsetenv ("PGDATESTYLE");
  rows = query (fixture->db,
                "SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style,"
                " current_setting('client_encoding') AS encoding,"
                " current_setting('application_name') AS name", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_result_get_string (rows, 0, "zone"), ==, "UTC");
  g_assert_true (g_str_has_prefix (cony_result_get_string (rows, 0, "style"), "ISO"));
  g_assert_cmpstr (cony_result_get_string (rows, 0, "encoding"), ==, "UTF8");
  g_assert_cmpstr (cony_result_get_string (rows, 0, "name"), ==, g_get_prgname ());
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "localhost");
  g_autofree char *elsewhere = core_relay_conninfo (relay, "no-such-host.invalid");
  g_autoptr (GError) error = NULL;

  prepare_person (fixture);
  connect_to (fixture->db, conninfo, "prueba", "secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_assert_cmpstr (error->message, ==, "The password does not belong to the user “prueba”. "
                                       "Check capital letters and type it again.");
  g_clear_error (&error);

  connect_to (fixture->db, conninfo, "nadie", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_clear_error (&error);

  connect_to (fixture->db, conninfo, "prueba", NULL, &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_clear_error (&error);

  run (fixture->other, "ALTER ROLE prueba NOLOGIN");
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN);
  g_clear_error (&error);
  run (fixture->other, "ALTER ROLE prueba LOGIN");

  connect_to (fixture->db, elsewhere, "prueba", "Secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "no-such-host.invalid"));
  g_clear_error (&error);

  connect_to (fixture->db, "host=127.0.0.1 port=1 dbname=cony", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "Connection refused"));
  g_clear_error (&error);

  connect_to (fixture->db, "host=/nowhere dbname=cony", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);

  connect_to (fixture->db, "host=localhost nonsense", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FAILED);
  g_clear_error (&error);

  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (query_int (fixture->db, "SELECT 5 AS n"), ==, 5);
}

static void
test_no_database (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autofree char *conninfo = g_strdup_printf ("host=%s dbname=ninguna", g_getenv ("PGHOST"));
  g_autoptr (GError) error = NULL;

  connect_to (fixture->db, conninfo, SUPERUSER, NULL, &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
  g_assert_nonnull (strstr (error->message, "ninguna"));
}

static void
test_second_host (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *one = core_relay_conninfo (relay, "x");
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;
  const char *port = strstr (one, "port=") + 5;

  prepare_person (fixture);
  conninfo = g_strdup_printf ("host=127.0.0.1,no-such-host.invalid,/nowhere,localhost dbname=cony"
                              " sslmode=disable port=1,1,1,%d", atoi (port));
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
}

static void
test_connect_limit (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *plain = core_relay_conninfo (relay, "127.0.0.1");
  g_autofree char *conninfo = g_strconcat (plain, " connect_timeout=1", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  core_relay_block (relay, TRUE);
  connect_to (fixture->db, conninfo, "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);

  cony_database_connect_async (fixture->db, plain, "prueba", "x", cancellable, core_keep_result_cb,
                               &result);
  core_wait (core_relay_count (relay) == 2);
  g_cancellable_cancel (cancellable);
  core_wait (result != NULL);
  g_assert_false (cony_database_connect_finish (fixture->db, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_queue (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (GAsyncResult) first = NULL, second = NULL, third = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  cony_database_query_async (fixture->db, "SELECT pg_sleep(0.05), 1 AS n", NULL, NULL,
                             core_keep_result_cb, &first);
  cony_database_query_async (fixture->db, "SELECT 1/0", NULL, NULL, core_keep_result_cb, &second);
  cony_database_query_async (fixture->db, "SELECT 3 AS n", NULL, NULL, core_keep_result_cb,
                             &third);
  core_wait (third != NULL);
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  rows = cony_database_query_finish (fixture->db, first, &error);
  g_assert_no_error (error);
  g_clear_pointer (&rows, cony_result_unref);
  rows = cony_database_query_finish (fixture->db, second, &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FAILED);
  g_assert_null (rows);
  g_clear_error (&error);
  rows = cony_database_query_finish (fixture->db, third, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cony_result_get_int (rows, 0, "n"), ==, 3);
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  unused)
{
  static const struct
  {
    const char *sqlstate;
    ConyDbError code;
  } cases[] = {
    { "CN403", CONY_DB_ERROR_FORBIDDEN }, { "CN404", CONY_DB_ERROR_NOT_FOUND },
    { "CN409", CONY_DB_ERROR_STALE },     { "CN412", CONY_DB_ERROR_PRECONDITION },
    { "CN422", CONY_DB_ERROR_INVALID },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DO $$ BEGIN RAISE EXCEPTION 'A sentence.' USING"
                                              " ERRCODE = '%s', DETAIL = 'x=1'; END $$",
                                              cases[i].sqlstate);
      g_assert_null (query (fixture->db, sql, NULL, &error));
      g_assert_error (error, CONY_DB_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, ==, "A sentence.");
      g_clear_error (&error);
    }
  g_assert_null (query (fixture->db, "SELECT * FROM api.no_such_thing", NULL, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
}

static void
test_notify (Fixture       *fixture,
             gconstpointer  unused)
{
  run (fixture->db, "LISTEN prueba");
  run (fixture->other, "NOTIFY prueba");
  core_wait (fixture->n_notifies == 1);
  /* It came while nothing was asked; another one comes together with rows. */
  run (fixture->db, "NOTIFY prueba");
  core_wait (fixture->n_notifies == 2);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr (GAsyncResult) running = NULL, queued = NULL;
  g_autoptr (GCancellable) first = g_cancellable_new (), second = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  cony_database_query_async (fixture->db, "SELECT pg_sleep(0.2), 1 AS n", NULL, first,
                             core_keep_result_cb, &running);
  cony_database_query_async (fixture->db, "CREATE TABLE public.nunca ()", NULL, second,
                             core_keep_result_cb, &queued);
  g_cancellable_cancel (second);
  core_wait (queued != NULL);
  g_assert_null (running);
  g_assert_null (cony_database_query_finish (fixture->db, queued, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_cancel (first);
  core_wait (running != NULL);
  g_assert_null (cony_database_query_finish (fixture->db, running, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (query_int (fixture->db, "SELECT 9 AS n"), ==, 9);
  g_assert_cmpint (query_int (fixture->db, "SELECT (to_regclass('public.nunca') IS NULL)::int AS n"),
                   ==, 1);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_lost (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (GAsyncResult) running = NULL, queued = NULL, late = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *end = g_strdup_printf ("SELECT pg_terminate_backend(%" G_GINT64_FORMAT ")",
                                          query_int (fixture->db, "SELECT pg_backend_pid() AS n"));

  cony_database_query_async (fixture->db, "SELECT pg_sleep(20), 1 AS n", NULL, NULL,
                             core_keep_result_cb, &running);
  cony_database_query_async (fixture->db, "SELECT 1 AS n", NULL, NULL, core_keep_result_cb, &queued);
  run (fixture->other, end);
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

static void
test_close (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (GAsyncResult) running = NULL;
  g_autoptr (GError) error = NULL;

  cony_database_query_async (fixture->db, "SELECT pg_sleep(20), 1 AS n", NULL, NULL,
                             core_keep_result_cb, &running);
  cony_database_close (fixture->db);
  core_wait (running != NULL);
  g_assert_null (cony_database_query_finish (fixture->db, running, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_action_cut (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "a" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  prepare_person (fixture);
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
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
  g_assert_cmpint (query_int (fixture->other, "SELECT sum(veces) AS n FROM public.actos"), ==, 1);
}

static void
test_action_half_open (Fixture       *fixture,
                       gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "b" };
  g_autoptr (GAsyncResult) action = NULL, behind = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;

  prepare_person (fixture);
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
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
  g_assert_cmpint (query_int (fixture->other, "SELECT sum(veces) AS n FROM public.actos"), ==, 1);
}

static void
test_action_timeout (Fixture       *fixture,
                     gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  const char *params[] = { "c" };
  g_autoptr (GAsyncResult) action = NULL, waiting = NULL;
  g_autoptr (GError) error = NULL;

  prepare_person (fixture);
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
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
test_query_limit (Fixture       *fixture,
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
test_query_silence (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (GError) error = NULL;
  gint64 took[4] = { 0 };

  prepare_person (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (took); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gint64 start;

      connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
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
test_query_long (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start;

  prepare_person (fixture);
  connect_to (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  cony_database_set_limits (fixture->db, 5000, 1000);
  core_relay_set_delay (relay, 200, rand);
  start = g_get_monotonic_time ();
  rows = query (fixture->db, "SELECT repeat('x', 100000) AS t", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_large (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autofree char *text = g_strnfill (8 << 20, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = query (fixture->db, "SELECT $1::text AS t, length($1) AS n", text,
                                       &error);

  g_assert_no_error (error);
  g_assert_cmpint (cony_result_get_int (rows, 0, "n"), ==, 8 << 20);
  g_assert_cmpstr (cony_result_get_string (rows, 0, "t"), ==, text);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up_func, func) \
  g_test_add (path, Fixture, NULL, set_up_func, func, tear_down)
  ADD ("/database/values", set_up_connected, test_values);
  ADD ("/database/missing-column", set_up_connected, test_missing_column);
  ADD ("/database/session-settings", set_up, test_session_settings);
  ADD ("/database/refusals", set_up, test_refusals);
  ADD ("/database/no-database", set_up, test_no_database);
  ADD ("/database/second-host", set_up, test_second_host);
  ADD ("/database/connect-limit", set_up, test_connect_limit);
  ADD ("/database/queue", set_up_connected, test_queue);
  ADD ("/database/errors", set_up_connected, test_errors);
  ADD ("/database/notify", set_up_connected, test_notify);
  ADD ("/database/cancel", set_up_connected, test_cancel);
  ADD ("/database/lost", set_up_connected, test_lost);
  ADD ("/database/close", set_up_connected, test_close);
  ADD ("/database/action/cut", set_up, test_action_cut);
  ADD ("/database/action/half-open", set_up, test_action_half_open);
  ADD ("/database/action/timeout", set_up, test_action_timeout);
  ADD ("/database/query-limit", set_up_connected, test_query_limit);
  ADD ("/database/query-silence", set_up, test_query_silence);
  ADD ("/database/query-long", set_up, test_query_long);
  ADD ("/database/large", set_up_connected, test_large);

  return g_test_run ();
}
