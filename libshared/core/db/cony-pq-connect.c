/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pq-connect.h"

#include <glib/gi18n-lib.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>

#include "cony-db-error.h"
#include "cony-pq-error.h"
#include "cony-secret.h"
#include "cony-source.h"

/* One attempt to open a connection. */
typedef struct
{
  /* construct-time */
  GMainContext *context;
  guint timeout_ms;

  /* owned; the names and values are those of libpq's conninfo */
  GHashTable *options;
  GStrv hosts;
  GStrv ports;
  guint n_resolved;
  GPtrArray *out_hosts;
  GPtrArray *out_addresses;
  GPtrArray *out_ports;
  PGconn *conn;
  GSource *socket;
  GSource *timer;
  GSource *cancel;
  gboolean done;
} Attempt;

static void resolve_next (GTask *task);

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_assert (attempt->socket == NULL);

  g_clear_pointer (&attempt->conn, PQfinish);
  g_clear_pointer (&attempt->options, g_hash_table_unref);
  g_clear_pointer (&attempt->hosts, g_strfreev);
  g_clear_pointer (&attempt->ports, g_strfreev);
  g_clear_pointer (&attempt->out_hosts, g_ptr_array_unref);
  g_clear_pointer (&attempt->out_addresses, g_ptr_array_unref);
  g_clear_pointer (&attempt->out_ports, g_ptr_array_unref);
  g_clear_pointer (&attempt->context, g_main_context_unref);
  g_free (attempt);
}

static const char *
get_option (Attempt    *attempt,
            const char *name)
{
  const char *value = g_hash_table_lookup (attempt->options, name);

  return value && *value ? value : NULL;
}

static void
set_option (Attempt    *attempt,
            const char *name,
            const char *value)
{
  g_hash_table_replace (attempt->options, g_strdup (name), g_strdup (value));
}

static void
set_default (Attempt    *attempt,
             const char *name,
             const char *value)
{
  if (!get_option (attempt, name))
    set_option (attempt, name, value);
}

/* Ends the attempt once, whoever is first: the socket, the timer or the cancellable. */
static gboolean
stop (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);

  cony_source_clear (&attempt->socket);
  cony_source_clear (&attempt->timer);
  cony_source_clear (&attempt->cancel);
  if (attempt->done)
    return FALSE;
  attempt->done = TRUE;
  return TRUE;
}

static void
fail (GTask  *task,
      GError *error)
{
  if (stop (task))
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static const char *
get_server_name (Attempt *attempt)
{
  const char *host = get_option (attempt, "host");

  return host ? host : "localhost";
}

static void poll_connection (GTask *task);

static gboolean
socket_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  poll_connection (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_socket (GTask        *task,
              GIOCondition  condition)
{
  Attempt *attempt = g_task_get_task_data (task);

  /* libpq may have closed the socket and opened another one, also with the same number. */
  cony_source_clear (&attempt->socket);
  attempt->socket = g_unix_fd_source_new (PQsocket (attempt->conn), condition);
  g_source_set_static_name (attempt->socket, "[cony] connecting");
  g_source_set_callback (attempt->socket, G_SOURCE_FUNC (socket_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (attempt->socket, attempt->context);
}

static void
poll_connection (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);

  switch (PQconnectPoll (attempt->conn))
    {
    case PGRES_POLLING_OK:
      if (stop (task))
        {
          PQsetErrorVerbosity (attempt->conn, PQERRORS_DEFAULT);
          g_task_return_pointer (task, g_steal_pointer (&attempt->conn), (GDestroyNotify) PQfinish);
        }
      break;
    case PGRES_POLLING_READING:
      watch_socket (task, G_IO_IN);
      break;
    case PGRES_POLLING_WRITING:
      watch_socket (task, G_IO_OUT);
      break;
    case PGRES_POLLING_FAILED:
    case PGRES_POLLING_ACTIVE:
    default:
      fail (task, cony_pq_error_new (attempt->conn, get_server_name (attempt)));
      break;
    }
}

static void
ignore_notice (void       *user_data,
               const char *message)
{
}

static char *
join (GPtrArray *array)
{
  if (array->len == 0 || array->pdata[array->len - 1] != NULL)
    g_ptr_array_add (array, NULL);
  return g_strjoinv (",", (char **) array->pdata);
}

static void
start (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, value;

  if (attempt->out_hosts)
    {
      g_autofree char *hosts = join (attempt->out_hosts);
      g_autofree char *addresses = join (attempt->out_addresses);
      g_autofree char *ports = join (attempt->out_ports);

      set_option (attempt, "host", hosts);
      set_option (attempt, "hostaddr", addresses);
      set_option (attempt, "port", ports);
    }

  g_hash_table_iter_init (&iter, attempt->options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_ptr_array_add (keys, key);
      g_ptr_array_add (values, value);
    }
  g_ptr_array_add (keys, NULL);
  g_ptr_array_add (values, NULL);

  attempt->conn = PQconnectStartParams ((const char * const *) keys->pdata,
                                        (const char * const *) values->pdata, FALSE);
  if (attempt->conn == NULL)
    g_error ("Out of memory");
  PQsetErrorVerbosity (attempt->conn, PQERRORS_VERBOSE);
  PQsetNoticeProcessor (attempt->conn, ignore_notice, NULL);
  if (PQstatus (attempt->conn) == CONNECTION_BAD)
    fail (task, cony_pq_error_new (attempt->conn, get_server_name (attempt)));
  else
    watch_socket (task, G_IO_OUT);
}

static void
add_address (Attempt    *attempt,
             const char *host,
             char       *address)
{
  guint n_ports = g_strv_length (attempt->ports);

  g_ptr_array_add (attempt->out_hosts, g_strdup (host));
  g_ptr_array_add (attempt->out_addresses, address);
  g_ptr_array_add (attempt->out_ports,
                   g_strdup (n_ports == 0   ? ""
                             : n_ports == 1 ? attempt->ports[0]
                                            : attempt->ports[attempt->n_resolved]));
}

static void
resolved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  const char *host = attempt->hosts[attempt->n_resolved];
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);

  if (attempt->done)
    {
      g_resolver_free_addresses (addresses);
      return;
    }
  for (GList *item = addresses; item; item = item->next)
    add_address (attempt, host, g_inet_address_to_string (item->data));
  g_resolver_free_addresses (addresses);
  attempt->n_resolved++;

  if (attempt->hosts[attempt->n_resolved] == NULL && attempt->out_hosts->len == 0)
    /* Translators: %s is the name of a server */
    fail (task, g_error_new (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                             _("There is no server with the name “%s”. "
                               "Check the network and the name."), host));
  else
    resolve_next (task);
}

/* libpq looks names up with the blocking call of the C library; so it gets addresses from us, and
 * the name beside them for the check of the certificate. */
static void
resolve_next (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GResolver) resolver = NULL;

  while (attempt->hosts[attempt->n_resolved])
    {
      const char *host = attempt->hosts[attempt->n_resolved];

      if (*host != '\0' && *host != '/' && *host != '@')
        {
          resolver = g_resolver_get_default ();
          g_resolver_lookup_by_name_async (resolver, host, g_task_get_cancellable (task),
                                           resolved_cb, g_object_ref (task));
          return;
        }
      add_address (attempt, host, g_strdup (""));
      attempt->n_resolved++;
    }
  start (task);
}

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Attempt *attempt = g_task_get_task_data (task);

  /* Translators: %s is the name of a server */
  fail (task, g_error_new (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                           _("The server “%s” did not answer in time. Check the network and the "
                             "name of the server."), get_server_name (attempt)));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  fail (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  return G_SOURCE_REMOVE;
}

static gboolean
parse_conninfo (Attempt     *attempt,
                const char  *conninfo,
                GError     **error)
{
  char *message = NULL;
  PQconninfoOption *options = PQconninfoParse (conninfo, &message);

  if (options == NULL)
    {
      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FAILED,
                   /* Translators: %s is the technical reason */
                   _("The address of the server is not understood. (%s)"),
                   message ? g_strchomp (message) : "?");
      g_clear_pointer (&message, PQfreemem);
      return FALSE;
    }
  for (PQconninfoOption *option = options; option->keyword; option++)
    if (option->val)
      g_hash_table_replace (attempt->options, g_strdup (option->keyword), g_strdup (option->val));
  PQconninfoFree (options);
  return TRUE;
}

static void
complete_options (Attempt    *attempt,
                  const char *user,
                  const char *password)
{
  const char *program = g_get_prgname ();

  if (user)
    set_option (attempt, "user", user);
  if (password)
    set_option (attempt, "password", password);
  if (g_getenv ("PGHOST"))
    set_default (attempt, "host", g_getenv ("PGHOST"));
  if (g_getenv ("PGHOSTADDR"))
    set_default (attempt, "hostaddr", g_getenv ("PGHOSTADDR"));
  if (g_getenv ("PGPORT"))
    set_default (attempt, "port", g_getenv ("PGPORT"));
  set_default (attempt, "application_name", program ? program : "cony");
  set_option (attempt, "client_encoding", "UTF8");
  /* A search for a Kerberos ticket may ask the network. */
  set_default (attempt, "gssencmode", "disable");
  /* A dead peer is noticed within 11 seconds. */
  set_default (attempt, "keepalives_idle", "5");
  set_default (attempt, "keepalives_interval", "2");
  set_default (attempt, "keepalives_count", "3");
  set_default (attempt, "tcp_user_timeout", "10000");
}

static void
start_timers (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *seconds = get_option (attempt, "connect_timeout");

  /* libpq's own limit works in its blocking calls only. */
  if (seconds && atoi (seconds) > 0)
    attempt->timeout_ms = MIN (attempt->timeout_ms, atoi (seconds) * 1000u);
  attempt->timer = g_timeout_source_new (attempt->timeout_ms);
  g_source_set_static_name (attempt->timer, "[cony] connect timeout");
  g_source_set_callback (attempt->timer, timeout_cb, g_object_ref (task), g_object_unref);
  g_source_attach (attempt->timer, attempt->context);

  if (cancellable)
    {
      attempt->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (attempt->cancel, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                             g_object_unref);
      g_source_attach (attempt->cancel, attempt->context);
    }
}

/*< private >
 * cony_pq_connect_async:
 * @conninfo: a libpq connection string or URI
 * @user: (nullable): login, instead of the one in @conninfo
 * @password: (nullable): its password
 * @timeout_ms: limit for everything together, in milliseconds
 * @cancellable: (nullable): ends the attempt
 * @callback: called on the thread-default context of the caller
 * @user_data: for @callback
 *
 * Opens a connection without a blocking call.  The errors are whole sentences for a person.
 */
void
cony_pq_connect_async (const char          *conninfo,
                       const char          *user,
                       const char          *password,
                       guint                timeout_ms,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Attempt *attempt;
  GError *error = NULL;
  const char *host;

  g_assert (conninfo != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_pq_connect_async);
  /* A connection that was made is handed over even if somebody cancels just then. */
  g_task_set_check_cancellable (task, FALSE);

  attempt = g_new0 (Attempt, 1);
  attempt->context = g_main_context_ref_thread_default ();
  attempt->timeout_ms = timeout_ms;
  attempt->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            cony_secret_free);
  g_task_set_task_data (task, attempt, attempt_free);

  if (!parse_conninfo (attempt, conninfo, &error))
    {
      fail (task, error);
      return;
    }
  complete_options (attempt, user, password);
  start_timers (task);

  host = get_option (attempt, "host");
  if (host == NULL || get_option (attempt, "hostaddr"))
    {
      start (task);
      return;
    }
  attempt->hosts = g_strsplit (host, ",", -1);
  attempt->ports = get_option (attempt, "port") ? g_strsplit (get_option (attempt, "port"), ",", -1)
                                                : g_new0 (char *, 1);
  attempt->out_hosts = g_ptr_array_new_with_free_func (g_free);
  attempt->out_addresses = g_ptr_array_new_with_free_func (g_free);
  attempt->out_ports = g_ptr_array_new_with_free_func (g_free);
  if (g_strv_length (attempt->ports) > 1
      && g_strv_length (attempt->ports) != g_strv_length (attempt->hosts))
    g_clear_pointer (&attempt->out_hosts, g_ptr_array_unref);  /* libpq says what is wrong */
  if (attempt->out_hosts == NULL)
    start (task);
  else
    resolve_next (task);
}

/*< private >
 * cony_pq_connect_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an open connection in non-blocking mode
 */
PGconn *
cony_pq_connect_finish (GAsyncResult  *result,
                        GError       **error)
{
  PGconn *conn = g_task_propagate_pointer (G_TASK (result), error);

  if (conn)
    PQsetnonblocking (conn, TRUE);
  return conn;
}
