/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-event.h"

G_BEGIN_DECLS

void           monitor_test_init       (int          *argc,
                                        char       ***argv);
ConyEvent     *monitor_test_event      (const char   *json);
void           monitor_test_add_json   (GListStore   *log,
                                        const char   *json);
void           monitor_test_add        (GListStore   *log,
                                        guint         i);
GListStore    *monitor_test_log        (guint         n);
GtkAdjustment *monitor_test_adjustment (GtkWidget    *window);
gboolean       monitor_test_is_at_end  (gpointer      adjustment);

G_END_DECLS
