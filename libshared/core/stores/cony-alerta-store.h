/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-alert-ladder.h"

G_BEGIN_DECLS

#define CONY_TYPE_ALERTA_STORE (cony_alerta_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlertaStore, cony_alerta_store, CONY, ALERTA_STORE, ConyStore)

/* Unread alerts to the kitchen and the last 50, oldest first.  An alert is shown from its event at
 * once; its row completes it. */
ConyAlertaStore *cony_alerta_store_new        (ConySession     *session,
                                               ConyRealtime    *realtime);
void             cony_alerta_store_keep_rungs (ConyAlertaStore *self,
                                               ConyAlertLadder *ladder);

G_END_DECLS
