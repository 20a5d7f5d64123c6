/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

G_BEGIN_DECLS

#define CONY_TYPE_EVENTO_STORE (cony_evento_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyEventoStore, cony_evento_store, CONY, EVENTO_STORE, ConyStore)

/* The last 30 events that the database holds, as ConyEvent, oldest first. */
ConyEventoStore *cony_evento_store_new (ConySession  *session,
                                        ConyRealtime *realtime);

G_END_DECLS
