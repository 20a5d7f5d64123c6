/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "monitor-cell.h"

G_BEGIN_DECLS

#define MONITOR_TYPE_TABLE (monitor_table_get_type ())
G_DECLARE_FINAL_TYPE (MonitorTable, monitor_table, MONITOR, TABLE, GtkWidget)

/* Properties: "following" (gboolean, read-only): whether the newest row is kept in sight,
 * "n-unseen" (uint, read-only): rows that came since it is not.
 * Signals: "row-activated" (GObject *item), "row-selected" (GObject *item)
 *
 * Only a table that was told to follow does so. */
void        monitor_table_set_empty     (MonitorTable        *self,
                                         const char          *title,
                                         const char          *description);
void        monitor_table_add_column    (MonitorTable        *self,
                                         const char          *title,
                                         int                  width,
                                         MonitorCellFunc      fill,
                                         gpointer             user_data);
void        monitor_table_set_model     (MonitorTable        *self,
                                         GListModel          *model);
void        monitor_table_follow        (MonitorTable        *self);
void        monitor_table_follow_first  (MonitorTable        *self);
void        monitor_table_pause         (MonitorTable        *self);
gboolean    monitor_table_get_following (MonitorTable        *self);
guint       monitor_table_get_n_unseen  (MonitorTable        *self);

G_END_DECLS
