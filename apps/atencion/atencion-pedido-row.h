/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-pedido.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_PEDIDO_ROW (atencion_pedido_row_get_type ())
G_DECLARE_FINAL_TYPE (AtencionPedidoRow, atencion_pedido_row, ATENCION, PEDIDO_ROW, GtkBox)

GtkWidget *atencion_pedido_row_new        (AtencionClock     *clock,
                                           GListModel        *alertas);
void       atencion_pedido_row_set_pedido (AtencionPedidoRow *self,
                                           ConyPedido        *pedido);

G_END_DECLS
