/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-server-probe.h"

#include <gio/gunixsocketaddress.h>
#include <libpq-fe.h>

#include "cony-db-error.h"

#define DEFAULT_HOST "/var/run/postgresql"
#define DEFAULT_PORT 5432
#define TIMEOUT_SECONDS 3

static const char *
find_option (PQconninfoOption *options,
             const char       *keyword)
{
  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (g_str_equal (option->keyword, keyword) && option->val && *option->val)
      return option->val;
  return NULL;
}

/* What the connection string says, else what the environment does. */
static char *
get_option (PQconninfoOption *given,
            PQconninfoOption *defaults,
            const char       *keyword)
{
  const char *value = find_option (given, keyword);

  if (!value)
    value = find_option (defaults, keyword);
  /* Of a list of servers the first one counts. */
  return value ? g_strndup (value, strcspn (value, ",")) : NULL;
}

static GSocketConnectable *
make_address (const char  *conninfo,
              GError     **error)
{
  char *message = NULL;
  PQconninfoOption *given = PQconninfoParse (conninfo, &message);
  PQconninfoOption *defaults = NULL;
  GSocketConnectable *address;
  g_autofree char *host = NULL;
  g_autofree char *hostaddr = NULL;
  g_autofree char *port_text = NULL;
  guint port;

  if (!given)
    {
      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE, "%s",
                   message ? g_strstrip (message) : "out of memory");
      PQfreemem (message);
      return NULL;
    }
  defaults = PQconndefaults ();
  host = get_option (given, defaults, "host");
  hostaddr = get_option (given, defaults, "hostaddr");
  port_text = get_option (given, defaults, "port");
  PQconninfoFree (given);
  PQconninfoFree (defaults);

  port = port_text ? g_ascii_strtoull (port_text, NULL, 10) : DEFAULT_PORT;
  if (!host && !hostaddr)
    host = g_strdup (DEFAULT_HOST);
  if (!hostaddr && g_path_is_absolute (host))
    {
      g_autofree char *path = g_strdup_printf ("%s/.s.PGSQL.%u", host, port);

      address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (path));
    }
  else
    address = g_network_address_new (hostaddr ? hostaddr : host, port);
  return address;
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSocketConnection) connection = NULL;
  GError *error = NULL;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE, "%s",
                               error->message);
      g_error_free (error);
    }
}

/**
 * cony_server_name:
 * @conninfo: libpq connection string
 *
 * Returns: (transfer full): `HOST:PORT/DATABASE`, which tells one shop's database from another's;
 *   what the connection string leaves out comes from the environment, or stays empty
 */
char *
cony_server_name (const char *conninfo)
{
  PQconninfoOption *given;
  PQconninfoOption *defaults;
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (conninfo != NULL, NULL);

  given = PQconninfoParse (conninfo, NULL);
  defaults = PQconndefaults ();
  host = get_option (given, defaults, "host");
  if (!host)
    host = get_option (given, defaults, "hostaddr");
  port = get_option (given, defaults, "port");
  name = get_option (given, defaults, "dbname");
  PQconninfoFree (given);
  PQconninfoFree (defaults);
  return g_strdup_printf ("%s:%s/%s", host ? host : "", port ? port : "", name ? name : "");
}

/**
 * cony_server_probe_async:
 * @conninfo: libpq connection string
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is known
 * @user_data: of @callback
 *
 * Finds out whether something listens where the database should be, without a user or password.
 */
void
cony_server_probe_async (const char          *conninfo,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  GError *error = NULL;

  g_return_if_fail (conninfo != NULL);

  g_task_set_source_tag (task, cony_server_probe_async);
  address = make_address (conninfo, &error);
  if (!address)
    {
      g_task_return_error (task, error);
      return;
    }
  g_socket_client_set_timeout (client, TIMEOUT_SECONDS);
  /* The database speaks for itself; no proxy stands between. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, address, cancellable, connected_cb,
                                 g_steal_pointer (&task));
}

/**
 * cony_server_probe_finish:
 * @result: of the callback
 * @error: CONY_DB_ERROR_UNREACHABLE, or cancelled
 *
 * Returns: %TRUE when the server is there
 */
gboolean
cony_server_probe_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
