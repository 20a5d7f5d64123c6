/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "database-test.h"

#include <locale.h>

#include "core-test.h"

char *
database_test_conninfo (void)
{
  return g_strdup (g_getenv ("CONY_TEST_CONNINFO"));
}

void
database_test_connect (ConyDatabase *db,
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

ConyResult *
database_test_query (ConyDatabase *db,
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

gint64
database_test_query_int (ConyDatabase *db,
                         const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = database_test_query (db, sql, NULL, &error);

  g_assert_no_error (error);
  return cony_result_get_int (rows, 0, "n");
}

void
database_test_run (ConyDatabase *db,
                   const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = database_test_query (db, sql, NULL, &error);

  g_assert_no_error (error);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
checking_cb (DatabaseTest *fixture)
{
  if (cony_database_get_checking (fixture->db))
    fixture->n_checking++;
}

void
database_test_set_up (DatabaseTest  *fixture,
                      gconstpointer  unused)
{
  g_autofree char *conninfo = database_test_conninfo ();
  g_autoptr (GError) error = NULL;

  fixture->db = cony_database_new ();
  g_signal_connect_swapped (fixture->db, "lost", G_CALLBACK (count_cb), &fixture->n_lost);
  g_signal_connect_swapped (fixture->db, "notify-received", G_CALLBACK (count_cb),
                            &fixture->n_notifies);
  g_signal_connect_swapped (fixture->db, "notify::checking", G_CALLBACK (checking_cb), fixture);

  fixture->other = cony_database_new ();
  database_test_connect (fixture->other, conninfo, DATABASE_TEST_SUPERUSER, NULL, &error);
  g_assert_no_error (error);
}

void
database_test_set_up_connected (DatabaseTest  *fixture,
                                gconstpointer  unused)
{
  g_autofree char *conninfo = database_test_conninfo ();
  g_autoptr (GError) error = NULL;

  database_test_set_up (fixture, unused);
  database_test_connect (fixture->db, conninfo, DATABASE_TEST_SUPERUSER, NULL, &error);
  g_assert_no_error (error);
}

void
database_test_tear_down (DatabaseTest  *fixture,
                         gconstpointer  unused)
{
  /* An attempt that was given up still ends. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->db);
  g_assert_finalize_object (fixture->other);
}

/* libpq's sentences are compared: they come in English. */
void
database_test_init (int    *argc,
                    char ***argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (argc, argv, NULL);
}

void
database_test_add (const char *path,
                   void      (*set_up) (DatabaseTest  *fixture,
                                        gconstpointer  unused),
                   void      (*test) (DatabaseTest  *fixture,
                                      gconstpointer  unused))
{
  g_test_add (path, DatabaseTest, NULL, set_up, test, database_test_tear_down);
}

/* A person of the test, with a password, and a table that counts how often an action ran. */
void
database_test_prepare_person (DatabaseTest *fixture)
{
  database_test_run (fixture->other, "DROP TABLE IF EXISTS public.actos");
  database_test_run (fixture->other, "DO $$ BEGIN CREATE ROLE prueba LOGIN PASSWORD 'Secreto 1';"
                       " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  database_test_run (fixture->other, "GRANT CONNECT ON DATABASE cony TO prueba");
  database_test_run (fixture->other, "GRANT USAGE ON SCHEMA public TO prueba");
  database_test_run (fixture->other, "CREATE TABLE public.actos (clave text PRIMARY KEY, veces int DEFAULT 1)");
  database_test_run (fixture->other, "GRANT ALL ON public.actos TO prueba");
}
