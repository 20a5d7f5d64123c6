/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-voucher.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_REJECT_DIALOG (vouchers_reject_dialog_get_type ())
G_DECLARE_FINAL_TYPE (VouchersRejectDialog, vouchers_reject_dialog, VOUCHERS,
                      REJECT_DIALOG, AdwWindow)

/* Signals: "rejected" (ConyVoucher *, const char *motivo)  the person chose a reason and confirmed */
GtkWidget *vouchers_reject_dialog_new         (GtkWindow            *parent,
                                               ConyVoucher          *voucher);
char      *vouchers_reject_dialog_dup_motivo  (VouchersRejectDialog *self);

G_END_DECLS
