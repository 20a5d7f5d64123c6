/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_SUCURSAL (cony_sucursal_get_type ())
G_DECLARE_FINAL_TYPE (ConySucursal, cony_sucursal, CONY, SUCURSAL, ConyItem)

/* A branch: a row of api.sucursales. */
gint64      cony_sucursal_get_id     (ConySucursal *self);
const char *cony_sucursal_get_nombre (ConySucursal *self);

G_END_DECLS
