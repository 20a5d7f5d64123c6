/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-application.h"

#include <glib/gi18n.h>

#include "inicio-role.h"
#include "inicio-window.h"

struct _InicioApplication
{
  ConyApplication parent_instance;

  InicioWindow *window; /* weak */
  char *pending;        /* (nullable): the role to open as soon as somebody is logged in */
  gboolean choose;      /* option: show the chooser whatever was remembered */
  guint open_id;
};

G_DEFINE_FINAL_TYPE (InicioApplication, inicio_application, CONY_TYPE_APPLICATION)

static const char LAST_ROLE[] = "last-role";
static const char OPEN_LAST_ROLE[] = "open-last-role";

static gboolean
open_role (InicioApplication *self,
           const InicioRole  *role)
{
  ConyApplication *application = CONY_APPLICATION (self);
  ConySession *session = cony_application_get_session (application);
  GSettings *settings = cony_application_get_settings (application);
  g_autoptr (GError) error = NULL;

  if (!cony_roles_allow (cony_session_get_roles (session), role->roles))
    {
      if (self->window)
        inicio_window_toast (self->window, _ (role->locked));
      return FALSE;
    }
  if (!cony_application_launch (application, role->program, &error))
    {
      g_warning ("Cannot start %s: %s", role->program, error->message);
      if (self->window)
        inicio_window_toast (self->window, error->message);
      return FALSE;
    }
  if (settings)
    g_settings_set_string (settings, LAST_ROLE, role->name);
  /* Its own window takes over; this one would only hold a connection. */
  if (self->window)
    gtk_window_close (GTK_WINDOW (self->window));
  return TRUE;
}

static gboolean
open_pending_cb (gpointer user_data)
{
  InicioApplication *self = user_data;
  const InicioRole *role = inicio_role_find (self->pending);

  self->open_id = 0;
  g_clear_pointer (&self->pending, g_free);
  if (role)
    open_role (self, role);
  return G_SOURCE_REMOVE;
}

static void
open_role_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  InicioApplication *self = user_data;
  ConySession *session = cony_application_get_session (CONY_APPLICATION (self));
  const InicioRole *role = inicio_role_find (g_variant_get_string (parameter, NULL));

  if (!role)
    return;
  if (session && cony_session_get_logged_in (session) && self->window)
    {
      open_role (self, role);
      return;
    }
  g_free (self->pending);
  self->pending = g_strdup (role->name);
  g_application_activate (G_APPLICATION (self));
}

static const GActionEntry actions[] = {
  { .name = "open-role", .activate = open_role_cb, .parameter_type = "s" },
};

static GtkWidget *
create_window (ConyApplication *application,
               ConySession     *session,
               ConyRealtime    *realtime)
{
  InicioApplication *self = INICIO_APPLICATION (application);
  GSettings *settings = cony_application_get_settings (application);
  GtkWidget *window = inicio_window_new (application, session, realtime);

  g_set_weak_pointer (&self->window, INICIO_WINDOW (window));
  if (settings)
    {
      g_settings_bind (settings, OPEN_LAST_ROLE, window, "remember", G_SETTINGS_BIND_DEFAULT);
      if (!self->pending && !self->choose && g_settings_get_boolean (settings, OPEN_LAST_ROLE))
        self->pending = g_settings_get_string (settings, LAST_ROLE);
    }
  /* Whoever changes the user wants to choose. */
  self->choose = TRUE;
  if (self->pending && !self->open_id)
    self->open_id = g_idle_add (open_pending_cb, self);
  return window;
}

static void
inicio_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (inicio_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}

static void
inicio_application_finalize (GObject *object)
{
  InicioApplication *self = INICIO_APPLICATION (object);

  g_clear_handle_id (&self->open_id, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_free (self->pending);

  G_OBJECT_CLASS (inicio_application_parent_class)->finalize (object);
}

static void
inicio_application_class_init (InicioApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = inicio_application_finalize;
  application_class->startup = inicio_application_startup;
}

static void
inicio_application_init (InicioApplication *self)
{
  const GOptionEntry entries[] = {
    { "choose", 0, 0, G_OPTION_ARG_NONE, &self->choose,
      N_ ("Choose again what this computer is used for"), NULL },
    { NULL },
  };

  cony_application_set_role (CONY_APPLICATION (self), CONY_ROL_NONE, create_window);
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}
