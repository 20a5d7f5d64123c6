/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-application.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_WINDOW (vouchers_window_get_type ())
G_DECLARE_FINAL_TYPE (VouchersWindow, vouchers_window, VOUCHERS, WINDOW, AdwApplicationWindow)

GtkWidget *vouchers_window_new (ConyApplication *application,
                                ConySession     *session,
                                ConyRealtime    *realtime);

G_END_DECLS
