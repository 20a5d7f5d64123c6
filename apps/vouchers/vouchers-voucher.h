/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-voucher.h"
#include "vouchers-checks.h"

G_BEGIN_DECLS

gboolean vouchers_voucher_is_pending (ConyVoucher   *voucher);
void     vouchers_facts_read         (VouchersFacts *facts,
                                      ConyVoucher   *voucher);

G_END_DECLS
