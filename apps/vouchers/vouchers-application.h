/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_APPLICATION (vouchers_application_get_type ())
G_DECLARE_FINAL_TYPE (VouchersApplication, vouchers_application, VOUCHERS, APPLICATION,
                      ConyApplication)

G_END_DECLS
