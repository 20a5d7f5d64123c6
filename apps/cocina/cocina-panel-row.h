/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the rows of a CocinaPanel are made of. */
GtkWidget *cocina_panel_row_new   (void);
GtkWidget *cocina_panel_row_append_label
                                  (GtkWidget            *row,
                                   const char           *css_class,
                                   const char           *text);
GtkWidget *cocina_panel_row_append_button
                                  (GtkWidget            *row,
                                   const char           *icon_name,
                                   const char           *text,
                                   const char           *key,
                                   const char           *action,
                                   gint64                id,
                                   const char           *spoken);

G_END_DECLS
