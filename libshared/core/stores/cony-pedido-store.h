/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-pedido.h"

G_BEGIN_DECLS

#define CONY_TYPE_PEDIDO_STORE (cony_pedido_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyPedidoStore, cony_pedido_store, CONY, PEDIDO_STORE, ConyStore)

/* Open orders and those closed in the last 24 hours, oldest first.  A cook reads the view without
 * telephones and amounts. */
ConyPedidoStore *cony_pedido_store_new (ConySession  *session,
                                        ConyRealtime *realtime);

G_END_DECLS
