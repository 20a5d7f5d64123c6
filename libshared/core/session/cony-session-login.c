/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-private.h"

#include <glib/gi18n-lib.h>

#include "cony-session-sql.h"

static void
read_fill (ConySession *self,
           ConyResult  *rows)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);

  cony_session_set_text (self, &self->cursor, cony_result_get_string (rows, 0, "cursor"), NULL);
  for (guint i = 0; i < cony_result_get_n_rows (rows); i++)
    {
      g_autoptr (GDateTime) fecha = NULL;
      g_autoptr (GError) error = NULL;
      ConyEvent *event;

      if (cony_result_is_null (rows, i, "id"))
        continue;
      fecha = cony_result_get_time (rows, i, "fecha");
      event = cony_event_new_stored (cony_result_get_string (rows, i, "payload"),
                                     cony_result_get_string (rows, i, "uid"),
                                     cony_result_get_int (rows, i, "id"), NULL,
                                     cony_result_get_int (rows, i, "sucursal_id"), fecha, &error);
      if (event == NULL)
        {
          g_message ("Event %" G_GINT64_FORMAT " cannot be read: %s",
                     cony_result_get_int (rows, i, "id"), error->message);
          continue;
        }
      cony_dispatcher_seed (self->dispatcher, event);
      g_ptr_array_add (events, event);
    }
  cony_event_log_fill (self->event_log, events);
}

/* A login that was overtaken by another one, or by a logout, does not touch the session. */
static gboolean
is_current (GTask *task)
{
  ConySession *self = g_task_get_source_object (task);

  return self->login_task == task;
}

static void
fail_login (GTask  *task,
            GError *error)
{
  if (is_current (task))
    cony_session_close (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static void
refilled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows && self->logged_in)
    read_fill (self, rows);
  /* Otherwise the connection is gone, and the next reload asks again. */
}

static void
login_filled_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows == NULL)
    {
      fail_login (task, error);
      return;
    }
  read_fill (self, rows);
  cony_backoff_reset (&self->backoff);
  self->login_task = NULL;
  cony_session_set_logged_in (self, TRUE);
  cony_link_watch_start (self->watch);
  if (self->outbox)
    cony_outbox_open (self->outbox);
  g_task_return_boolean (task, TRUE);
}

static void
login_yo_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN) && is_current (task))
    {
      g_clear_error (&error);
      error = g_error_new (CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                           /* Translators: %s is a user name */
                           _("The user “%s” has no role in Cony. Ask an administrator."),
                           self->user);
    }
  if (rows == NULL || !cony_session_read_yo (self, rows, &error))
    {
      fail_login (task, error);
      return;
    }
  cony_session_sql_fill (self->database, CONY_EVENT_LOG_LENGTH, g_task_get_cancellable (task),
                         login_filled_cb, g_object_ref (task));
}

static void
login_connected_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!cony_database_connect_finish (CONY_DATABASE (object), result, &error))
    {
      fail_login (task, error);
      return;
    }
  self->asked_at = g_get_monotonic_time ();
  cony_session_sql_yo (self->database, g_task_get_cancellable (task), login_yo_cb,
                       g_object_ref (task));
}

/**
 * cony_session_login_async:
 * @self: a session
 * @conninfo: where the server is, a libpq connection string
 * @user: login
 * @password: its password
 * @wanted: roles of which one is enough for this program, or %CONY_ROL_NONE
 * @cancellable: (nullable): ends the attempt
 * @callback: called when the person is logged in or refused
 * @user_data: for @callback
 *
 * Logs a person in, and out whoever was.  When it has ended well, the event log is filled and
 * cony_session_get_cursor() belongs to what it shows.
 */
void
cony_session_login_async (ConySession         *self,
                          const char          *conninfo,
                          const char          *user,
                          const char          *password,
                          ConyRoles            wanted,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONY_IS_SESSION (self));
  g_return_if_fail (conninfo != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_login_async);

  cony_session_close (self);
  self->conninfo = g_strdup (conninfo);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  self->wanted = wanted;
  self->login_task = task;
  cony_database_connect_async (self->database, conninfo, user, password, cancellable,
                               login_connected_cb, g_steal_pointer (&task));
}

/**
 * cony_session_login_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location; its message is a whole sentence for the person
 *
 * Returns: %TRUE if the person is logged in
 */
gboolean
cony_session_login_finish (ConySession   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cony_session_refill:
 * @self: a session
 *
 * Reads the last events into the log again, because the stream could not be resumed, and what else
 * an event would have told.  They count as seen: what they changed is shown by the stores, and
 * nothing rings.
 */
void
cony_session_refill (ConySession *self)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  if (!self->logged_in)
    return;
  cony_session_read_again (self);
  cony_event_log_mark (self->event_log);
  cony_session_sql_fill (self->database, CONY_EVENT_LOG_LENGTH, NULL, refilled_cb,
                         g_object_ref (self));
}
