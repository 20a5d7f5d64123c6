/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shop-test.h"

#include "core-test.h"

ConySession *
shop_login_at (const char *conninfo,
               const char *login)
{
  g_autoptr (ConySession) session = cony_session_new ("Prueba");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *password = g_strconcat (login, "-cony", NULL);

  cony_session_login_async (session, conninfo, login, password, CONY_ROL_NONE, NULL,
                            core_keep_result_cb, &result);
  core_wait (result != NULL);
  cony_session_login_finish (session, result, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&session);
}

ConySession *
shop_login (const char *login)
{
  return shop_login_at (g_getenv ("CONY_TEST_CONNINFO"), login);
}

/* A bare connection, for those who have no window. */
ConyDatabase *
shop_connect (const char *login)
{
  g_autoptr (ConyDatabase) database = cony_database_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *password = g_strconcat (login, "-cony", NULL);

  cony_database_connect_async (database, g_getenv ("CONY_TEST_CONNINFO"), login, password, NULL,
                               core_keep_result_cb, &result);
  core_wait (result != NULL);
  cony_database_connect_finish (database, result, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&database);
}

ConyResult *
shop_query (ConyDatabase *database,
            const char   *sql)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConyResult *rows;

  cony_database_query_async (database, sql, NULL, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  rows = cony_database_query_finish (database, result, &error);
  g_assert_no_error (error);
  return rows;
}

static char *
run_sql (const char *sql)
{
  static ConyDatabase *superuser;
  g_autoptr (ConyResult) rows = NULL;
  g_autofree char *named = NULL;

  if (superuser == NULL)
    superuser = shop_connect ("postgres");
  /* Rows are read by column name. */
  if (g_str_has_prefix (sql, "SELECT"))
    named = g_strdup_printf ("SELECT t.v FROM (%s) AS t (v)", sql);
  rows = shop_query (superuser, named ? named : sql);
  return named && cony_result_get_n_rows (rows) ? g_strdup (cony_result_get_string (rows, 0, "v"))
                                                : NULL;
}

char *
shop_sql (const char *format,
          ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  return run_sql (sql);
}

void
shop_do (const char *format,
         ...)
{
  g_autofree char *sql = NULL;
  g_autofree char *nothing = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  nothing = run_sql (sql);
}

gint64
shop_sql_int (const char *format,
              ...)
{
  g_autofree char *sql = NULL;
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  text = run_sql (sql);
  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

JsonObject *
shop_run (ConySession *session,
          ConyCommand *command)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  cony_session_run_async (session, command, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  answer = cony_session_run_finish (session, result, &error);
  g_assert_no_error (error);
  return answer;
}

void
shop_load (ConyStore *store)
{
  cony_store_load (store);
  core_wait (cony_store_get_loaded (store));
}

ConyEvent *
shop_live_event (const char *uid,
                 const char *format,
                 ...)
{
  g_autofree char *members = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  ConyEvent *event;
  va_list args;

  va_start (args, format);
  members = g_strdup_vprintf (format, args);
  va_end (args);
  json = g_strdup_printf ("{%s,\"_rt\":{\"uid\":\"%s\",\"ts\":1795500000000,\"suc\":1,\"pri\":\"alta\"}}",
                          members, uid);
  event = cony_event_new_from_wire (json, -1, &error);
  g_assert_no_error (error);
  return event;
}

void
shop_assert_finalize (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  core_wait (weak == NULL);
}

guint
shop_n_with_uid (GPtrArray  *events,
                 const char *uid)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += g_strcmp0 (cony_event_get_uid (events->pdata[i]), uid) == 0;
  return n;
}

ConyEvent *
shop_find_uid (GPtrArray  *events,
               const char *uid)
{
  for (guint i = 0; i < events->len; i++)
    if (g_strcmp0 (cony_event_get_uid (events->pdata[i]), uid) == 0)
      return events->pdata[i];
  return NULL;
}
