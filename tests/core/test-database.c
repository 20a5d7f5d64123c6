/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "database-test.h"

#include "core-test.h"

static void
test_values (DatabaseTest  *fixture,
             gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) no_time = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  rows = database_test_query (fixture->db,
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
test_missing_column (DatabaseTest  *fixture,
                     gconstpointer  unused)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConyResult) rows = database_test_query (fixture->db, "SELECT 1 AS n", NULL, &error);

      cony_result_get_int (rows, 0, "m");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*no column*");
}

static void
test_session_settings (DatabaseTest  *fixture,
                       gconstpointer  unused)
{
  g_autofree char *conninfo = database_test_conninfo ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;

  g_setenv ("PGTZ", "America/Lima", TRUE);
  g_setenv ("PGDATESTYLE", "German", TRUE);
  database_test_connect (fixture->db, conninfo, DATABASE_TEST_SUPERUSER, NULL, &error);
  g_assert_no_error (error);
  g_unsetenv ("PGTZ");
  g_unsetenv ("PGDATESTYLE");
  rows = database_test_query (fixture->db,
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
test_queue (DatabaseTest  *fixture,
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
test_errors (DatabaseTest  *fixture,
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
      g_assert_null (database_test_query (fixture->db, sql, NULL, &error));
      g_assert_error (error, CONY_DB_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, ==, "A sentence.");
      g_clear_error (&error);
    }
  g_assert_null (database_test_query (fixture->db, "SELECT * FROM api.no_such_thing", NULL, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
}

static void
test_notify (DatabaseTest  *fixture,
             gconstpointer  unused)
{
  database_test_run (fixture->db, "LISTEN prueba");
  database_test_run (fixture->other, "NOTIFY prueba");
  core_wait (fixture->n_notifies == 1);
  /* It came while nothing was asked; another one comes together with rows. */
  database_test_run (fixture->db, "NOTIFY prueba");
  core_wait (fixture->n_notifies == 2);
}

static void
test_cancel (DatabaseTest  *fixture,
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
  g_assert_cmpint (database_test_query_int (fixture->db, "SELECT 9 AS n"), ==, 9);
  g_assert_cmpint (database_test_query_int (fixture->db, "SELECT (to_regclass('public.nunca') IS NULL)::int AS n"),
                   ==, 1);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_close (DatabaseTest  *fixture,
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
test_large (DatabaseTest  *fixture,
            gconstpointer  unused)
{
  g_autofree char *text = g_strnfill (8 << 20, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = database_test_query (fixture->db, "SELECT $1::text AS t, length($1) AS n", text,
                                       &error);

  g_assert_no_error (error);
  g_assert_cmpint (cony_result_get_int (rows, 0, "n"), ==, 8 << 20);
  g_assert_cmpstr (cony_result_get_string (rows, 0, "t"), ==, text);
}

int
main (int    argc,
      char **argv)
{
  database_test_init (&argc, &argv);
  database_test_add ("/database/values", database_test_set_up_connected, test_values);
  database_test_add ("/database/missing-column", database_test_set_up_connected, test_missing_column);
  database_test_add ("/database/session-settings", database_test_set_up, test_session_settings);
  database_test_add ("/database/queue", database_test_set_up_connected, test_queue);
  database_test_add ("/database/errors", database_test_set_up_connected, test_errors);
  database_test_add ("/database/notify", database_test_set_up_connected, test_notify);
  database_test_add ("/database/cancel", database_test_set_up_connected, test_cancel);
  database_test_add ("/database/close", database_test_set_up_connected, test_close);
  database_test_add ("/database/large", database_test_set_up_connected, test_large);

  return g_test_run ();
}
