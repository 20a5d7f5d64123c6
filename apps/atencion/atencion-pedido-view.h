/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-pedido.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_PEDIDO_VIEW (atencion_pedido_view_get_type ())
G_DECLARE_FINAL_TYPE (AtencionPedidoView, atencion_pedido_view, ATENCION, PEDIDO_VIEW, GtkWidget)

void        atencion_pedido_view_set_up     (AtencionPedidoView *self,
                                             AtencionClock      *clock,
                                             GListModel         *alertas);
ConyPedido *atencion_pedido_view_get_pedido (AtencionPedidoView *self);
void        atencion_pedido_view_set_pedido (AtencionPedidoView *self,
                                             ConyPedido         *pedido);
void        atencion_pedido_view_set_narrow (AtencionPedidoView *self,
                                             gboolean            narrow);

G_END_DECLS
