/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-persona.h"

G_BEGIN_DECLS

#define CONY_TYPE_PERSONA_STORE (cony_persona_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyPersonaStore, cony_persona_store, CONY, PERSONA_STORE, ConyStore)

/* Those who may say Visto with a PIN on this screen, by name. */
ConyPersonaStore *cony_persona_store_new (ConySession  *session,
                                          ConyRealtime *realtime);

G_END_DECLS
