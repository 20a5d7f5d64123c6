/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Creates the row of an item (transfer floating). */
typedef GtkWidget *(*AtencionRowsCreate) (gpointer item,
                                          gpointer user_data);

void atencion_rows_bind   (GtkListBox         *list,
                           GListModel         *model,
                           AtencionRowsCreate  create,
                           gpointer            user_data);
void atencion_rows_unbind (GtkListBox         *list);

G_END_DECLS
