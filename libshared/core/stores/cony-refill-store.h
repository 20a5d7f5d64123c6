/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-refill.h"

G_BEGIN_DECLS

#define CONY_TYPE_REFILL_STORE (cony_refill_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyRefillStore, cony_refill_store, CONY, REFILL_STORE, ConyStore)

/* Open requests for supplies and the last 50, oldest first.  A request is shown from its event at
 * once; its row completes it. */
ConyRefillStore *cony_refill_store_new (ConySession  *session,
                                        ConyRealtime *realtime);

G_END_DECLS
