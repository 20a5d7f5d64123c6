/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database-private.h"

#include <glib/gi18n-lib.h>
#include <glib-unix.h>

#include "cony-clock.h"
#include "cony-pq-reach.h"
#include "cony-secret.h"
#include "cony-source.h"

#define CONNECT_LIMIT_MS 8000
/* A server that is only slow must not be left again and again for being so. */
#define MAX_PATIENCE_MS 30000
#define PATIENCE_LASTS_MS 60000

static void process_input (ConyDatabase *self);
static void open_again    (ConyDatabase *self);

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
  cony_source_clear (&self->socket);
  self->watched = condition;
  self->socket = g_unix_fd_source_new (PQsocket (self->conn), condition);
  g_source_set_static_name (self->socket, "[cony] database");
  g_source_set_callback (self->socket, G_SOURCE_FUNC (socket_cb), self, NULL);
  g_source_attach (self->socket, self->context);
}

static void
drop_connection (ConyDatabase *self)
{
  cony_source_clear (&self->socket);
  cony_source_clear (&self->silence);
  if (self->conn == NULL)
    return;
  g_clear_pointer (&self->conn, PQfinish);
  cony_database_notify_connected (self);
}

/*< private >
 * cony_database_lose_connection:
 *
 * The connection is of no use any more: actions that wait are repeated on the next one, all other
 * statements fail.
 */
void
cony_database_lose_connection (ConyDatabase *self)
{
  g_autoptr (ConyDatabase) keep = g_object_ref (self);
  g_autoptr (GError) timeout = cony_database_make_timeout ();
  g_autoptr (GError) reason = NULL;
  GQueue failed = G_QUEUE_INIT, late = G_QUEUE_INIT;

  reason = g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                                _("The connection to the server was lost."));
  cony_database_sort_out (self, &failed, &late);
  cony_backoff_reset (&self->backoff);
  g_object_freeze_notify (G_OBJECT (self));
  drop_connection (self);
  cony_database_update_checking (self);
  if (self->checking)
    open_again (self);
  g_object_thaw_notify (G_OBJECT (self));

  cony_database_emit_lost (self, reason);
  cony_database_fail_statements (&failed, reason);
  cony_database_fail_statements (&late, timeout);
}

static gboolean
silence_cb (gpointer user_data)
{
  ConyDatabase *self = user_data;
  const gint64 now = cony_clock_monotonic_ms ();

  if (self->given_up_at && now - self->given_up_at < PATIENCE_LASTS_MS)
    self->patience_ms = MIN (2 * self->patience_ms, MAX (MAX_PATIENCE_MS, self->query_limit_ms));
  else
    self->patience_ms = self->query_limit_ms;
  self->given_up_at = now;
  cony_database_lose_connection (self);
  return G_SOURCE_REMOVE;
}

static void
arm_silence (ConyDatabase *self,
             guint         patience_ms)
{
  cony_source_clear (&self->silence);
  self->silence = g_timeout_source_new (patience_ms);
  g_source_set_static_name (self->silence, "[cony] database silence");
  /* After the socket: a program that was stopped for a while has an answer waiting there. */
  g_source_set_priority (self->silence, G_PRIORITY_DEFAULT + 10);
  g_source_set_callback (self->silence, silence_cb, self, NULL);
  g_source_attach (self->silence, self->context);
}

/*< private >
 * cony_database_expect_input:
 *
 * From now on the server owes something, if a statement is running.
 */
void
cony_database_expect_input (ConyDatabase *self)
{
  cony_source_clear (&self->silence);
  if (self->running == NULL)
    return;
  self->owed_since = cony_clock_monotonic_ms ();
  arm_silence (self, self->patience_ms);
}

/*< private >
 * cony_database_flush:
 *
 * Hands to the network what libpq still holds.
 */
void
cony_database_flush (ConyDatabase *self)
{
  int left = PQflush (self->conn);

  if (left < 0)
    cony_database_lose_connection (self);
  else
    watch_socket (self, left == 1);
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
          cony_database_lose_connection (self);
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
      cony_database_emit_notify (self, notify->relname);
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
      cony_database_lose_connection (self);
      return;
    }
  self->heard_at = cony_clock_boot_ms ();
  /* The rest of a TLS record waits inside the library, where poll does not see it: at most 16 KiB,
   * and a read takes 8 KiB at least. */
  for (int i = 0; i < 2 && PQsslInUse (conn) && PQisBusy (conn); i++)
    if (!PQconsumeInput (conn))
      break;
  cony_database_expect_input (self);
  ended = collect_results (self);
  if (self->conn != conn)
    return;
  if (PQstatus (conn) == CONNECTION_BAD)
    {
      cony_database_lose_connection (self);
      return;
    }
  if (self->watched & G_IO_OUT)
    cony_database_flush (self);
  if (self->conn == conn && ended)
    cony_database_finish_running (self);
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
  self->heard_at = cony_clock_boot_ms ();
  cony_source_clear (&self->reopen);
  cony_backoff_reset (&self->backoff);
  watch_socket (self, FALSE);
  queue_settings (self);
  cony_database_start_next (self);
  if (self->conn)
    cony_database_notify_connected (self);
}

static gboolean
reopen_cb (gpointer user_data)
{
  ConyDatabase *self = user_data;

  cony_source_clear (&self->reopen);
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
  PGconn *conn = cony_pq_reach_finish (result, &error);
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
    cony_database_fail_all (self, error);
}

/* The attempts go on as long as an action waits for them. */
static void
open_again (ConyDatabase *self)
{
  g_assert (self->attempt == NULL);

  self->attempt = g_cancellable_new ();
  cony_pq_reach_async (self->conninfo, self->user, self->password, self->action_limit_ms,
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
  PGconn *conn = cony_pq_reach_finish (result, &error);

  if (self->connect_task != task)
    {
      /* Closed, or connected anew, while this attempt was on its way. */
      g_clear_pointer (&conn, PQfinish);
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  cony_source_clear (&self->connect_cancel);
  g_clear_object (&self->attempt);
  g_clear_object (&self->connect_task);
  if (conn)
    {
      use_connection (self, conn);
      g_task_return_boolean (task, TRUE);
      return;
    }
  cony_database_fail_all (self, error);
  g_task_return_error (task, error);
}

static gboolean
connect_cancel_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
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
  cony_pq_reach_async (conninfo, user, password, CONNECT_LIMIT_MS, self->attempt,
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
  cony_source_clear (&self->reopen);
  cony_source_clear (&self->connect_cancel);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_object (&self->connect_task);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->user, g_free);
  cony_secret_clear (&self->password);
  drop_connection (self);
  cony_database_fail_all (self, error);
}

/**
 * cony_database_connect_beside:
 * @self: a database that is open
 * @cancellable: (nullable): ends the attempt
 * @callback: called with the other connection when it is open or refused
 * @user_data: for @callback
 *
 * Opens another connection of the same person to the same server.
 *
 * Returns: (transfer full): the other one
 */
ConyDatabase *
cony_database_connect_beside (ConyDatabase        *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ConyDatabase *other;

  g_return_val_if_fail (CONY_IS_DATABASE (self), NULL);
  g_return_val_if_fail (self->conninfo != NULL, NULL);

  other = cony_database_new ();
  cony_database_connect_async (other, self->conninfo, self->user, self->password, cancellable,
                               callback, user_data);
  return other;
}

/**
 * cony_database_bear_silence:
 * @self: a database
 *
 * The server is known to work on the running statement: the connection is not given up for a while,
 * though nothing comes.
 */
void
cony_database_bear_silence (ConyDatabase *self)
{
  g_return_if_fail (CONY_IS_DATABASE (self));

  if (self->running == NULL)
    return;
  arm_silence (self, MAX_PATIENCE_MS);
}

/**
 * cony_database_give_up:
 * @self: a database
 *
 * Lets go of a connection that is not to be trusted, as if it had broken: actions are repeated on the
 * next one, queries fail, and "lost" is emitted.
 */
void
cony_database_give_up (ConyDatabase *self)
{
  g_return_if_fail (CONY_IS_DATABASE (self));

  if (self->conn)
    cony_database_lose_connection (self);
}
