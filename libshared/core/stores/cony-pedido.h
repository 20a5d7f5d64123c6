/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cony-item.h"
#include "cony-pedido-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_PEDIDO (cony_pedido_get_type ())
G_DECLARE_FINAL_TYPE (ConyPedido, cony_pedido, CONY, PEDIDO, ConyItem)

/* An order: a row of api.pedidos, or of api.pedidos_cocina, which has no telephone, amount or
 * voucher.  Property "items": a GListModel of ConyPedidoItem. */
gint64      cony_pedido_get_id                   (ConyPedido *self);
gint64      cony_pedido_get_sucursal_id          (ConyPedido *self);
const char *cony_pedido_get_cliente              (ConyPedido *self);
const char *cony_pedido_get_canal                (ConyPedido *self);
const char *cony_pedido_get_nota                 (ConyPedido *self);
const char *cony_pedido_get_estado               (ConyPedido *self);
GDateTime  *cony_pedido_get_creado               (ConyPedido *self);
GDateTime  *cony_pedido_get_aprobado             (ConyPedido *self);
GDateTime  *cony_pedido_get_empezado             (ConyPedido *self);
const char *cony_pedido_get_empezado_por         (ConyPedido *self);
GDateTime  *cony_pedido_get_listo                (ConyPedido *self);
GDateTime  *cony_pedido_get_entregado            (ConyPedido *self);
GDateTime  *cony_pedido_get_cancelado            (ConyPedido *self);
const char *cony_pedido_get_cancelado_por        (ConyPedido *self);
gboolean    cony_pedido_get_prioridad            (ConyPedido *self);
const char *cony_pedido_get_prioridad_motivo     (ConyPedido *self);
GDateTime  *cony_pedido_get_recuperado           (ConyPedido *self);
const char *cony_pedido_get_cambio               (ConyPedido *self);
GDateTime  *cony_pedido_get_cambiado             (ConyPedido *self);
gint64      cony_pedido_get_version              (ConyPedido *self);
const char *cony_pedido_get_telefono             (ConyPedido *self);
double      cony_pedido_get_total                (ConyPedido *self);
const char *cony_pedido_get_aprobado_por         (ConyPedido *self);
const char *cony_pedido_get_aprobacion_motivo    (ConyPedido *self);
gint64      cony_pedido_get_voucher_id           (ConyPedido *self);
const char *cony_pedido_get_voucher_estado       (ConyPedido *self);
const char *cony_pedido_get_voucher_banco        (ConyPedido *self);
const char *cony_pedido_get_voucher_operacion    (ConyPedido *self);
double      cony_pedido_get_voucher_monto        (ConyPedido *self);
const char *cony_pedido_get_voucher_motivo       (ConyPedido *self);
GDateTime  *cony_pedido_get_voucher_revisado     (ConyPedido *self);
const char *cony_pedido_get_voucher_revisado_por (ConyPedido *self);
GDateTime  *cony_pedido_get_en_pantalla          (ConyPedido *self);
const char *cony_pedido_get_pantalla             (ConyPedido *self);
GListModel *cony_pedido_get_items                (ConyPedido *self);

G_END_DECLS
