/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MONITOR_TYPE_PANEL (monitor_panel_get_type ())
G_DECLARE_FINAL_TYPE (MonitorPanel, monitor_panel, MONITOR, PANEL, GtkWidget)

/* Signal: "copied" ()  the JSON is on the clipboard */
void  monitor_panel_show     (MonitorPanel *self,
                              const char   *title,
                              const char   *caption,
                              const char   *json);
char *monitor_panel_dup_json (MonitorPanel *self);

G_END_DECLS
