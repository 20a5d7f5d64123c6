/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-commands.h"

#include <glib/gi18n.h>
#include <libpq-fe.h>

#include "admin-password.h"
#include "admin-server.h"

/* One connection a window, for 300 screens a site and what else runs there. */
#define MIN_CONNECTIONS 400

#define SQL_MAX_CONNECTIONS "SELECT current_setting ('max_connections') AS value"
#define SQL_HAS_DATABASE "SELECT 1 AS found FROM pg_database WHERE datname = $1"
#define SQL_HAS_SCHEMA "SELECT 1 AS found FROM pg_namespace WHERE nspname = 'api'"
#define SQL_QUOTE "SELECT quote_ident ($1) AS name"

static void
append_option (GString    *conninfo,
               const char *keyword,
               const char *value)
{
  g_string_append_printf (conninfo, "%s%s='", conninfo->len > 0 ? " " : "", keyword);
  for (; *value != '\0'; value++)
    {
      if (*value == '\'' || *value == '\\')
        g_string_append_c (conninfo, '\\');
      g_string_append_c (conninfo, *value);
    }
  g_string_append_c (conninfo, '\'');
}

/* The connection string of @options with the person in it and, where @dbname is not %NULL, for
 * that database; *named gets the database that the person meant. */
static char *
make_conninfo (const AdminOptions  *options,
               const char          *dbname,
               char               **named,
               GError             **error)
{
  g_autoptr (GString) conninfo = g_string_new (NULL);
  char *message = NULL;
  PQconninfoOption *parsed = PQconninfoParse (options->server != NULL ? options->server : "",
                                              &message);

  if (parsed == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s",
                   message != NULL ? g_strstrip (message) : options->server);
      PQfreemem (message);
      return NULL;
    }
  for (PQconninfoOption *option = parsed; option->keyword != NULL; option++)
    {
      if (option->val == NULL)
        continue;
      if (g_str_equal (option->keyword, "dbname"))
        *named = g_strdup (option->val);
      else if (!g_str_equal (option->keyword, "user") || options->user == NULL)
        append_option (conninfo, option->keyword, option->val);
    }
  PQconninfoFree (parsed);
  if (*named == NULL)
    *named = g_strdup (g_getenv ("PGDATABASE") != NULL ? g_getenv ("PGDATABASE") : "cony");
  append_option (conninfo, "dbname", dbname != NULL ? dbname : *named);
  if (options->user != NULL)
    append_option (conninfo, "user", options->user);
  return g_string_free (g_steal_pointer (&conninfo), FALSE);
}

static gboolean
check_max_connections (ConyDatabase  *database,
                       GError       **error)
{
  g_autoptr (ConyResult) result = admin_server_query (database, SQL_MAX_CONNECTIONS, NULL, error);
  gint64 allowed;

  if (result == NULL)
    return FALSE;
  allowed = g_ascii_strtoll (cony_result_get_string (result, 0, "value"), NULL, 10);
  if (allowed >= MIN_CONNECTIONS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("The server allows %d connections and Cony needs %d, one a window. As its "
                 "administrator run “ALTER SYSTEM SET max_connections = %d;” and restart it."),
               (int) allowed, MIN_CONNECTIONS, MIN_CONNECTIONS);
  return FALSE;
}

static gboolean
exists (ConyDatabase        *database,
        const char          *sql,
        const char * const  *params,
        gboolean            *found,
        GError             **error)
{
  g_autoptr (ConyResult) result = admin_server_query (database, sql, params, error);

  if (result == NULL)
    return FALSE;
  *found = cony_result_get_n_rows (result) > 0;
  return TRUE;
}

static gboolean
create_database (ConyDatabase  *database,
                 const char    *name,
                 GError       **error)
{
  g_autoptr (ConyResult) quoted = NULL;
  g_autoptr (ConyResult) created = NULL;
  g_autofree char *sql = NULL;

  quoted = admin_server_query (database, SQL_QUOTE, (const char *[]) { name, NULL }, error);
  if (quoted == NULL)
    return FALSE;
  /* No statement with parameters can create a database. */
  sql = g_strdup_printf ("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'",
                         cony_result_get_string (quoted, 0, "name"));
  created = admin_server_query (database, sql, NULL, error);
  return created != NULL;
}

/* Runs the loader of the SQL folder; the password goes by the environment. */
static gboolean
load (const AdminOptions  *options,
      const char          *conninfo,
      const char          *what,
      const char          *password,
      GError             **error)
{
  g_autofree char *script = g_build_filename (options->sql_dir, "load.sh", NULL);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;

  if (!g_file_test (script, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no “%s”; name the folder of the SQL with --sql."), script);
      return FALSE;
    }
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  if (password != NULL)
    g_subprocess_launcher_setenv (launcher, "PGPASSWORD", password, TRUE);
  process = g_subprocess_launcher_spawn (launcher, error, "sh", script, conninfo, what, NULL);
  if (process == NULL)
    return FALSE;
  return g_subprocess_wait_check (process, NULL, error);
}

static gboolean
read_password (const AdminOptions  *options,
               char               **password,
               GError             **error)
{
  if (options->password_file == NULL)
    return TRUE;
  *password = admin_password_from_file (options->password_file, error);
  return *password != NULL;
}

/**
 * admin_init:
 * @options: the command line; its person must be a superuser of the server
 * @error: return location for an error
 *
 * Makes the database, where it is absent, and loads the schema into it. Done already, it changes
 * nothing.
 *
 * Returns: whether the schema is there now
 */
gboolean
admin_init (const AdminOptions  *options,
            GError             **error)
{
  g_autofree char *named = NULL;
  g_autofree char *again = NULL;
  g_autofree char *maintenance = NULL;
  g_autofree char *conninfo = NULL;
  g_autofree char *password = NULL;
  g_autoptr (ConyDatabase) server = NULL;
  g_autoptr (ConyDatabase) database = NULL;
  gboolean found = FALSE;

  maintenance = make_conninfo (options, "postgres", &named, error);
  if (maintenance == NULL || !read_password (options, &password, error))
    return FALSE;
  server = admin_server_connect (maintenance, options->user, password, error);
  if (server == NULL || !check_max_connections (server, error) ||
      !exists (server, SQL_HAS_DATABASE, (const char *[]) { named, NULL }, &found, error))
    return FALSE;
  if (!found && !create_database (server, named, error))
    return FALSE;
  cony_database_close (server);

  conninfo = make_conninfo (options, NULL, &again, error);
  database = admin_server_connect (conninfo, options->user, password, error);
  if (database == NULL || !exists (database, SQL_HAS_SCHEMA, NULL, &found, error))
    return FALSE;
  cony_database_close (database);
  if (found)
    {
      /* Translators: %s is a database */
      g_print (_("The database “%s” holds Cony already.\n"), named);
      return TRUE;
    }
  if (!load (options, conninfo, NULL, password, error))
    return FALSE;
  /* Translators: %s is a database */
  g_print (_("The database “%s” is ready. Create its people with “cony-admin user add”.\n"), named);
  return TRUE;
}

/**
 * admin_demo_data:
 * @options: the command line; its person must be a superuser of the server
 * @error: return location for an error
 *
 * Loads the demo's branches, people and orders into a database that cony-admin init made.
 *
 * Returns: whether it was done
 */
gboolean
admin_demo_data (const AdminOptions  *options,
                 GError             **error)
{
  g_autofree char *named = NULL;
  g_autofree char *conninfo = NULL;
  g_autofree char *password = NULL;

  conninfo = make_conninfo (options, NULL, &named, error);
  if (conninfo == NULL || !read_password (options, &password, error))
    return FALSE;
  return load (options, conninfo, "demo", password, error);
}
