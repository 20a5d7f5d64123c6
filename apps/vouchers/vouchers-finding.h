/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vouchers-checks.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_FINDING (vouchers_finding_get_type ())
G_DECLARE_FINAL_TYPE (VouchersFinding, vouchers_finding, VOUCHERS, FINDING, GtkListBoxRow)

GtkWidget *vouchers_finding_new      (VouchersMark     mark,
                                      const char      *title,
                                      const char      *body);
void       vouchers_finding_set_link (VouchersFinding *self,
                                      gint64           voucher_id);

G_END_DECLS
