/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cocina-preferences.h"
#include "cocina-layout.h"

/* From how far the board is read and its colours: kept for this computer, applied at once. */

#define PRIMARY_MM 20.0 /* height of a button that a wet finger hits */

static GSettings *
get_settings (CocinaWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return CONY_IS_APPLICATION (application)
           ? cony_application_get_settings (CONY_APPLICATION (application))
           : NULL;
}

static const char *
get_choice (CocinaWindow *self,
            const char   *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_autoptr (GVariant) state = g_action_get_state (action);

  return g_intern_string (g_variant_get_string (state, NULL));
}

static double
get_distance (CocinaWindow *self)
{
  return g_ascii_strtod (get_choice (self, "distance"), NULL);
}

static double
get_pitch (CocinaWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GdkMonitor *monitor = NULL;
  GdkRectangle area = { 0 };

  if (surface)
    monitor = gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface), surface);
  if (!monitor)
    return cocina_layout_pitch (0, 0);
  gdk_monitor_get_geometry (monitor, &area);
  return cocina_layout_pitch (area.width, gdk_monitor_get_width_mm (monitor));
}

static void
tell (CocinaWindow *self,
      double        reaches)
{
  double distance = get_distance (self);
  g_autofree char *note = NULL;

  if (!distance)
    /* Translators: %.1f is metres */
    note = g_strdup_printf (_ ("The letters can be read from %.1f m."), reaches);
  else if (reaches < distance)
    /* Translators: %1$g and %2$.1f are metres */
    note = g_strdup_printf (_ ("This screen is too small for %1$g m: the letters can be read from "
                               "%2$.1f m."),
                            distance, floor (reaches * 10) / 10);
  else
    /* Translators: %g is metres */
    note = g_strdup_printf (_ ("The letters can be read from %g m."), distance);
  cocina_preferences_set_note (COCINA_PREFERENCES (self->preferences), note);
}

/* How the board fills a window of this size. */
CocinaLayout
cocina_window_find_layout (CocinaWindow *self,
                           int           width,
                           int           height)
{
  return cocina_layout_find (get_distance (self), get_pitch (self), width, height);
}

/* The style of this layout: with a distance, the size of the fingers counts as well. */
char *
cocina_window_make_unit_css (CocinaWindow *self)
{
  double unit = self->layout.unit;

  tell (self, self->layout.reaches);
  if (!get_distance (self))
    return g_strdup_printf (".board { font-size: %dpx; }", (int) unit);
  return g_strdup_printf (".board { font-size: %dpx; } .board .ticket button.action, "
                          ".board .more-tile button.action { min-height: %dpx; }",
                          (int) unit, (int) MAX (PRIMARY_MM / get_pitch (self), 2.07 * unit));
}

static void
apply_theme (CocinaWindow *self)
{
  const char *theme = get_choice (self, "theme");
  g_autofree char *path = g_strdup_printf ("/com/conychips/Cony/Cocina/cocina-%s.css", theme);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (theme, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                                   : ADW_COLOR_SCHEME_FORCE_DARK);
  /* The dark one is the theme as it stands. */
  if (g_str_equal (theme, "dark"))
    gtk_css_provider_load_from_data (self->theme_provider, "", 0);
  else
    gtk_css_provider_load_from_resource (self->theme_provider, path);
}

static void
choose_cb (GSimpleAction *action,
           GVariant      *value,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;
  GSettings *settings = get_settings (self);
  const char *name = g_action_get_name (G_ACTION (action));
  g_autofree char *key = g_strconcat ("cocina-", name, NULL);

  g_simple_action_set_state (action, value);
  if (settings)
    g_settings_set_string (settings, key, g_variant_get_string (value, NULL));
  if (g_str_equal (name, "theme"))
    apply_theme (self);
  else
    {
      self->layout.unit = 0;
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;

  gtk_stack_set_visible_child (self->pages, self->preferences);
  cocina_preferences_open (COCINA_PREFERENCES (self->preferences));
}

static const GActionEntry entries[] = {
  { .name = "preferences", .activate = open_cb },
  { .name = "distance", .parameter_type = "s", .state = "'auto'", .change_state = choose_cb },
  { .name = "theme", .parameter_type = "s", .state = "'dark'", .change_state = choose_cb },
};

/* Adds the preferences and their actions. */
void
cocina_window_add_preferences (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->preferences = cocina_preferences_new ();
  gtk_stack_add_child (self->pages, self->preferences);
  self->theme_provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (self->theme_provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Takes over what was chosen on this computer. */
void
cocina_window_load_preferences (CocinaWindow *self)
{
  GSettings *settings = get_settings (self);
  static const char *const names[] = { "distance", "theme" };

  for (guint i = 0; settings && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = g_strconcat ("cocina-", names[i], NULL);
      g_autofree char *value = g_settings_get_string (settings, key);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (value));
    }
  apply_theme (self);
}
