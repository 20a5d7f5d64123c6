/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-theme.h"

#include <adwaita.h>

/**
 * ConyTheme:
 *
 * The colours of a window of class `cony`: what a person chose, or what the desktop prefers.  They
 * are the program's as long as this object lives.
 */
struct _ConyTheme
{
  GObject parent_instance;

  /* owned */
  GdkDisplay *display;
  GtkCssProvider *provider;

  const char *choice; /* interned */
  const char *shown;  /* interned */
};

G_DEFINE_FINAL_TYPE (ConyTheme, cony_theme, G_TYPE_OBJECT)

static const char *
find_shown (ConyTheme       *self,
            AdwStyleManager *manager)
{
  if (!g_str_equal (self->choice, "system"))
    return self->choice;
  if (adw_style_manager_get_high_contrast (manager))
    return "contrast";
  return adw_style_manager_get_dark (manager) ? "dark" : "light";
}

static void
update (ConyTheme *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;
  const char *shown;
  g_autofree char *path = NULL;

  if (g_str_equal (self->choice, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (!g_str_equal (self->choice, "system") || adw_style_manager_get_high_contrast (manager))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  /* Comes back here when it changes something. */
  adw_style_manager_set_color_scheme (manager, scheme);

  shown = g_intern_string (find_shown (self, manager));
  if (self->shown == shown)
    return;
  self->shown = shown;
  path = g_strdup_printf ("/com/conychips/Cony/widgets/style-%s.css", shown);
  /* The light one is the theme as it stands. */
  if (g_str_equal (shown, "light"))
    gtk_css_provider_load_from_data (self->provider, "", 0);
  else
    gtk_css_provider_load_from_resource (self->provider, path);
}

static void
cony_theme_dispose (GObject *object)
{
  ConyTheme *self = CONY_THEME (object);

  if (self->provider)
    gtk_style_context_remove_provider_for_display (self->display,
                                                   GTK_STYLE_PROVIDER (self->provider));
  g_clear_object (&self->provider);
  g_clear_object (&self->display);

  G_OBJECT_CLASS (cony_theme_parent_class)->dispose (object);
}

static void
cony_theme_class_init (ConyThemeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cony_theme_dispose;
}

static void
cony_theme_init (ConyTheme *self)
{
  self->choice = "system";
  self->provider = gtk_css_provider_new ();
}

/**
 * cony_theme_new:
 * @display: where the windows are
 *
 * Returns: (transfer full): the colours that the desktop prefers
 */
ConyTheme *
cony_theme_new (GdkDisplay *display)
{
  ConyTheme *self;
  AdwStyleManager *manager;

  g_return_val_if_fail (GDK_IS_DISPLAY (display), NULL);

  self = g_object_new (CONY_TYPE_THEME, NULL);
  self->display = g_object_ref (display);
  /* As high as the style sheet of the program, which was there before. */
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  manager = adw_style_manager_get_default ();
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * cony_theme_set_choice:
 * @self: a theme
 * @choice: "light", "dark", "contrast", or "system" to follow the desktop
 */
void
cony_theme_set_choice (ConyTheme  *self,
                       const char *choice)
{
  g_return_if_fail (CONY_IS_THEME (self));
  g_return_if_fail (choice != NULL);

  self->choice = g_intern_string (choice);
  update (self);
}

/**
 * cony_theme_get_shown:
 * @self: a theme
 *
 * Returns: "light", "dark" or "contrast"
 */
const char *
cony_theme_get_shown (ConyTheme *self)
{
  g_return_val_if_fail (CONY_IS_THEME (self), NULL);

  return self->shown;
}
