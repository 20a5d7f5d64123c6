/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-session.h"
#include "cony-voucher.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_ROW (vouchers_row_get_type ())
G_DECLARE_FINAL_TYPE (VouchersRow, vouchers_row, VOUCHERS, ROW, GtkWidget)

GtkWidget *vouchers_row_new         (ConySession *session);
void       vouchers_row_set_voucher (VouchersRow *self,
                                     ConyVoucher *voucher);

G_END_DECLS
