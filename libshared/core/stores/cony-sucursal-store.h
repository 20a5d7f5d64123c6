/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-sucursal.h"

G_BEGIN_DECLS

#define CONY_TYPE_SUCURSAL_STORE (cony_sucursal_store_get_type ())
G_DECLARE_FINAL_TYPE (ConySucursalStore, cony_sucursal_store, CONY, SUCURSAL_STORE, ConyStore)

/* The branches whose work this person sees, by name. */
ConySucursalStore *cony_sucursal_store_new (ConySession  *session,
                                            ConyRealtime *realtime);

G_END_DECLS
