/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-voucher.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (ID, PEDIDO_ID, pedido_id) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (STRING, CLIENTE, cliente) \
  X (STRING, CANAL, canal) \
  X (DOUBLE, PEDIDO_TOTAL, pedido_total) \
  X (TIME, PEDIDO_CREADO, pedido_creado) \
  X (STRING, PEDIDO_TELEFONO, pedido_telefono) \
  X (STRING, BANCO, banco) \
  X (STRING, NUMERO_OPERACION, numero_operacion) \
  X (DOUBLE, MONTO, monto) \
  X (STRING, TELEFONO, telefono) \
  X (TIME, FECHA_OPERACION, fecha_operacion) \
  X (STRING, ESTADO, estado) \
  X (STRING, MOTIVO, motivo) \
  X (TIME, RECIBIDO, recibido) \
  X (TIME, REVISADO, revisado) \
  X (STRING, REVISADO_POR, revisado_por) \
  X (ID, REPETIDO_DE, repetido_de) \
  X (ID, VERSION, version)

struct _ConyVoucher
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyVoucher, cony_voucher, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_voucher_class_init (ConyVoucherClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_voucher_init (ConyVoucher *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyVoucher, cony_voucher, __VA_ARGS__)
COLUMNS (GETTER)
