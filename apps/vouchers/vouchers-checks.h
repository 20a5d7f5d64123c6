/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VouchersMark:
 * @VOUCHERS_MARK_UNKNOWN: there is nothing to compare
 * @VOUCHERS_MARK_OK: the receipt says what the order expects
 * @VOUCHERS_MARK_WARN: a person must look twice
 * @VOUCHERS_MARK_BLOCK: the receipt cannot be approved
 */
typedef enum
{
  VOUCHERS_MARK_UNKNOWN,
  VOUCHERS_MARK_OK,
  VOUCHERS_MARK_WARN,
  VOUCHERS_MARK_BLOCK,
} VouchersMark;

typedef enum
{
  VOUCHERS_FACT_MONTO,
  VOUCHERS_FACT_FECHA,
  VOUCHERS_FACT_OPERACION,
  VOUCHERS_FACT_TELEFONO,
} VouchersFactKind;

#define VOUCHERS_N_FACTS 4

/**
 * VouchersFacts:
 * @monto: amount on the receipt, 0 when it could not be read
 * @pedido_total: amount of the order
 * @numero_operacion: (nullable): operation number on the receipt
 * @repetido_de: approved receipt with the same bank and number, or 0
 * @telefono: (nullable): telephone on the receipt
 * @pedido_telefono: (nullable): telephone of the order
 * @fecha_operacion: (nullable): time on the receipt
 * @pedido_creado: (nullable): time of the order
 *
 * What is compared.  Everything is borrowed.
 */
typedef struct
{
  double monto;
  double pedido_total;
  const char *numero_operacion;
  gint64 repetido_de;
  const char *telefono;
  const char *pedido_telefono;
  GDateTime *fecha_operacion;
  GDateTime *pedido_creado;
} VouchersFacts;

VouchersMark vouchers_facts_mark       (const VouchersFacts *self,
                                        VouchersFactKind     kind);
guint        vouchers_facts_count      (const VouchersFacts *self,
                                        VouchersMark         mark);
char        *vouchers_telefono_masked  (const char          *telefono);

G_END_DECLS
