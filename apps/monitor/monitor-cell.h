/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MONITOR_TYPE_CELL (monitor_cell_get_type ())
G_DECLARE_FINAL_TYPE (MonitorCell, monitor_cell, MONITOR, CELL, GtkWidget)

/**
 * MonitorCellFunc:
 * @cell: an emptied cell
 * @item: the row's item
 * @user_data: what the column was made with
 *
 * Fills a cell with monitor_cell_set() or monitor_cell_set_pill().
 */
typedef void (*MonitorCellFunc) (MonitorCell *cell,
                                 gpointer     item,
                                 gpointer     user_data);

void monitor_cell_set      (MonitorCell     *self,
                            const char      *icon_name,
                            const char      *text,
                            const char      *css_class);
void monitor_cell_set_pill (MonitorCell     *self,
                            const char      *kind,
                            const char      *icon_name,
                            const char      *text);

GtkColumnViewColumn *monitor_column_new (const char      *title,
                                         int              width,
                                         MonitorCellFunc  fill,
                                         gpointer         user_data);

G_END_DECLS
