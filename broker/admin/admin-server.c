/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-server.h"

#include <glib/gi18n.h>

#include "admin-password.h"

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
 * admin_server_log_in:
 * @options: the command line
 * @error: return location for an error
 *
 * Connects as the person that the command line names.  Her password is asked only where there is no
 * file for it: an administrator of the machine may come in by the socket without one.
 *
 * Returns: (transfer full) (nullable): an open connection
 */
ConyDatabase *
admin_server_log_in (const AdminOptions  *options,
                     GError             **error)
{
  g_autofree char *password = NULL;
  g_autofree char *prompt = NULL;

  if (options->password_file != NULL)
    {
      password = admin_password_from_file (options->password_file, error);
      if (password == NULL)
        return NULL;
    }
  else if (options->user != NULL)
    {
      /* Translators: %s is a login */
      prompt = g_strdup_printf (_("Password of %s"), options->user);
      password = admin_password_ask (prompt, error);
      if (password == NULL)
        return NULL;
    }
  return admin_server_connect (options->server, options->user, password, error);
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
