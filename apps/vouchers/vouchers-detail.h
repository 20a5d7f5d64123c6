/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-session.h"
#include "cony-voucher.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_DETAIL (vouchers_detail_get_type ())
G_DECLARE_FINAL_TYPE (VouchersDetail, vouchers_detail, VOUCHERS, DETAIL, GtkWidget)

/* Property: "missing" (string, nullable, read-only): why the receipt cannot be approved yet, a
 * sentence; NULL when nothing is missing.
 */
void        vouchers_detail_show                 (VouchersDetail *self,
                                                  ConySession    *session,
                                                  ConyVoucher    *voucher,
                                                  ConyVoucher    *repeated);
const char *vouchers_detail_get_missing          (VouchersDetail *self);
const char *vouchers_detail_get_numero_operacion (VouchersDetail *self);

G_END_DECLS
