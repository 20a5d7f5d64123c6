/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COCINA_TYPE_PANEL (cocina_panel_get_type ())
G_DECLARE_FINAL_TYPE (CocinaPanel, cocina_panel, COCINA, PANEL, GtkBox)

/* Makes the row of one item, (transfer floating). */
typedef GtkWidget *(*CocinaPanelRowFunc) (GObject  *item,
                                          gpointer  user_data);

/* Whether an item is meant by what was typed. */
typedef gboolean (*CocinaPanelMatchFunc) (GObject    *item,
                                          const char *text);

GtkWidget *cocina_panel_new       (const char           *icon_name,
                                   const char           *title,
                                   const char           *hint,
                                   const char           *nothing);
void       cocina_panel_set_model (CocinaPanel          *self,
                                   GListModel           *model,
                                   CocinaPanelRowFunc    row_func,
                                   CocinaPanelMatchFunc  match_func,
                                   gpointer              user_data);
void       cocina_panel_open      (CocinaPanel          *self);
void       cocina_panel_refresh   (CocinaPanel          *self);
void       cocina_panel_set_page_size
                                  (CocinaPanel          *self,
                                   guint                 rows);
gboolean   cocina_panel_shows     (CocinaPanel          *self,
                                   gpointer              item);

G_END_DECLS
