/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_ALERTA (cony_alerta_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlerta, cony_alerta, CONY, ALERTA, ConyItem)

/* An alert to the kitchen: a row of api.alertas.  Its id is 0 while only its event is known. */
gint64      cony_alerta_get_id            (ConyAlerta *self);
const char *cony_alerta_get_uid           (ConyAlerta *self);
gint64      cony_alerta_get_pedido_id     (ConyAlerta *self);
const char *cony_alerta_get_cliente       (ConyAlerta *self);
gint64      cony_alerta_get_sucursal_id   (ConyAlerta *self);
const char *cony_alerta_get_mensaje       (ConyAlerta *self);
const char *cony_alerta_get_prioridad     (ConyAlerta *self);
gboolean    cony_alerta_get_leida         (ConyAlerta *self);
GDateTime  *cony_alerta_get_fecha_envio   (ConyAlerta *self);
GDateTime  *cony_alerta_get_fecha_lectura (ConyAlerta *self);
gint64      cony_alerta_get_usuario_envia (ConyAlerta *self);
const char *cony_alerta_get_envia         (ConyAlerta *self);
const char *cony_alerta_get_vista_por     (ConyAlerta *self);
GDateTime  *cony_alerta_get_entregada     (ConyAlerta *self);
const char *cony_alerta_get_pantalla      (ConyAlerta *self);
int         cony_alerta_get_escalon       (ConyAlerta *self);
gboolean    cony_alerta_get_tarde         (ConyAlerta *self);
gint64      cony_alerta_get_version       (ConyAlerta *self);

G_END_DECLS
