/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-producto.h"

G_BEGIN_DECLS

#define CONY_TYPE_PRODUCTO_STORE (cony_producto_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyProductoStore, cony_producto_store, CONY, PRODUCTO_STORE, ConyStore)

/* What the shop sells, by name. */
ConyProductoStore *cony_producto_store_new (ConySession  *session,
                                            ConyRealtime *realtime);

G_END_DECLS
