/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include "cony-application.h"

/* The colours: as the desktop wants them, or chosen for this computer. */

#define KEY "atencion-theme"

static GSettings *
get_settings (AtencionWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return CONY_IS_APPLICATION (application)
           ? cony_application_get_settings (CONY_APPLICATION (application))
           : NULL;
}

static void
theme_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  static const char * const choices[] = { "system", "light", "dark", "contrast", NULL };
  AtencionWindow *self = user_data;
  GSettings *settings = get_settings (self);

  if (!g_strv_contains (choices, g_variant_get_string (value, NULL)))
    return;
  g_simple_action_set_state (action, value);
  cony_theme_set_choice (self->theme, g_variant_get_string (value, NULL));
  if (settings)
    g_settings_set_value (settings, KEY, value);
}

/* atencion_window_add_theme: gives @self its colours and the action that changes them; once. */
void
atencion_window_add_theme (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "theme", .parameter_type = "s", .state = "'system'", .change_state = theme_cb },
  };

  self->theme = cony_theme_new (gtk_widget_get_display (GTK_WIDGET (self)));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* atencion_window_load_theme: takes over what was chosen on this computer. */
void
atencion_window_load_theme (AtencionWindow *self)
{
  GSettings *settings = get_settings (self);

  if (settings)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "theme",
                                        g_settings_get_value (settings, KEY));
}
