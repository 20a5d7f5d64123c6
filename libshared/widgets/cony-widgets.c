/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-widgets.h"

#include <gtk/gtk.h>

#include "cony-action-button.h"
#include "cony-alert-banner.h"
#include "cony-delivery-button.h"
#include "cony-freshness-pill.h"
#include "cony-lines.h"
#include "cony-state-pill.h"
#include "cony-tab-stop.h"
#include "cony-widgets-resources.h"

/**
 * cony_widgets_init:
 *
 * Registers resource, types, icons and theme of the shared widgets with the default display.
 * ConyApplication calls it; a test without an application calls it itself.  May be called again.
 */
void
cony_widgets_init (void)
{
  static gsize done;
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  if (!g_once_init_enter (&done))
    return;

  g_resources_register (cony_widgets_get_resource ());
  g_type_ensure (CONY_TYPE_ACTION_BUTTON);
  g_type_ensure (CONY_TYPE_ALERT_BANNER);
  g_type_ensure (CONY_TYPE_DELIVERY_BUTTON);
  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  g_type_ensure (CONY_TYPE_LINES);
  g_type_ensure (CONY_TYPE_STATE_PILL);
  g_type_ensure (CONY_TYPE_TAB_STOP);

  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/com/conychips/Cony/icons");
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/com/conychips/Cony/widgets/style.css");
  /* Below the style sheet of the program itself, which AdwApplication loads before. */
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
  g_once_init_leave (&done, 1);
}
