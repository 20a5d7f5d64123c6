/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database.h"

#include <glib/gi18n-lib.h>
#include <glib-unix.h>
#include <string.h>

#include "cony-backoff.h"
#include "cony-pq-connect.h"
#include "cony-statement.h"

#define CONNECT_LIMIT_MS 8000
/* An action has this long twice: once, and once more on a new connection (DESIGN.md, How an event
 * travels). */
#define ACTION_LIMIT_MS 5000
#define QUERY_LIMIT_MS 30000
#define REOPEN_BASE_MS 200
#define REOPEN_CAP_MS 1000

struct _ConyDatabase
{
  GObject parent_instance;

  /* construct-time */
  GMainContext *context;
  guint connect_limit_ms;
  guint action_limit_ms;
  guint query_limit_ms;

  /* owned; the credentials stay for reopening until close */
  char *conninfo;
  char *user;
  char *password;
  PGconn *conn;
  GSource *socket;
  GIOCondition watched;
  GQueue queue;            /* ConyStatement, not sent yet */
  ConyStatement *running;
  GTask *connect_task;
  GSource *connect_cancel;
  GCancellable *attempt;   /* of the connection that is being opened */
  GSource *reopen;
  ConyBackoff backoff;
  gboolean checking;
};

G_DEFINE_FINAL_TYPE (ConyDatabase, cony_database, G_TYPE_OBJECT)

enum { PROP_0, PROP_CONNECTED, PROP_CHECKING, N_PROPS };
enum { NOTIFY_RECEIVED, LOST, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void process_input (ConyDatabase *self);
static void open_again    (ConyDatabase *self);

static void
clear_secret (char **secret)
{
  if (*secret)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_checking (ConyDatabase *self,
              gboolean      checking)
{
  if (self->checking == checking)
    return;
  self->checking = checking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static gboolean
socket_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  process_input (user_data);
  return G_SOURCE_CONTINUE;
}

/* Armed for input all the time, or a NOTIFY that comes between two statements would go unseen. */
static void
watch_socket (ConyDatabase *self,
              gboolean      for_output)
{
  GIOCondition condition = G_IO_IN | (for_output ? G_IO_OUT : 0);

  if (self->socket && self->watched == condition)
    return;
  clear_source (&self->socket);
  self->watched = condition;
  self->socket = g_unix_fd_source_new (PQsocket (self->conn), condition);
  g_source_set_static_name (self->socket, "[cony] database");
  g_source_set_callback (self->socket, G_SOURCE_FUNC (socket_cb), self, NULL);
  g_source_attach (self->socket, self->context);
}

static void
drop_connection (ConyDatabase *self)
{
  clear_source (&self->socket);
  if (self->conn == NULL)
    return;
  g_clear_pointer (&self->conn, PQfinish);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static void
fail_statements (GQueue       *statements,
                 const GError *error)
{
  ConyStatement *statement;

  while ((statement = g_queue_pop_head (statements)))
    {
      cony_statement_fail (statement, error);
      cony_statement_free (statement);
    }
}

static void
move_queue (GQueue *from,
            GQueue *to)
{
  while (!g_queue_is_empty (from))
    g_queue_push_tail (to, g_queue_pop_head (from));
}

static void
update_checking (ConyDatabase *self)
{
  g_autoptr (GError) error = NULL;
  GQueue failed = G_QUEUE_INIT;
  gboolean checking = self->running && self->running->repeated && self->running->task;

  for (GList *item = self->queue.head; item && !checking; item = item->next)
    checking = ((ConyStatement *) item->data)->repeated;
  set_checking (self, checking);

  if (self->checking || self->conn || self->connect_task)
    return;
  /* No action waits any more; whoever owns us decides about the next attempt. */
  clear_source (&self->reopen);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  move_queue (&self->queue, &failed);
  error = g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server."));
  fail_statements (&failed, error);
}

static gboolean limit_cb (gpointer user_data);

/* Puts the statements that survive the loss of the connection back into the queue, and the others
 * into @failed.  Only actions survive, once: their clave makes the repeat harmless. */
static void
sort_out (ConyDatabase *self,
          GQueue       *failed,
          GQueue       *late)
{
  GQueue all = G_QUEUE_INIT;
  ConyStatement *statement;

  if (self->running)
    g_queue_push_tail (&all, g_steal_pointer (&self->running));
  move_queue (&self->queue, &all);
  while ((statement = g_queue_pop_head (&all)))
    {
      if (!statement->is_action || statement->task == NULL)
        g_queue_push_tail (failed, statement);
      else if (statement->repeated)
        g_queue_push_tail (late, statement);
      else
        {
          statement->repeated = TRUE;
          cony_statement_clear_result (statement);
          cony_statement_set_timer (statement, self->action_limit_ms, limit_cb, statement);
          g_queue_push_tail (&self->queue, statement);
        }
    }
}

static GError *
make_timeout (void)
{
  return g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT,
                              _("The server did not answer, so it is not known whether this was "
                                "done. Look at the list before you do it again."));
}

static void
lose_connection (ConyDatabase *self)
{
  g_autoptr (ConyDatabase) keep = g_object_ref (self);
  g_autoptr (GError) timeout = make_timeout ();
  g_autoptr (GError) reason = NULL;
  GQueue failed = G_QUEUE_INIT, late = G_QUEUE_INIT;

  reason = g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                                _("The connection to the server was lost."));
  sort_out (self, &failed, &late);
  cony_backoff_reset (&self->backoff);
  g_object_freeze_notify (G_OBJECT (self));
  drop_connection (self);
  update_checking (self);
  if (self->checking)
    open_again (self);
  g_object_thaw_notify (G_OBJECT (self));

  g_signal_emit (self, signals[LOST], 0, reason);
  fail_statements (&failed, reason);
  fail_statements (&late, timeout);
}

static gboolean
limit_cb (gpointer user_data)
{
  ConyStatement *statement = user_data;
  g_autoptr (ConyDatabase) self = g_object_ref (g_task_get_source_object (statement->task));
  g_autoptr (GError) error = make_timeout ();

  if (self->conn)
    {
      /* The server owes an answer; only a new connection can tell whether it still lives. */
      lose_connection (self);
      return G_SOURCE_REMOVE;
    }

  if (statement->is_action && !statement->repeated)
    {
      statement->repeated = TRUE;
      cony_statement_set_timer (statement, self->action_limit_ms, limit_cb, statement);
      update_checking (self);
      return G_SOURCE_REMOVE;
    }

  g_queue_remove (&self->queue, statement);
  update_checking (self);
  cony_statement_fail (statement, error);
  cony_statement_free (statement);
  return G_SOURCE_REMOVE;
}

static void
flush (ConyDatabase *self)
{
  int left = PQflush (self->conn);

  if (left < 0)
    lose_connection (self);
  else
    watch_socket (self, left == 1);
}

static void
start_next (ConyDatabase *self)
{
  if (self->conn == NULL || self->running || g_queue_is_empty (&self->queue))
    return;
  self->running = g_queue_pop_head (&self->queue);
  if (cony_statement_send (self->running, self->conn))
    flush (self);
  else
    lose_connection (self);
}

static void
finish_running (ConyDatabase *self)
{
  ConyStatement *statement = g_steal_pointer (&self->running);

  start_next (self);
  update_checking (self);
  cony_statement_answer (statement);
  cony_statement_free (statement);
}

/* Reads what has come for the running statement.  Returns whether it has ended. */
static gboolean
collect_results (ConyDatabase *self)
{
  PGresult *result;

  while (!PQisBusy (self->conn))
    {
      result = PQgetResult (self->conn);
      if (result == NULL)
        return self->running != NULL;
      switch (PQresultStatus (result))
        {
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
          g_warning ("COPY is not for this class");
          PQclear (result);
          lose_connection (self);
          return FALSE;
        case PGRES_EMPTY_QUERY:
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_BAD_RESPONSE:
        case PGRES_NONFATAL_ERROR:
        case PGRES_FATAL_ERROR:
        case PGRES_SINGLE_TUPLE:
        case PGRES_PIPELINE_SYNC:
        case PGRES_PIPELINE_ABORTED:
        default:
          if (self->running)
            cony_statement_take_result (self->running, result);
          else
            PQclear (result);
          break;
        }
    }
  return FALSE;
}

static void
emit_notifies (ConyDatabase *self)
{
  PGnotify *notify;

  while (self->conn && (notify = PQnotifies (self->conn)))
    {
      g_signal_emit (self, signals[NOTIFY_RECEIVED], 0, notify->relname);
      PQfreemem (notify);
    }
}

static void
process_input (ConyDatabase *self)
{
  g_autoptr (ConyDatabase) keep = g_object_ref (self);
  PGconn *conn = self->conn;
  gboolean ended;

  if (!PQconsumeInput (conn))
    {
      lose_connection (self);
      return;
    }
  /* The rest of a TLS record waits inside the library, where poll does not see it: at most 16 KiB,
   * and a read takes 8 KiB at least. */
  for (int i = 0; i < 2 && PQsslInUse (conn) && PQisBusy (conn); i++)
    if (!PQconsumeInput (conn))
      break;
  ended = collect_results (self);
  if (self->conn != conn)
    return;
  if (PQstatus (conn) == CONNECTION_BAD)
    {
      lose_connection (self);
      return;
    }
  if (self->watched & G_IO_OUT)
    flush (self);
  if (self->conn == conn && ended)
    finish_running (self);
  if (self->conn == conn)
    emit_notifies (self);
}

/* What our text forms of times and bytes rest on, whatever PGTZ or ALTER ROLE … SET say. */
static void
queue_settings (ConyDatabase *self)
{
  const char *zone = PQparameterStatus (self->conn, "TimeZone");
  const char *style = PQparameterStatus (self->conn, "DateStyle");

  if (g_strcmp0 (zone, "UTC") == 0 && style && g_str_has_prefix (style, "ISO"))
    return;
  g_queue_push_head (&self->queue,
                     cony_statement_new ("SELECT set_config('TimeZone', 'UTC', false),"
                                         " set_config('DateStyle', 'ISO', false)", NULL, FALSE));
}

static void
use_connection (ConyDatabase *self,
                PGconn       *conn)
{
  g_assert (self->conn == NULL);

  self->conn = conn;
  clear_source (&self->reopen);
  cony_backoff_reset (&self->backoff);
  watch_socket (self, FALSE);
  queue_settings (self);
  start_next (self);
  if (self->conn)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static void
fail_all (ConyDatabase *self,
          const GError *error)
{
  GQueue failed = G_QUEUE_INIT;

  if (self->running)
    g_queue_push_tail (&failed, g_steal_pointer (&self->running));
  move_queue (&self->queue, &failed);
  update_checking (self);
  fail_statements (&failed, error);
}

static gboolean
reopen_cb (gpointer user_data)
{
  ConyDatabase *self = user_data;

  clear_source (&self->reopen);
  open_again (self);
  return G_SOURCE_REMOVE;
}

static void
reopened_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ConyDatabase) self = user_data;
  g_autoptr (GError) error = NULL;
  PGconn *conn = cony_pq_connect_finish (result, &error);
  gboolean wanted = g_task_get_cancellable (G_TASK (result)) == self->attempt;

  if (!wanted)
    {
      g_clear_pointer (&conn, PQfinish);
      return;
    }
  g_clear_object (&self->attempt);
  if (conn)
    use_connection (self, conn);
  else if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE))
    {
      self->reopen = g_timeout_source_new (cony_backoff_next (&self->backoff,
                                                              g_random_double ()));
      g_source_set_static_name (self->reopen, "[cony] reopen");
      g_source_set_callback (self->reopen, reopen_cb, self, NULL);
      g_source_attach (self->reopen, self->context);
    }
  else
    fail_all (self, error);
}

/* The attempts go on as long as an action waits for them. */
static void
open_again (ConyDatabase *self)
{
  g_assert (self->attempt == NULL);

  self->attempt = g_cancellable_new ();
  cony_pq_connect_async (self->conninfo, self->user, self->password, self->action_limit_ms,
                         self->attempt, reopened_cb, g_object_ref (self));
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConyDatabase *self = g_task_get_source_object (task);
  GError *error = NULL;
  PGconn *conn = cony_pq_connect_finish (result, &error);

  if (self->connect_task != task)
    {
      /* Closed, or connected anew, while this attempt was on its way. */
      g_clear_pointer (&conn, PQfinish);
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  clear_source (&self->connect_cancel);
  g_clear_object (&self->attempt);
  g_clear_object (&self->connect_task);
  if (conn)
    {
      use_connection (self, conn);
      g_task_return_boolean (task, TRUE);
      return;
    }
  fail_all (self, error);
  g_task_return_error (task, error);
}

static gboolean
connect_cancel_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
cancel_cb (GCancellable *cancellable,
           gpointer      user_data)
{
  ConyStatement *statement = user_data;
  g_autoptr (ConyDatabase) self = g_object_ref (g_task_get_source_object (statement->task));
  g_autoptr (GError) error = NULL;

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  if (statement == self->running)
    {
      /* Without a task its rows will be dropped when they come; PQcancel would block. */
      g_autoptr (GTask) task = g_steal_pointer (&statement->task);

      cony_statement_answer (statement);
      update_checking (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return G_SOURCE_REMOVE;
    }
  g_queue_remove (&self->queue, statement);
  update_checking (self);
  cony_statement_fail (statement, error);
  cony_statement_free (statement);
  return G_SOURCE_REMOVE;
}

static void
enqueue (ConyDatabase        *self,
         const char          *sql,
         const char * const  *params,
         gboolean             is_action,
         GCancellable        *cancellable,
         GAsyncReadyCallback  callback,
         gpointer             user_data,
         gpointer             tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ConyStatement *statement;

  g_task_set_source_tag (task, tag);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->conn == NULL && self->attempt == NULL && self->reopen == NULL)
    {
      g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server."));
      return;
    }

  statement = cony_statement_new (sql, params, is_action);
  statement->task = g_steal_pointer (&task);
  cony_statement_set_timer (statement, is_action ? self->action_limit_ms : self->query_limit_ms,
                            limit_cb, statement);
  if (cancellable)
    {
      statement->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (statement->cancel, G_SOURCE_FUNC (cancel_cb), statement, NULL);
      g_source_attach (statement->cancel, self->context);
    }
  g_queue_push_tail (&self->queue, statement);
  start_next (self);
}

static void
cony_database_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConyDatabase *self = CONY_DATABASE (object);

  switch (prop_id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, cony_database_get_connected (self));
      break;
    case PROP_CHECKING:
      g_value_set_boolean (value, self->checking);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_database_dispose (GObject *object)
{
  cony_database_close (CONY_DATABASE (object));

  G_OBJECT_CLASS (cony_database_parent_class)->dispose (object);
}

static void
cony_database_finalize (GObject *object)
{
  ConyDatabase *self = CONY_DATABASE (object);

  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (cony_database_parent_class)->finalize (object);
}

static void
cony_database_class_init (ConyDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_database_get_property;
  object_class->dispose = cony_database_dispose;
  object_class->finalize = cony_database_finalize;

  properties[PROP_CONNECTED] =
    g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHECKING] =
    g_param_spec_boolean ("checking", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[NOTIFY_RECEIVED] =
    g_signal_new ("notify-received", CONY_TYPE_DATABASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LOST] =
    g_signal_new ("lost", CONY_TYPE_DATABASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cony_database_init (ConyDatabase *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->connect_limit_ms = CONNECT_LIMIT_MS;
  self->action_limit_ms = ACTION_LIMIT_MS;
  self->query_limit_ms = QUERY_LIMIT_MS;
  g_queue_init (&self->queue);
  cony_backoff_init (&self->backoff, REOPEN_BASE_MS, REOPEN_CAP_MS);
}

/**
 * cony_database_new:
 *
 * Returns: (transfer full): a connection that is closed
 */
ConyDatabase *
cony_database_new (void)
{
  return g_object_new (CONY_TYPE_DATABASE, NULL);
}

/**
 * cony_database_connect_async:
 * @self: a database
 * @conninfo: a libpq connection string or URI
 * @user: (nullable): login, instead of the one in @conninfo
 * @password: (nullable): its password
 * @cancellable: (nullable): ends the attempt
 * @callback: called when it is open or refused
 * @user_data: for @callback
 *
 * Opens the connection; one that is open already is closed first.  Statements may be queued at
 * once.
 */
void
cony_database_connect_async (ConyDatabase        *self,
                             const char          *conninfo,
                             const char          *user,
                             const char          *password,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (conninfo != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_database_connect_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }

  cony_database_close (self);
  self->conninfo = g_strdup (conninfo);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  self->connect_task = g_object_ref (task);
  self->attempt = g_cancellable_new ();
  if (cancellable)
    {
      self->connect_cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->connect_cancel, G_SOURCE_FUNC (connect_cancel_cb),
                             g_object_ref (self->attempt), g_object_unref);
      g_source_attach (self->connect_cancel, self->context);
    }
  cony_pq_connect_async (conninfo, user, password, self->connect_limit_ms, self->attempt,
                         connected_cb, g_steal_pointer (&task));
}

/**
 * cony_database_connect_finish:
 * @self: a database
 * @result: what the callback got
 * @error: return location; its message is a whole sentence for a person
 *
 * Returns: %TRUE if the connection is open
 */
gboolean
cony_database_connect_finish (ConyDatabase  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cony_database_close:
 * @self: a database
 *
 * Ends the connection and forgets the credentials.  Statements that wait fail with
 * %G_IO_ERROR_CANCELLED; "lost" is not emitted.
 */
void
cony_database_close (ConyDatabase *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CONY_IS_DATABASE (self));

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  clear_source (&self->reopen);
  clear_source (&self->connect_cancel);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_object (&self->connect_task);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->user, g_free);
  clear_secret (&self->password);
  drop_connection (self);
  fail_all (self, error);
}

/**
 * cony_database_set_connect_limit:
 * @self: a database
 * @connect_ms: how long the next attempts to connect may take; 8 seconds by default
 */
void
cony_database_set_connect_limit (ConyDatabase *self,
                                 guint         connect_ms)
{
  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (connect_ms > 0);

  self->connect_limit_ms = connect_ms;
}

/**
 * cony_database_set_limits:
 * @self: a database
 * @action_ms: how long an action waits before it is repeated, and once more after that
 * @query_ms: how long a query waits before the connection is given up
 *
 * Changes the limits of the statements that are queued from now on; 5 and 30 seconds by default.
 */
void
cony_database_set_limits (ConyDatabase *self,
                          guint         action_ms,
                          guint         query_ms)
{
  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (action_ms > 0 && query_ms > 0);

  self->action_limit_ms = action_ms;
  self->query_limit_ms = query_ms;
}

/**
 * cony_database_get_connected:
 * @self: a database
 *
 * Returns: whether the connection is open, as far as anybody knows
 */
gboolean
cony_database_get_connected (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), FALSE);

  return self->conn != NULL;
}

/**
 * cony_database_get_checking:
 * @self: a database
 *
 * Returns: whether an action got no answer and is being repeated
 */
gboolean
cony_database_get_checking (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), FALSE);

  return self->checking;
}

/**
 * cony_database_query_async:
 * @self: a database
 * @sql: one statement
 * @params: (nullable): one text for each `$n` of @sql; %NULL among them is SQL NULL
 * @cancellable: (nullable): takes the statement back; if it is running, its rows are dropped
 * @callback: called with the rows
 * @user_data: for @callback
 *
 * Runs a statement after those that were queued before.  A query that got no answer in 30 seconds
 * ends the connection.
 */
void
cony_database_query_async (ConyDatabase        *self,
                           const char          *sql,
                           const char * const  *params,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (sql != NULL);

  enqueue (self, sql, params, FALSE, cancellable, callback, user_data, cony_database_query_async);
}

/**
 * cony_database_query_finish:
 * @self: a database
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the rows
 */
ConyResult *
cony_database_query_finish (ConyDatabase  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cony_database_action_async:
 * @self: a database
 * @sql: one call of an `api` function with a `clave` (or of one that is harmless to repeat)
 * @params: (nullable): as in cony_database_query_async()
 * @cancellable: (nullable): stops waiting; whether the action was done is not known then
 * @callback: called with the rows
 * @user_data: for @callback
 *
 * Like a query, but without an answer in 5 seconds, or when the connection breaks, the connection
 * is opened again and the same statement sent once more; "checking" is %TRUE meanwhile.  After 5
 * more seconds it fails with %CONY_DB_ERROR_TIMEOUT.
 */
void
cony_database_action_async (ConyDatabase        *self,
                            const char          *sql,
                            const char * const  *params,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (sql != NULL);

  enqueue (self, sql, params, TRUE, cancellable, callback, user_data, cony_database_action_async);
}

/**
 * cony_database_action_finish:
 * @self: a database
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the rows
 */
ConyResult *
cony_database_action_finish (ConyDatabase  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return cony_database_query_finish (self, result, error);
}
