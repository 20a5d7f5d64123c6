/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-pedido-item.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_ITEM_ROW (atencion_item_row_get_type ())
G_DECLARE_FINAL_TYPE (AtencionItemRow, atencion_item_row, ATENCION, ITEM_ROW, GtkListBoxRow)

GtkWidget *atencion_item_row_new       (ConyPedidoItem *item);
GtkWidget *atencion_item_row_new_total (double          total);

G_END_DECLS
