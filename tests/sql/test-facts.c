/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts that stand both in the SQL and in core, held equal: the event catalogue and the sentences of
 * the database's functions. */
#include "config.h"

#include <libpq-fe.h>

#include "cony-catalogo.h"
#include "cony-db-messages.h"

typedef struct
{
  PGconn *connection;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *conninfo = NULL;

  g_assert_nonnull (g_getenv ("CONY_TEST_CONNINFO"));
  conninfo = g_strconcat (g_getenv ("CONY_TEST_CONNINFO"), " user=postgres", NULL);
  fixture->connection = PQconnectdb (conninfo);
  g_assert_cmpstr (PQerrorMessage (fixture->connection), ==, "");
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  PQfinish (fixture->connection);
}

/* The roles as the table writes them; it names admin for both kinds of admin. */
static char *
describe_roles (ConyRoles roles)
{
  g_auto (GStrv) names = cony_roles_to_strv (roles & ~(ConyRoles) CONY_ROL_SUPERADMIN);

  return g_strjoinv (",", names);
}

static void
test_catalogue (Fixture       *fixture,
                gconstpointer  data)
{
  static const char query[] =
    "SELECT tipo, coalesce(alias, ''), pg_temp.r(ven), pg_temp.r(relevan), pg_temp.r(deben),"
    "       deben_siempre, guardado, intake FROM cony.eventos_catalogo";
  PGresult *result = NULL;
  guint n_tipos = 0;

  PQclear (PQexec (fixture->connection,
                   "CREATE FUNCTION pg_temp.r(text[]) RETURNS text LANGUAGE sql AS"
                   " $$ SELECT coalesce(string_agg(x, ',' ORDER BY array_position("
                   "'{atencion,cocinero,validador,admin}', x)), '') FROM unnest($1) x $$"));
  result = PQexec (fixture->connection, query);
  g_assert_cmpstr (PQresultErrorMessage (result), ==, "");

  cony_catalogo_get_all (&n_tipos);
  g_assert_cmpint (PQntuples (result), ==, n_tipos);
  for (int i = 0; i < PQntuples (result); i++)
    {
      const ConyTipo *tipo = cony_catalogo_find (PQgetvalue (result, i, 0));
      g_autofree char *ven = NULL;
      g_autofree char *relevan = NULL;
      g_autofree char *deben = NULL;

      g_test_message ("%s", PQgetvalue (result, i, 0));
      g_assert_nonnull (tipo);
      ven = describe_roles (tipo->ven);
      relevan = describe_roles (tipo->relevan);
      deben = describe_roles (tipo->deben);
      g_assert_cmpstr (PQgetvalue (result, i, 1), ==, tipo->alias ? tipo->alias : "");
      g_assert_cmpstr (PQgetvalue (result, i, 2), ==, ven);
      g_assert_cmpstr (PQgetvalue (result, i, 3), ==, relevan);
      g_assert_cmpstr (PQgetvalue (result, i, 4), ==, deben);
      g_assert_cmpstr (PQgetvalue (result, i, 5), ==, tipo->deben_siempre ? "t" : "f");
      g_assert_cmpstr (PQgetvalue (result, i, 6), ==, tipo->guardado ? "t" : "f");
      g_assert_cmpstr (PQgetvalue (result, i, 7), ==, tipo->intake ? "t" : "f");
    }
  PQclear (result);
}

static void
test_sentences (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  PGresult *result = NULL;

  for (guint i = 0; cony_db_messages[i]; i++)
    g_assert_true (g_hash_table_add (known, (gpointer) cony_db_messages[i]));

  result = PQexec (fixture->connection,
                   "SELECT DISTINCT m[2] FROM pg_proc p,"
                   " regexp_matches (p.prosrc, '(MESSAGE =|error :=)\\s*''([^'']*)''', 'g') m"
                   " WHERE p.pronamespace IN ('api'::regnamespace, 'privado'::regnamespace)");
  g_assert_cmpstr (PQresultErrorMessage (result), ==, "");
  g_assert_cmpint (PQntuples (result), >, 40);
  for (int i = 0; i < PQntuples (result); i++)
    {
      g_test_message ("%s", PQgetvalue (result, i, 0));
      g_assert_true (g_hash_table_remove (known, PQgetvalue (result, i, 0)));
    }
  PQclear (result);
  /* No sentence that nobody says any more. */
  g_assert_cmpuint (g_hash_table_size (known), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sql/facts/catalogue", Fixture, NULL, fixture_set_up, test_catalogue, fixture_tear_down);
  g_test_add ("/sql/facts/sentences", Fixture, NULL, fixture_set_up, test_sentences, fixture_tear_down);
  return g_test_run ();
}
