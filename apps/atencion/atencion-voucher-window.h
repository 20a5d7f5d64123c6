/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-pedido.h"
#include "cony-voucher-store.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_VOUCHER_WINDOW (atencion_voucher_window_get_type ())
G_DECLARE_FINAL_TYPE (AtencionVoucherWindow, atencion_voucher_window, ATENCION, VOUCHER_WINDOW,
                      AdwWindow)

GtkWindow *atencion_voucher_window_new (ConyVoucherStore *store,
                                        ConyPedido       *pedido);

G_END_DECLS
