/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "database-test.h"

#include "core-test.h"

static void
test_refusals (DatabaseTest  *fixture,
               gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "localhost");
  g_autofree char *elsewhere = core_relay_conninfo (relay, "no-such-host.invalid");
  g_autoptr (GError) error = NULL;

  database_test_prepare_person (fixture);
  database_test_connect (fixture->db, conninfo, "prueba", "secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_assert_cmpstr (error->message, ==, "The password does not belong to the user “prueba”. "
                                       "Check capital letters and type it again.");
  g_clear_error (&error);

  database_test_connect (fixture->db, conninfo, "nadie", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_clear_error (&error);

  database_test_connect (fixture->db, conninfo, "prueba", NULL, &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_clear_error (&error);

  database_test_run (fixture->other, "ALTER ROLE prueba NOLOGIN");
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN);
  g_clear_error (&error);
  database_test_run (fixture->other, "ALTER ROLE prueba LOGIN");

  database_test_connect (fixture->db, elsewhere, "prueba", "Secreto 1", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "no-such-host.invalid"));
  g_clear_error (&error);

  database_test_connect (fixture->db, "host=127.0.0.1 port=1 dbname=cony", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "Connection refused"));
  g_clear_error (&error);

  database_test_connect (fixture->db, "host=/nowhere dbname=cony", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);

  database_test_connect (fixture->db, "host=localhost nonsense", "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FAILED);
  g_clear_error (&error);

  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (database_test_query_int (fixture->db, "SELECT 5 AS n"), ==, 5);
}

static void
test_no_database (DatabaseTest  *fixture,
                  gconstpointer  unused)
{
  g_autofree char *conninfo = g_strdup_printf ("host=%s dbname=ninguna", g_getenv ("PGHOST"));
  g_autoptr (GError) error = NULL;

  database_test_connect (fixture->db, conninfo, DATABASE_TEST_SUPERUSER, NULL, &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
  g_assert_nonnull (strstr (error->message, "ninguna"));
}

static void
test_second_host (DatabaseTest  *fixture,
                  gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *one = core_relay_conninfo (relay, "x");
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;
  const char *port = strstr (one, "port=") + 5;

  database_test_prepare_person (fixture);
  conninfo = g_strdup_printf ("host=127.0.0.1,no-such-host.invalid,/nowhere,localhost dbname=cony"
                              " sslmode=disable port=1,1,1,%d", atoi (port));
  database_test_connect (fixture->db, conninfo, "prueba", "Secreto 1", &error);
  g_assert_no_error (error);
}

static void
test_connect_limit (DatabaseTest  *fixture,
                    gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *plain = core_relay_conninfo (relay, "127.0.0.1");
  g_autofree char *conninfo = g_strconcat (plain, " connect_timeout=1", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  core_relay_block (relay, TRUE);
  database_test_connect (fixture->db, conninfo, "prueba", "x", &error);
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);

  cony_database_connect_async (fixture->db, plain, "prueba", "x", cancellable, core_keep_result_cb,
                               &result);
  core_wait (core_relay_count (relay) >= 2);
  g_cancellable_cancel (cancellable);
  core_wait (result != NULL);
  g_assert_false (cony_database_connect_finish (fixture->db, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What was asked while the network was away hears nothing when it is back. */
static void
test_network_comes_back (DatabaseTest  *fixture,
                         gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  database_test_prepare_person (fixture);
  core_relay_block (relay, TRUE);
  cony_database_connect_async (fixture->db, conninfo, "prueba", "Secreto 1", NULL,
                               core_keep_result_cb, &result);
  core_wait (core_relay_count (relay) >= 1);
  core_relay_block (relay, FALSE);
  core_wait (result != NULL);
  g_assert_true (cony_database_connect_finish (fixture->db, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (core_relay_count (relay), >=, 2);
}

int
main (int    argc,
      char **argv)
{
  database_test_init (&argc, &argv);
  database_test_add ("/database/refusals", database_test_set_up, test_refusals);
  database_test_add ("/database/no-database", database_test_set_up, test_no_database);
  database_test_add ("/database/second-host", database_test_set_up, test_second_host);
  database_test_add ("/database/connect-limit", database_test_set_up, test_connect_limit);
  database_test_add ("/database/network-comes-back", database_test_set_up, test_network_comes_back);

  return g_test_run ();
}
