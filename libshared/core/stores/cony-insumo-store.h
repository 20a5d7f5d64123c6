/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-insumo.h"

G_BEGIN_DECLS

#define CONY_TYPE_INSUMO_STORE (cony_insumo_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyInsumoStore, cony_insumo_store, CONY, INSUMO_STORE, ConyStore)

/* The supplies of the sucursal, by name. */
ConyInsumoStore *cony_insumo_store_new (ConySession  *session,
                                        ConyRealtime *realtime);

G_END_DECLS
