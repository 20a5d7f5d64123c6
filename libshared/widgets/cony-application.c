/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-application.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cony-application-private.h"
#include "cony-widgets.h"

/**
 * ConyApplication:
 *
 * What every window program does the same way: options and settings, theme, login
 * (cony-application-login.c), one session with one realtime link, toasts of the desktop, other
 * programs for the same person (cony-application-launch.c), leaving.
 */
G_DEFINE_TYPE_WITH_PRIVATE (ConyApplication, cony_application, ADW_TYPE_APPLICATION)

static const char SCHEMA[] = "com.conychips.Cony";
static const char DEFAULT_BROKER[] = "ws://127.0.0.1:8765/ws";

/* For the other files of this class. */
ConyApplicationPrivate *
cony_application_get_private (ConyApplication *self)
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
  ConyApplicationPrivate *priv = cony_application_get_private (self);

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
  ConyApplicationPrivate *priv = cony_application_get_private (self);

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
  ConyApplicationPrivate *priv = cony_application_get_private (self);
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
          cony_application_show_login (self);
          return;
        }
      cony_application_enter (self, g_strchomp (password));
    }
  else
    cony_application_show_login (self);
}

static void
cony_application_shutdown (GApplication *application)
{
  ConyApplication *self = CONY_APPLICATION (application);
  ConyApplicationPrivate *priv = cony_application_get_private (self);

  cony_application_drop_window (self);
  cony_application_stop_looking (self);
  if (priv->login)
    gtk_window_destroy (GTK_WINDOW (priv->login));
  cony_application_forget_session (self);

  G_APPLICATION_CLASS (cony_application_parent_class)->shutdown (application);
}

static void
cony_application_finalize (GObject *object)
{
  ConyApplicationPrivate *priv = cony_application_get_private (CONY_APPLICATION (object));

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
  ConyApplicationPrivate *priv = cony_application_get_private (self);
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
 * cony_application_new:
 * @id: the application id
 * @name: what people call the program
 * @roles: roles that may use it; 0 lets in anybody who has a login
 * @create_window: makes its window
 *
 * Returns: (transfer full): a program, for cony_application_main()
 */
ConyApplication *
cony_application_new (const char           *id,
                      const char           *name,
                      ConyRoles             roles,
                      ConyCreateWindowFunc  create_window)
{
  ConyApplication *self = g_object_new (CONY_TYPE_APPLICATION, "application-id", id, NULL);

  g_set_application_name (name);
  cony_application_set_role (self, roles, create_window);
  return self;
}

/**
 * cony_application_set_role:
 * @self: a #ConyApplication
 * @roles: roles that may use this program; 0 lets in anybody who has a login
 * @create_window: makes its window
 *
 * For a program with a class of its own, when it is made.
 */
void
cony_application_set_role (ConyApplication      *self,
                           ConyRoles             roles,
                           ConyCreateWindowFunc  create_window)
{
  ConyApplicationPrivate *priv;

  g_return_if_fail (CONY_IS_APPLICATION (self));
  g_return_if_fail (create_window != NULL);

  priv = cony_application_get_private (self);
  priv->roles = roles;
  priv->create_window = create_window;
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

  return cony_application_get_private (self)->session;
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

  return cony_application_get_private (self)->realtime;
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

typedef struct
{
  GApplication *application; /* owned */
  char *id;
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *self = data;

  g_object_unref (self->application);
  g_free (self->id);
  g_free (self);
}

static gboolean
withdraw_again_cb (gpointer user_data)
{
  Withdrawal *self = user_data;

  g_application_withdraw_notification (self->application, self->id);
  return G_SOURCE_REMOVE;
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
  Withdrawal *again;

  g_return_if_fail (CONY_IS_APPLICATION (self));
  g_return_if_fail (id != NULL);

  g_application_withdraw_notification (G_APPLICATION (self), id);
  /* GIO does not find a toast that the desktop has not confirmed yet. */
  again = g_new0 (Withdrawal, 1);
  again->application = g_object_ref (G_APPLICATION (self));
  again->id = g_strdup (id);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, 2, withdraw_again_cb, again, withdrawal_free);
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

  return cony_application_get_private (self)->server;
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

  return cony_application_get_private (self)->settings;
}
