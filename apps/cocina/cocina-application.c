/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-application.h"

#include <glib/gi18n.h>

#include "cocina-window.h"

struct _CocinaApplication
{
  ConyApplication parent_instance;

  gboolean windowed;
};

G_DEFINE_FINAL_TYPE (CocinaApplication, cocina_application, CONY_TYPE_APPLICATION)

static GtkWidget *
create_window (ConyApplication *application,
               ConySession     *session,
               ConyRealtime    *realtime)
{
  GtkWidget *window = GTK_WIDGET (cocina_window_new (application, session, realtime));

  /* On the wall nothing else belongs on the screen. */
  if (!COCINA_APPLICATION (application)->windowed)
    gtk_window_fullscreen (GTK_WINDOW (window));
  return window;
}

/* The click on a toast of the desktop. */
static void
show_alert_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  GApplication *application = user_data;
  GtkWindow *window;

  g_application_activate (application);
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  if (COCINA_IS_WINDOW (window))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-alert", "s",
                                g_variant_get_string (parameter, NULL));
}

static void
cocina_application_startup (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "show-alert", .activate = show_alert_cb, .parameter_type = "s" },
  };

  G_APPLICATION_CLASS (cocina_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
}

static void
cocina_application_class_init (CocinaApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->startup = cocina_application_startup;
}

static void
cocina_application_init (CocinaApplication *self)
{
  const GOptionEntry entries[] = {
    { "windowed", 0, 0, G_OPTION_ARG_NONE, &self->windowed, N_ ("Do not fill the screen"), NULL },
    { NULL },
  };

  cony_application_set_role (CONY_APPLICATION (self), CONY_ROL_COCINERO, create_window);
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}
