/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_PERSONA (cony_persona_get_type ())
G_DECLARE_FINAL_TYPE (ConyPersona, cony_persona, CONY, PERSONA, ConyItem)

/* Somebody who may say Visto with a PIN: a row of api.personas_con_pin(). */
gint64      cony_persona_get_id     (ConyPersona *self);
const char *cony_persona_get_login  (ConyPersona *self);
const char *cony_persona_get_nombre (ConyPersona *self);

G_END_DECLS
