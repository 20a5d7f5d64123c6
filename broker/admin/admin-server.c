/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-server.h"

static void
arrived_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * admin_server_connect:
 * @conninfo: (nullable): libpq connection string
 * @user: (nullable): login; %NULL for the one of @conninfo or of the system
 * @password: (nullable): its password
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): an open connection
 */
ConyDatabase *
admin_server_connect (const char  *conninfo,
                      const char  *user,
                      const char  *password,
                      GError     **error)
{
  g_autoptr (ConyDatabase) database = cony_database_new ();
  g_autoptr (GAsyncResult) result = NULL;

  cony_database_connect_async (database, conninfo, user, password, NULL, arrived_cb, &result);
  wait_for (&result);
  if (!cony_database_connect_finish (database, result, error))
    return NULL;
  return g_steal_pointer (&database);
}

/**
 * admin_server_query:
 * @database: an open connection
 * @sql: one statement
 * @params: (nullable): its parameters
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the rows
 */
ConyResult *
admin_server_query (ConyDatabase        *database,
                    const char          *sql,
                    const char * const  *params,
                    GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_database_query_async (database, sql, params, NULL, arrived_cb, &result);
  wait_for (&result);
  return cony_database_query_finish (database, result, error);
}

/**
 * admin_server_action:
 * @database: an open connection
 * @sql: one call of an api function with a clave
 * @params: (nullable): its parameters
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the rows
 */
ConyResult *
admin_server_action (ConyDatabase        *database,
                     const char          *sql,
                     const char * const  *params,
                     GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_database_action_async (database, sql, params, NULL, arrived_cb, &result);
  wait_for (&result);
  return cony_database_action_finish (database, result, error);
}
