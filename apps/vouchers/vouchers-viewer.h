/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-voucher-store.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_VIEWER (vouchers_viewer_get_type ())
G_DECLARE_FINAL_TYPE (VouchersViewer, vouchers_viewer, VOUCHERS, VIEWER, GtkWidget)

/* Property: "page" (string, read-only): what is seen, "image", "loading", "broken" or "empty". */
void         vouchers_viewer_show     (VouchersViewer   *self,
                                       ConyVoucherStore *store,
                                       ConyVoucher      *voucher);
void         vouchers_viewer_show_bytes (VouchersViewer *self,
                                         GBytes         *bytes);
const char  *vouchers_viewer_get_page (VouchersViewer   *self);

G_END_DECLS
