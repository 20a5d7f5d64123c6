/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-application-private.h"

#include <string.h>

#include "cony-secret.h"
#include "cony-server-probe.h"

static void
remember (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  if (!priv->settings)
    return;
  g_settings_set_string (priv->settings, "server", priv->server);
  g_settings_set_string (priv->settings, "user", priv->user);
}

/* People write the name of a computer; a libpq connection string is for those who need more. */
static char *
make_conninfo (const char *server)
{
  g_autoptr (GString) host = NULL;

  if (!server || !*server || strchr (server, '=') || strstr (server, "://"))
    return g_strdup (server ? server : "");
  host = g_string_new (server);
  g_string_replace (host, "\\", "\\\\", 0);
  g_string_replace (host, "'", "\\'", 0);
  return g_strdup_printf ("host='%s' dbname=cony", host->str);
}

static void
set_password (ConyApplication *self,
              const char      *password)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  cony_secret_clear (&priv->password);
  priv->password = g_strdup (password);
}

/* Ends a look whether the server is there. */
void
cony_application_stop_looking (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  g_cancellable_cancel (priv->look);
  g_clear_object (&priv->look);
}

/* Ends session, stream and login under way. */
void
cony_application_forget_session (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  set_password (self, NULL);
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (priv->realtime)
    cony_realtime_stop (priv->realtime);
  g_clear_object (&priv->realtime);
  if (priv->session)
    cony_session_logout (priv->session);
  g_clear_object (&priv->session);
}

static void
window_destroyed_cb (gpointer  user_data,
                     GObject  *window)
{
  ConyApplication *self = user_data;
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  priv->window = NULL;
  cony_application_forget_session (self);
}

/* Closes the role's window without ending the program. */
void
cony_application_drop_window (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);
  GtkWindow *window = priv->window;

  if (!window)
    return;
  g_object_weak_unref (G_OBJECT (window), window_destroyed_cb, self);
  priv->window = NULL;
  gtk_window_destroy (window);
}

static void
open_window (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  /* The theme has a light window and a dark board; a board asks for its scheme itself. */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  priv->realtime = cony_realtime_new (priv->session, priv->broker);
  priv->window = GTK_WINDOW (priv->create_window (self, priv->session, priv->realtime));
  g_object_weak_ref (G_OBJECT (priv->window), window_destroyed_cb, self);
  gtk_window_set_application (priv->window, GTK_APPLICATION (self));
  gtk_window_present (priv->window);
  cony_realtime_start (priv->realtime);
  cony_application_stop_looking (self);
  if (priv->login)
    gtk_window_destroy (GTK_WINDOW (priv->login));
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConyApplication) self = user_data;
  ConyApplicationPrivate *priv = cony_application_get_private (self);
  g_autoptr (GError) error = NULL;
  gboolean entered = cony_session_login_finish (CONY_SESSION (source), result, &error);

  if (CONY_SESSION (source) != priv->session)
    return;
  g_application_release (G_APPLICATION (self));
  g_clear_object (&priv->cancellable);
  if (entered)
    {
      remember (self);
      open_window (self);
      return;
    }

  g_clear_object (&priv->session);
  set_password (self, NULL);
  if (!priv->login)
    cony_application_show_login (self);
  cony_login_window_set_busy (priv->login, FALSE);
  cony_login_window_show_error (priv->login, error);
}

/* The last part of the application id, in small letters: names the file of what waits. */
static char *
dup_app_name (ConyApplication *self)
{
  const char *id = g_application_get_application_id (G_APPLICATION (self));
  const char *dot = id ? strrchr (id, '.') : NULL;

  return g_ascii_strdown (dot ? dot + 1 : "cony", -1);
}

/* Logs in with server, user and this password. */
void
cony_application_enter (ConyApplication *self,
                        const char      *password)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);
  g_autofree char *conninfo = make_conninfo (priv->server);
  g_autofree char *app = dup_app_name (self);

  set_password (self, password);
  g_clear_object (&priv->session);
  priv->session = cony_session_new (priv->pantalla);
  cony_session_keep_outbox (priv->session, app);
  priv->cancellable = g_cancellable_new ();
  /* Without a login window nothing else keeps the program alive meanwhile. */
  g_application_hold (G_APPLICATION (self));
  cony_session_login_async (priv->session, conninfo, priv->user, password, priv->roles,
                            priv->cancellable, login_cb, g_object_ref (self));
}

static void
login_requested_cb (ConyApplication *self,
                    const char      *server,
                    const char      *user,
                    const char      *password)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  if (priv->cancellable)
    return;
  g_free (priv->server);
  priv->server = g_strstrip (g_strdup (server));
  g_free (priv->user);
  priv->user = g_strstrip (g_strdup (user));
  cony_login_window_set_busy (priv->login, TRUE);
  cony_application_enter (self, password);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) login = user_data;
  g_autoptr (GError) error = NULL;
  gboolean there = cony_server_probe_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cony_login_window_set_server_state (CONY_LOGIN_WINDOW (login),
                                        there ? CONY_SERVER_STATE_THERE
                                              : CONY_SERVER_STATE_AWAY);
}

static void
look_cb (ConyApplication *self,
         const char      *server,
         ConyLoginWindow *login)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);
  g_autofree char *conninfo = make_conninfo (server);
  g_autofree char *app = dup_app_name (self);
  g_auto (GStrv) waiting = cony_outbox_list_others (app, conninfo, NULL);

  cony_login_window_set_waiting (login, (const char * const *) waiting);
  cony_application_stop_looking (self);
  priv->look = g_cancellable_new ();
  cony_server_probe_async (conninfo, priv->look, looked_cb, g_object_ref (login));
}

static void
login_closed_cb (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  cony_application_stop_looking (self);
  if (!priv->cancellable)
    return;
  cony_application_forget_session (self);
  g_application_release (G_APPLICATION (self));
}

/* Opens the login window with what is known. */
void
cony_application_show_login (ConyApplication *self)
{
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_set_weak_pointer (&priv->login,
                      CONY_LOGIN_WINDOW (cony_login_window_new (GTK_APPLICATION (self))));
  cony_login_window_set_fields (priv->login, priv->server, priv->user);
  g_signal_connect_object (priv->login, "login", G_CALLBACK (login_requested_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->login, "look", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->login, "close-request", G_CALLBACK (login_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (priv->login));
}

/**
 * cony_application_logout:
 * @self: a #ConyApplication
 *
 * Ends the session and goes back to the login window.
 */
void
cony_application_logout (ConyApplication *self)
{
  ConyApplicationPrivate *priv;

  g_return_if_fail (CONY_IS_APPLICATION (self));

  priv = cony_application_get_private (self);
  if (!priv->window)
    return;
  /* The login window first, so that there is always one and the program goes on. */
  cony_application_show_login (self);
  cony_application_drop_window (self);
  cony_application_forget_session (self);
}
