/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-private.h"

#include "cony-clock.h"
#include "cony-session-sql.h"
#include "cony-source.h"

/* The first try follows at once; 300 windows spread the others over this time. */
#define RECONNECT_BASE_MS 250
#define RECONNECT_CAP_MS 2000
/* An attempt that nobody answered for so long was a long wait already. */
#define LONG_ATTEMPT_MS 2500

static void connect_again (ConySession *self);

static void
end_session (ConySession *self,
             GError      *error)
{
  g_autoptr (ConySession) keep = g_object_ref (self);

  cony_session_close (self);
  cony_session_emit_ended (self, error);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
}

static gboolean
reconnect_cb (gpointer user_data)
{
  ConySession *self = user_data;

  cony_source_clear (&self->reconnect);
  connect_again (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_reconnect (ConySession *self,
                    guint        wait_ms)
{
  cony_source_clear (&self->reconnect);
  self->reconnect = g_timeout_source_new (wait_ms);
  g_source_set_static_name (self->reconnect, "[cony] session reconnect");
  g_source_set_callback (self->reconnect, reconnect_cb, self, NULL);
  g_source_attach (self->reconnect, g_main_context_get_thread_default ());
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);
  gboolean again = self->refresh_again;

  self->refreshing = self->refresh_again = FALSE;
  if (!self->logged_in || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows && cony_session_read_yo (self, rows, &error))
    {
      gboolean was_away = self->away;

      cony_backoff_reset (&self->backoff);
      self->away = FALSE;
      if (again)
        cony_session_read_again (self);
      if (was_away)
        cony_session_emit_reconnected (self);
    }
  else if (is_final (error))
    end_session (self, error);
  /* Otherwise it was lost again, and the loss has started the next attempt. */
}

static void
connected_again_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;
  guint wait;

  cony_database_connect_finish (CONY_DATABASE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->connecting = FALSE;
  if (error == NULL || !self->logged_in)
    return;
  if (is_final (error))
    {
      end_session (self, error);
      return;
    }
  wait = cony_backoff_next (&self->backoff, g_random_double ());
  if (cony_clock_monotonic_ms () - self->tried_at >= LONG_ATTEMPT_MS)
    wait = MIN (wait, RECONNECT_BASE_MS);
  schedule_reconnect (self, wait);
}

static void
connect_again (ConySession *self)
{
  self->connecting = TRUE;
  self->tried_at = cony_clock_monotonic_ms ();
  cony_database_connect_async (self->database, self->conninfo, self->user, self->password, NULL,
                               connected_again_cb, g_object_ref (self));
}

/*< private >
 * cony_session_read_again:
 *
 * Reads again who is logged in, and with it the branch's thresholds; without a connection that is
 * done when there is one again.
 */
void
cony_session_read_again (ConySession *self)
{
  if (!self->logged_in || !cony_database_get_connected (self->database))
    return;
  if (self->refreshing)
    {
      self->refresh_again = TRUE;
      return;
    }
  self->refreshing = TRUE;
  self->asked_at = g_get_monotonic_time ();
  cony_session_sql_yo (self->database, NULL, refreshed_cb, g_object_ref (self));
}

/* The database opens a lost connection itself while an action is being checked; else we do. */
static void
connection_changed_cb (ConySession *self)
{
  if (!self->logged_in)
    return;
  if (!cony_database_get_connected (self->database))
    {
      self->away = TRUE;
      if (!cony_database_get_checking (self->database) && !self->connecting && !self->reconnect)
        schedule_reconnect (self, 0);
      return;
    }
  if (self->away && !self->refreshing)
    cony_session_read_again (self);
}

/*< private >
 * cony_session_keep_connected:
 *
 * For a session's whole life: a connection that a person had is opened again.
 */
void
cony_session_keep_connected (ConySession *self)
{
  cony_backoff_init (&self->backoff, RECONNECT_BASE_MS, RECONNECT_CAP_MS);
  g_signal_connect_object (self->database, "notify::connected", G_CALLBACK (connection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->database, "notify::checking", G_CALLBACK (connection_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/*< private >
 * cony_session_forget_connection:
 *
 * Nobody is logged in any more whose connection would be missed.
 */
void
cony_session_forget_connection (ConySession *self)
{
  cony_source_clear (&self->reconnect);
  self->connecting = FALSE;
  self->away = FALSE;
}

/**
 * cony_session_reconnect:
 * @self: a session
 *
 * Drops a connection that is not to be trusted any more (after the machine slept) and opens it
 * again; "reconnected" follows.  What is being done is done once, as after any loss.
 */
void
cony_session_reconnect (ConySession *self)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  if (self->logged_in)
    cony_database_give_up (self->database);
}
