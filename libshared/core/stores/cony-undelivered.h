/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_UNDELIVERED (cony_undelivered_get_type ())
G_DECLARE_FINAL_TYPE (ConyUndelivered, cony_undelivered, CONY, UNDELIVERED, ConyItem)

/* A stored message that no screen of the kitchen has shown: a row of api.sin_pantalla. */
gint64      cony_undelivered_get_id          (ConyUndelivered *self);
const char *cony_undelivered_get_uid         (ConyUndelivered *self);
const char *cony_undelivered_get_tipo        (ConyUndelivered *self);
gint64      cony_undelivered_get_sucursal_id (ConyUndelivered *self);
gint64      cony_undelivered_get_pedido_id   (ConyUndelivered *self);
const char *cony_undelivered_get_cliente     (ConyUndelivered *self);
const char *cony_undelivered_get_texto       (ConyUndelivered *self);
GDateTime  *cony_undelivered_get_fecha       (ConyUndelivered *self);

G_END_DECLS
