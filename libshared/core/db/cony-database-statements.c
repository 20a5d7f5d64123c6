/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database-private.h"

#include <glib/gi18n-lib.h>

#include "cony-source.h"

static gboolean limit_cb (gpointer user_data);

static void
set_checking (ConyDatabase *self,
              gboolean      checking)
{
  if (self->checking == checking)
    return;
  self->checking = checking;
  cony_database_notify_checking (self);
}

/*< private >
 * cony_database_fail_statements:
 *
 * Gives every one of them the error, and frees them.
 */
void
cony_database_fail_statements (GQueue       *statements,
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

/*< private >
 * cony_database_update_checking:
 *
 * Finds out whether an action is being repeated; when none is and there is no connection, what
 * still waits fails.
 */
void
cony_database_update_checking (ConyDatabase *self)
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
  cony_source_clear (&self->reopen);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  move_queue (&self->queue, &failed);
  error = g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server."));
  cony_database_fail_statements (&failed, error);
}

/*< private >
 * cony_database_make_timeout:
 *
 * Returns: (transfer full): what is said when nobody knows whether it was done
 */
GError *
cony_database_make_timeout (void)
{
  return g_error_new_literal (CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT,
                              _("The server did not answer, so it is not known whether this was "
                                "done. Look at the list before you do it again."));
}

/* An action is late, wherever it waits. */
static gboolean
limit_cb (gpointer user_data)
{
  ConyStatement *statement = user_data;
  g_autoptr (ConyDatabase) self = g_object_ref (g_task_get_source_object (statement->task));
  g_autoptr (GError) error = cony_database_make_timeout ();

  if (self->conn)
    {
      /* The server owes an answer; only a new connection can tell whether it still lives. */
      cony_database_lose_connection (self);
      return G_SOURCE_REMOVE;
    }

  if (!statement->repeated)
    {
      statement->repeated = TRUE;
      cony_statement_set_timer (statement, self->action_limit_ms, limit_cb, statement);
      cony_database_update_checking (self);
      return G_SOURCE_REMOVE;
    }

  /* Before those that may fail with it: their callers expect them in their order. */
  g_queue_remove (&self->queue, statement);
  cony_statement_fail (statement, error);
  cony_statement_free (statement);
  cony_database_update_checking (self);
  return G_SOURCE_REMOVE;
}

/*< private >
 * cony_database_sort_out:
 * @failed: for those that do not survive the loss of the connection
 * @late: for those that were repeated already
 *
 * Puts the others back into the queue.  Only actions survive, once: their clave makes the repeat
 * harmless.
 */
void
cony_database_sort_out (ConyDatabase *self,
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

/*< private >
 * cony_database_start_next:
 *
 * Sends the next statement, if the connection is free.
 */
void
cony_database_start_next (ConyDatabase *self)
{
  if (self->conn == NULL || self->running || g_queue_is_empty (&self->queue))
    return;
  self->running = g_queue_pop_head (&self->queue);
  if (!cony_statement_send (self->running, self->conn))
    {
      cony_database_lose_connection (self);
      return;
    }
  cony_database_expect_input (self);
  cony_database_flush (self);
}

/*< private >
 * cony_database_finish_running:
 *
 * The running statement has all its rows.
 */
void
cony_database_finish_running (ConyDatabase *self)
{
  ConyStatement *statement = g_steal_pointer (&self->running);

  cony_database_expect_input (self);
  cony_database_start_next (self);
  cony_database_update_checking (self);
  cony_statement_answer (statement);
  cony_statement_free (statement);
}

/*< private >
 * cony_database_fail_all:
 *
 * Gives all statements the error, the running one too.
 */
void
cony_database_fail_all (ConyDatabase *self,
                        const GError *error)
{
  GQueue failed = G_QUEUE_INIT;

  if (self->running)
    g_queue_push_tail (&failed, g_steal_pointer (&self->running));
  move_queue (&self->queue, &failed);
  cony_database_update_checking (self);
  cony_database_fail_statements (&failed, error);
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
      cony_database_update_checking (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return G_SOURCE_REMOVE;
    }
  g_queue_remove (&self->queue, statement);
  cony_database_update_checking (self);
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
  if (is_action)
    cony_statement_set_timer (statement, self->action_limit_ms, limit_cb, statement);
  if (cancellable)
    {
      statement->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (statement->cancel, G_SOURCE_FUNC (cancel_cb), statement, NULL);
      g_source_attach (statement->cancel, self->context);
    }
  g_queue_push_tail (&self->queue, statement);
  cony_database_start_next (self);
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
 * Runs a statement after those that were queued before.  A connection on which nothing comes for 5
 * seconds is given up; for longer, when that happened a moment ago.
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
