/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-motion.h"

/* Of newer GTK: what the desktop says about prefers-reduced-motion; 0 is no preference. */
#define REDUCED_MOTION "gtk-interface-reduced-motion"

static gboolean
has_reduced_motion (GtkSettings *settings)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (settings), REDUCED_MOTION) != NULL;
}

/**
 * cony_motion_get_reduced:
 * @settings: the desktop's
 *
 * Returns: whether the person wants nothing to move or blink
 */
gboolean
cony_motion_get_reduced (GtkSettings *settings)
{
  gboolean animations = TRUE;
  int reduced = 0;

  g_return_val_if_fail (GTK_IS_SETTINGS (settings), FALSE);

  g_object_get (settings, "gtk-enable-animations", &animations, NULL);
  if (has_reduced_motion (settings))
    g_object_get (settings, REDUCED_MOTION, &reduced, NULL);
  return !animations || reduced != 0;
}

static void
update (GtkWidget *widget)
{
  if (cony_motion_get_reduced (gtk_widget_get_settings (widget)))
    gtk_widget_add_css_class (widget, "still");
  else
    gtk_widget_remove_css_class (widget, "still");
}

/**
 * cony_motion_follow:
 * @widget: a widget
 *
 * Gives @widget the style class `still` while the person wants nothing to move.
 */
void
cony_motion_follow (GtkWidget *widget)
{
  GtkSettings *settings;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  settings = gtk_widget_get_settings (widget);
  g_signal_connect_object (settings, "notify::gtk-enable-animations", G_CALLBACK (update), widget,
                           G_CONNECT_SWAPPED);
  if (has_reduced_motion (settings))
    g_signal_connect_object (settings, "notify::" REDUCED_MOTION, G_CALLBACK (update), widget,
                             G_CONNECT_SWAPPED);
  update (widget);
}
