/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_PEDIDO_ITEM (cony_pedido_item_get_type ())
G_DECLARE_FINAL_TYPE (ConyPedidoItem, cony_pedido_item, CONY, PEDIDO_ITEM, ConyItem)

/* One line of an order: amount, product and notes, one a line. */
gint64      cony_pedido_item_get_id       (ConyPedidoItem *self);
const char *cony_pedido_item_get_producto (ConyPedidoItem *self);
int         cony_pedido_item_get_cantidad (ConyPedidoItem *self);
const char *cony_pedido_item_get_notas    (ConyPedidoItem *self);
gboolean    cony_pedido_item_get_hecho    (ConyPedidoItem *self);
double      cony_pedido_item_get_precio   (ConyPedidoItem *self);
GDateTime  *cony_pedido_item_get_anadido  (ConyPedidoItem *self);

G_END_DECLS
