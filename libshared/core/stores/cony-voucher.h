/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_VOUCHER (cony_voucher_get_type ())
G_DECLARE_FINAL_TYPE (ConyVoucher, cony_voucher, CONY, VOUCHER, ConyItem)

/* A payment receipt: a row of api.vouchers.  The image is loaded by the store when asked for. */
gint64      cony_voucher_get_id               (ConyVoucher *self);
gint64      cony_voucher_get_pedido_id        (ConyVoucher *self);
gint64      cony_voucher_get_sucursal_id      (ConyVoucher *self);
const char *cony_voucher_get_cliente          (ConyVoucher *self);
const char *cony_voucher_get_canal            (ConyVoucher *self);
double      cony_voucher_get_pedido_total     (ConyVoucher *self);
GDateTime  *cony_voucher_get_pedido_creado    (ConyVoucher *self);
const char *cony_voucher_get_pedido_telefono  (ConyVoucher *self);
const char *cony_voucher_get_banco            (ConyVoucher *self);
const char *cony_voucher_get_numero_operacion (ConyVoucher *self);
double      cony_voucher_get_monto            (ConyVoucher *self);
const char *cony_voucher_get_telefono         (ConyVoucher *self);
GDateTime  *cony_voucher_get_fecha_operacion  (ConyVoucher *self);
const char *cony_voucher_get_estado           (ConyVoucher *self);
const char *cony_voucher_get_motivo           (ConyVoucher *self);
GDateTime  *cony_voucher_get_recibido         (ConyVoucher *self);
GDateTime  *cony_voucher_get_revisado         (ConyVoucher *self);
const char *cony_voucher_get_revisado_por     (ConyVoucher *self);
gint64      cony_voucher_get_repetido_de      (ConyVoucher *self);
gint64      cony_voucher_get_version          (ConyVoucher *self);

G_END_DECLS
