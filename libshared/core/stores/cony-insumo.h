/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_INSUMO (cony_insumo_get_type ())
G_DECLARE_FINAL_TYPE (ConyInsumo, cony_insumo, CONY, INSUMO, ConyItem)

/* A supply of a sucursal: a row of api.insumos. */
gint64      cony_insumo_get_id          (ConyInsumo *self);
gint64      cony_insumo_get_sucursal_id (ConyInsumo *self);
const char *cony_insumo_get_nombre      (ConyInsumo *self);
const char *cony_insumo_get_unidad      (ConyInsumo *self);
gboolean    cony_insumo_get_agotado     (ConyInsumo *self);
gint64      cony_insumo_get_version     (ConyInsumo *self);

G_END_DECLS
