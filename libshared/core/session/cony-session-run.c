/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-private.h"

#include <glib/gi18n-lib.h>

#include "cony-session-sql.h"

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (JsonNode) node = NULL;

  rows = cony_database_action_finish (CONY_DATABASE (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (cony_result_get_n_rows (rows) == 1)
    node = cony_session_parse_json (cony_result_get_string (rows, 0, "resultado"));
  g_task_return_pointer (task,
                         node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node)
                                                               : json_object_new (),
                         (GDestroyNotify) json_object_unref);
}

/* A command that may have to wait */

typedef struct
{
  ConyCommand *command;
  GDateTime *made;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->command);
  g_date_time_unref (run->made);
  g_free (run);
}

static void
queued_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  JsonObject *answer;

  if (!cony_outbox_add_finish (CONY_OUTBOX (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  answer = json_object_new ();
  json_object_set_boolean_member (answer, "en_cola", TRUE);
  g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
}

static void take_turns (ConySession *self);

static gboolean
can_wait (ConySession *self,
          ConyCommand *command)
{
  return self->outbox && self->logged_in && cony_command_get_deferrable (command);
}

static gboolean
has_to_wait (ConySession *self)
{
  return cony_outbox_get_n_waiting (self->outbox) > 0
         || (!cony_database_get_connected (self->database)
             && !cony_database_get_checking (self->database));
}

/* Takes @task. */
static void
queue (ConySession *self,
       GTask       *task,
       gboolean     tried)
{
  Run *run = g_task_get_task_data (task);

  cony_outbox_add_async (self->outbox, run->command, run->made, tried, queued_cb, task);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = CONY_SESSION (object);
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  JsonObject *answer = cony_session_run_finish (self, result, &error);
  const gboolean unknown = g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_TIMEOUT);
  const gboolean not_done = g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);

  if (answer)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
    }
  else if ((unknown || not_done) && can_wait (self, run->command))
    {
      g_error_free (error);
      queue (self, g_steal_pointer (&task), unknown);
    }
  else if (not_done && !cony_command_get_deferrable (run->command))
    {
      g_error_free (error);
      g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE,
                               _("There is no connection to the server, and this cannot wait in "
                                 "the queue. Nothing was done: do it again when it is back."));
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
turn_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConySession *self = CONY_SESSION (object);
  const gboolean in_turn = self->in_turn == user_data;

  if (in_turn)
    self->in_turn = NULL;
  sent_cb (object, result, user_data);
  if (in_turn)
    take_turns (self);
}

static void
take_turns (ConySession *self)
{
  GTask *task;

  while (self->in_turn == NULL && (task = g_queue_pop_head (&self->turns)))
    {
      Run *run = g_task_get_task_data (task);

      if (has_to_wait (self))
        {
          queue (self, task, FALSE);
          continue;
        }
      self->in_turn = task;
      cony_session_send_async (self, run->command, g_task_get_cancellable (task), turn_cb, task);
    }
}

/*< private >
 * cony_session_drop_turns:
 *
 * Whoever asked is logged out: what has not begun will not be done.
 */
void
cony_session_drop_turns (ConySession *self)
{
  GTask *task;

  self->in_turn = NULL;
  while ((task = g_queue_pop_head (&self->turns)))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      g_object_unref (task);
    }
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (self->token);
  self->token = g_strdup (cony_result_get_string (rows, 0, "token"));
  g_task_return_pointer (task, g_strdup (self->token), g_free);
}

/*< private >
 * cony_session_send_async:
 *
 * Runs a command at the database, now; cony_session_run_finish() has its outcome.
 */
void
cony_session_send_async (ConySession         *self,
                         ConyCommand         *command,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, cony_session_send_async);
  /* What was done is told even if somebody cancels just then. */
  g_task_set_check_cancellable (task, FALSE);
  cony_database_action_async (self->database, cony_command_get_sql (command),
                              cony_command_get_params (command), cancellable, run_cb, task);
}

/**
 * cony_session_run_async:
 * @self: a session
 * @command: what the person asks for
 * @cancellable: (nullable): stops waiting; whether it was done is not known then
 * @callback: called with the outcome
 * @user_data: for @callback
 *
 * Runs a command as cony_database_action_async() does: within 5 seconds, or once more on a new
 * connection with the same clave.
 *
 * What may be done later goes to the outbox while there is no database: it has then succeeded, with
 * a result whose member `en_cola` is true.  So does what is done while others still wait there,
 * since order counts; for the same reason each waits for the answer to the one before.
 */
void
cony_session_run_async (ConySession         *self,
                        ConyCommand         *command,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;
  Run *run;

  g_return_if_fail (CONY_IS_SESSION (self));
  g_return_if_fail (CONY_IS_COMMAND (command));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_run_async);
  g_task_set_check_cancellable (task, FALSE);
  run = g_new0 (Run, 1);
  run->command = g_object_ref (command);
  run->made = cony_session_now (self);
  g_task_set_task_data (task, run, run_free);

  if (!can_wait (self, command))
    {
      cony_session_send_async (self, command, cancellable, sent_cb, task);
      return;
    }
  g_queue_push_tail (&self->turns, task);
  take_turns (self);
}

/**
 * cony_session_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR; its message can be shown
 *
 * Returns: (transfer full) (nullable): what the function returned
 */
JsonObject *
cony_session_run_finish (ConySession   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cony_session_token_async:
 * @self: a session
 * @cancellable: (nullable): stops waiting
 * @callback: called with the token
 * @user_data: for @callback
 *
 * Asks the database for a token for the broker; it lives 5 minutes.
 */
void
cony_session_token_async (ConySession         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONY_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_token_async);
  cony_session_sql_token (self->database, cancellable, token_cb, task);
}

/**
 * cony_session_token_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR
 *
 * Returns: (transfer full) (nullable): a token
 */
char *
cony_session_token_finish (ConySession   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
