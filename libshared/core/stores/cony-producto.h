/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_PRODUCTO (cony_producto_get_type ())
G_DECLARE_FINAL_TYPE (ConyProducto, cony_producto, CONY, PRODUCTO, ConyItem)

/* What the shop sells: a row of api.productos.  "agotado" means that a supply of it has run out in
 * the person's branch, "faltan" names those supplies, separated by commas. */
gint64      cony_producto_get_id      (ConyProducto *self);
const char *cony_producto_get_nombre  (ConyProducto *self);
double      cony_producto_get_precio  (ConyProducto *self);
gboolean    cony_producto_get_activo  (ConyProducto *self);
gboolean    cony_producto_get_agotado (ConyProducto *self);
const char *cony_producto_get_faltan  (ConyProducto *self);

G_END_DECLS
