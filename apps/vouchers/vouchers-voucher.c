/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-voucher.h"

/**
 * vouchers_voucher_is_pending:
 * @voucher: a receipt
 *
 * Returns: %TRUE while nobody approved or rejected it
 */
gboolean
vouchers_voucher_is_pending (ConyVoucher *voucher)
{
  g_return_val_if_fail (CONY_IS_VOUCHER (voucher), FALSE);

  return g_strcmp0 (cony_voucher_get_estado (voucher), "PENDIENTE") == 0;
}

/**
 * vouchers_facts_read:
 * @facts: (out caller-allocates): what is to be compared; valid until @voucher changes
 * @voucher: a receipt
 */
void
vouchers_facts_read (VouchersFacts *facts,
                     ConyVoucher   *voucher)
{
  g_return_if_fail (facts != NULL);
  g_return_if_fail (CONY_IS_VOUCHER (voucher));

  *facts = (VouchersFacts) {
    .monto = cony_voucher_get_monto (voucher),
    .pedido_total = cony_voucher_get_pedido_total (voucher),
    .numero_operacion = cony_voucher_get_numero_operacion (voucher),
    .repetido_de = cony_voucher_get_repetido_de (voucher),
    .telefono = cony_voucher_get_telefono (voucher),
    .pedido_telefono = cony_voucher_get_pedido_telefono (voucher),
    .fecha_operacion = cony_voucher_get_fecha_operacion (voucher),
    .pedido_creado = cony_voucher_get_pedido_creado (voucher),
  };
}
