/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-application.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "cony-login-window.h"
#include "cony-server-probe.h"
#include "cony-widgets.h"

/**
 * ConyApplication:
 *
 * What every window program does the same way: options and settings, theme, login, one session with
 * one realtime link, toasts of the desktop, leaving.
 */
typedef struct
{
  GSettings *settings; /* (nullable): NULL where the schema is not installed */

  char *server;
  char *broker;
  char *user;
  char *password_file;
  char *pantalla;
  char *password; /* of the session, to hand it on to another window of the same person */

  ConySession *session;
  ConyRealtime *realtime;
  GCancellable *cancellable; /* of the login under way */
  GCancellable *look;        /* of the look whether the server is there */

  ConyLoginWindow *login;  /* weak */
  GtkWindow *window;       /* weak: the role's window */
} ConyApplicationPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConyApplication, cony_application, ADW_TYPE_APPLICATION)

static const char SCHEMA[] = "com.conychips.Cony";
static const char DEFAULT_BROKER[] = "ws://127.0.0.1:8765/ws";

static void show_login (ConyApplication *self);

static ConyApplicationPrivate *
get_private (ConyApplication *self)
{
  return cony_application_get_instance_private (self);
}

/* ---- settings ---- */

static GSettings *
load_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);
  return schema ? g_settings_new (SCHEMA) : NULL;
}

static void
take_default (ConyApplication  *self,
              char            **value,
              const char       *key,
              const char       *fallback)
{
  ConyApplicationPrivate *priv = get_private (self);

  /* Empty on the command line means: none. */
  if (*value)
    return;
  if (priv->settings)
    *value = g_settings_get_string (priv->settings, key);
  if (!*value || !**value)
    {
      g_free (*value);
      *value = g_strdup (fallback);
    }
}

static void
remember (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);

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

/* ---- login ---- */

static void
set_password (ConyApplication *self,
              const char      *password)
{
  ConyApplicationPrivate *priv = get_private (self);

  if (priv->password)
    explicit_bzero (priv->password, strlen (priv->password));
  g_free (priv->password);
  priv->password = g_strdup (password);
}

static void
stop_looking (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);

  g_cancellable_cancel (priv->look);
  g_clear_object (&priv->look);
}

static void
forget_session (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);

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
  ConyApplicationPrivate *priv = get_private (self);

  priv->window = NULL;
  forget_session (self);
}

static void
drop_window (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);
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
  ConyApplicationPrivate *priv = get_private (self);
  ConyApplicationClass *klass = CONY_APPLICATION_GET_CLASS (self);

  /* The theme has a light window and a dark board; a board asks for its scheme itself. */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  priv->realtime = cony_realtime_new (priv->session, priv->broker);
  priv->window = klass->create_window (self, priv->session, priv->realtime);
  g_object_weak_ref (G_OBJECT (priv->window), window_destroyed_cb, self);
  gtk_window_set_application (priv->window, GTK_APPLICATION (self));
  gtk_window_present (priv->window);
  cony_realtime_start (priv->realtime);
  stop_looking (self);
  if (priv->login)
    gtk_window_destroy (GTK_WINDOW (priv->login));
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ConyApplication) self = user_data;
  ConyApplicationPrivate *priv = get_private (self);
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
    show_login (self);
  cony_login_window_set_busy (priv->login, FALSE);
  cony_login_window_show_error (priv->login, error);
}

static void
enter (ConyApplication *self,
       const char      *password)
{
  ConyApplicationPrivate *priv = get_private (self);
  g_autofree char *conninfo = make_conninfo (priv->server);

  set_password (self, password);
  g_clear_object (&priv->session);
  priv->session = cony_session_new (priv->pantalla);
  priv->cancellable = g_cancellable_new ();
  /* Without a login window nothing else keeps the program alive meanwhile. */
  g_application_hold (G_APPLICATION (self));
  cony_session_login_async (priv->session, conninfo, priv->user, password,
                            CONY_APPLICATION_GET_CLASS (self)->roles, priv->cancellable, login_cb,
                            g_object_ref (self));
}

static void
login_requested_cb (ConyApplication *self,
                    const char      *server,
                    const char      *user,
                    const char      *password)
{
  ConyApplicationPrivate *priv = get_private (self);

  if (priv->cancellable)
    return;
  g_free (priv->server);
  priv->server = g_strstrip (g_strdup (server));
  g_free (priv->user);
  priv->user = g_strstrip (g_strdup (user));
  cony_login_window_set_busy (priv->login, TRUE);
  enter (self, password);
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
  ConyApplicationPrivate *priv = get_private (self);
  g_autofree char *conninfo = make_conninfo (server);

  stop_looking (self);
  priv->look = g_cancellable_new ();
  cony_server_probe_async (conninfo, priv->look, looked_cb, g_object_ref (login));
}

static void
login_closed_cb (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);

  stop_looking (self);
  if (!priv->cancellable)
    return;
  forget_session (self);
  g_application_release (G_APPLICATION (self));
}

static void
show_login (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);

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

/* ---- actions ---- */

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
logout_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  cony_application_logout (CONY_APPLICATION (user_data));
}

static void
present_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkApplication *application = user_data;

  adw_show_about_window (gtk_application_get_active_window (application),
                         "application-name", g_get_application_name (),
                         "application-icon",
                         g_application_get_application_id (G_APPLICATION (application)),
                         "version", CONY_VERSION,
                         "comments", _ ("Orders, receipts, alerts and supplies of a snack shop, "
                                        "live on every screen."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "logout", .activate = logout_cb },
  { .name = "present", .activate = present_cb },
  { .name = "about", .activate = about_cb },
};

/* ---- life ---- */

static void
cony_application_startup (GApplication *application)
{
  ConyApplication *self = CONY_APPLICATION (application);
  ConyApplicationPrivate *priv = get_private (self);

  G_APPLICATION_CLASS (cony_application_parent_class)->startup (application);

  cony_widgets_init ();
  gtk_window_set_default_icon_name (g_application_get_application_id (application));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });

  priv->settings = load_settings ();
  take_default (self, &priv->server, "server", "");
  take_default (self, &priv->broker, "broker", DEFAULT_BROKER);
  take_default (self, &priv->user, "user", "");
  take_default (self, &priv->pantalla, "pantalla", g_get_application_name ());
}

static void
cony_application_activate (GApplication *application)
{
  ConyApplication *self = CONY_APPLICATION (application);
  ConyApplicationPrivate *priv = get_private (self);
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;

  if (priv->window)
    gtk_window_present (priv->window);
  else if (priv->login)
    gtk_window_present (GTK_WINDOW (priv->login));
  else if (priv->cancellable)
    return;
  else if (priv->password_file && *priv->user)
    {
      if (!g_file_get_contents (priv->password_file, &password, NULL, &error))
        {
          g_warning ("Cannot read the password: %s", error->message);
          show_login (self);
          return;
        }
      enter (self, g_strchomp (password));
    }
  else
    show_login (self);
}

static void
cony_application_shutdown (GApplication *application)
{
  ConyApplication *self = CONY_APPLICATION (application);
  ConyApplicationPrivate *priv = get_private (self);

  drop_window (self);
  stop_looking (self);
  if (priv->login)
    gtk_window_destroy (GTK_WINDOW (priv->login));
  forget_session (self);

  G_APPLICATION_CLASS (cony_application_parent_class)->shutdown (application);
}

static void
cony_application_finalize (GObject *object)
{
  ConyApplicationPrivate *priv = get_private (CONY_APPLICATION (object));

  g_clear_weak_pointer (&priv->login);
  g_clear_object (&priv->settings);
  g_free (priv->server);
  g_free (priv->broker);
  g_free (priv->user);
  g_free (priv->password_file);
  g_free (priv->pantalla);

  G_OBJECT_CLASS (cony_application_parent_class)->finalize (object);
}

static void
cony_application_class_init (ConyApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = cony_application_finalize;
  application_class->startup = cony_application_startup;
  application_class->activate = cony_application_activate;
  application_class->shutdown = cony_application_shutdown;
}

static void
cony_application_init (ConyApplication *self)
{
  ConyApplicationPrivate *priv = get_private (self);
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &priv->server,
      N_ ("Server: a computer's name or a libpq connection string"), N_ ("SERVER") },
    { "broker", 0, 0, G_OPTION_ARG_STRING, &priv->broker, N_ ("Address of the broker"),
      N_ ("URI") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &priv->user, N_ ("Who logs in"), N_ ("LOGIN") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &priv->password_file,
      N_ ("File with the password; with --user it logs in without asking"), N_ ("FILE") },
    { "pantalla", 0, 0, G_OPTION_ARG_STRING, &priv->pantalla,
      N_ ("Name of this screen, as the others see it"), N_ ("NAME") },
    { NULL },
  };

  g_application_set_flags (G_APPLICATION (self), G_APPLICATION_CAN_OVERRIDE_APP_ID);
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), NULL);
}

/**
 * cony_application_main:
 * @application: (transfer full): a #ConyApplication
 * @argc: of main()
 * @argv: of main()
 *
 * Prepares the language and runs the program; the whole main() of a window program.
 *
 * Returns: exit status
 */
int
cony_application_main (gpointer   application,
                       int        argc,
                       char     **argv)
{
  g_autoptr (ConyApplication) self = application;
  /* Where a program that is not installed finds its translations (build/po). */
  const char *localedir = g_getenv ("CONY_LOCALEDIR");

  g_return_val_if_fail (CONY_IS_APPLICATION (self), 1);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir ? localedir : CONY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return g_application_run (G_APPLICATION (self), argc, argv);
}

/**
 * cony_application_get_session:
 * @self: a #ConyApplication
 *
 * Returns: (transfer none) (nullable): the session, %NULL before the login
 */
ConySession *
cony_application_get_session (ConyApplication *self)
{
  g_return_val_if_fail (CONY_IS_APPLICATION (self), NULL);

  return get_private (self)->session;
}

/**
 * cony_application_get_realtime:
 * @self: a #ConyApplication
 *
 * Returns: (transfer none) (nullable): the event stream, %NULL before the login
 */
ConyRealtime *
cony_application_get_realtime (ConyApplication *self)
{
  g_return_val_if_fail (CONY_IS_APPLICATION (self), NULL);

  return get_private (self)->realtime;
}

/**
 * cony_application_toast_desktop:
 * @self: a #ConyApplication
 * @id: names the toast; the same id replaces it
 * @title: first line
 * @body: (nullable): text
 * @default_action: (nullable): detailed `app.` action for a click, `app.present` when %NULL
 * @urgent: it must stay until somebody sees it
 *
 * Shows a toast of the desktop.  Where no notification server runs it is lost: the window's own
 * list must be complete without it.
 */
void
cony_application_toast_desktop (ConyApplication *self,
                                const char      *id,
                                const char      *title,
                                const char      *body,
                                const char      *default_action,
                                gboolean         urgent)
{
  g_autoptr (GNotification) notification = NULL;

  g_return_if_fail (CONY_IS_APPLICATION (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (title != NULL);

  notification = g_notification_new (title);
  if (body)
    g_notification_set_body (notification, body);
  g_notification_set_priority (notification, urgent ? G_NOTIFICATION_PRIORITY_URGENT
                                                    : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_default_action (notification,
                                     default_action ? default_action : "app.present");
  g_application_send_notification (G_APPLICATION (self), id, notification);
}

/**
 * cony_application_withdraw_desktop:
 * @self: a #ConyApplication
 * @id: name of the toast
 *
 * Takes a toast back whose reason is gone.
 */
void
cony_application_withdraw_desktop (ConyApplication *self,
                                   const char      *id)
{
  g_return_if_fail (CONY_IS_APPLICATION (self));
  g_return_if_fail (id != NULL);

  g_application_withdraw_notification (G_APPLICATION (self), id);
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

  priv = get_private (self);
  if (!priv->window)
    return;
  /* The login window first, so that there is always one and the program goes on. */
  show_login (self);
  drop_window (self);
  forget_session (self);
}

/* Programs are installed side by side; in a build tree as well. */
static char *
find_program (const char *name)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname (self) : NULL;
  g_autofree char *sibling = folder ? g_build_filename (folder, name, NULL) : NULL;

  if (sibling && g_file_test (sibling, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&sibling);
  return g_find_program_in_path (name);
}

/* A pipe that already holds all it will ever hold; a password is far shorter than its buffer. */
static int
open_password_pipe (const char  *password,
                    GError     **error)
{
  int fds[2];
  size_t length = strlen (password);

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return -1;
  if (write (fds[1], password, length) != (ssize_t) length)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the password does not fit a pipe");
      close (fds[0]);
      fds[0] = -1;
    }
  close (fds[1]);
  return fds[0];
}

/**
 * cony_application_launch:
 * @self: a #ConyApplication whose person is logged in
 * @program: name of another program of the suite
 * @error: return location
 *
 * Starts @program with the same server, broker and person.  The password goes through an inherited
 * pipe: neither a command line nor a file ever holds it.
 *
 * Returns: %TRUE if the program was started
 */
gboolean
cony_application_launch (ConyApplication  *self,
                         const char       *program,
                         GError          **error)
{
  const int child_fd = 3;
  ConyApplicationPrivate *priv;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *path = NULL;
  g_autofree char *file = g_strdup_printf ("/dev/fd/%d", child_fd);
  int fd;

  g_return_val_if_fail (CONY_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (program != NULL, FALSE);

  priv = get_private (self);
  g_return_val_if_fail (priv->password != NULL, FALSE);

  path = find_program (program);
  if (!path)
    {
      /* Translators: the name of a program. */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s is not installed."), program);
      return FALSE;
    }
  fd = open_password_pipe (priv->password, error);
  if (fd < 0)
    return FALSE;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd (launcher, fd, child_fd);
  process = g_subprocess_launcher_spawn (launcher, error, path, "--server", priv->server, "--broker",
                                         priv->broker, "--user", priv->user, "--password-file",
                                         file, NULL);
  return process != NULL;
}

/**
 * cony_application_get_server:
 * @self: a #ConyApplication
 *
 * Returns: (transfer none): the server as the person wrote it; empty for this computer
 */
const char *
cony_application_get_server (ConyApplication *self)
{
  g_return_val_if_fail (CONY_IS_APPLICATION (self), NULL);

  return get_private (self)->server;
}

/**
 * cony_application_get_settings:
 * @self: a #ConyApplication
 *
 * Returns: (transfer none) (nullable): the settings, %NULL where their schema is not installed
 */
GSettings *
cony_application_get_settings (ConyApplication *self)
{
  g_return_val_if_fail (CONY_IS_APPLICATION (self), NULL);

  return get_private (self)->settings;
}
