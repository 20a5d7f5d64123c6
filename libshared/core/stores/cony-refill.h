/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

#define CONY_TYPE_REFILL (cony_refill_get_type ())
G_DECLARE_FINAL_TYPE (ConyRefill, cony_refill, CONY, REFILL, ConyItem)

/* A request for supplies: a row of api.refills.  Its id is 0 while only its event is known. */
gint64      cony_refill_get_id                  (ConyRefill *self);
const char *cony_refill_get_uid                 (ConyRefill *self);
gint64      cony_refill_get_sucursal_id         (ConyRefill *self);
gint64      cony_refill_get_insumo_id           (ConyRefill *self);
const char *cony_refill_get_insumo              (ConyRefill *self);
const char *cony_refill_get_unidad              (ConyRefill *self);
double      cony_refill_get_cantidad_solicitada (ConyRefill *self);
const char *cony_refill_get_estado              (ConyRefill *self);
const char *cony_refill_get_motivo              (ConyRefill *self);
gint64      cony_refill_get_usuario_solicita    (ConyRefill *self);
const char *cony_refill_get_solicita            (ConyRefill *self);
const char *cony_refill_get_atiende             (ConyRefill *self);
GDateTime  *cony_refill_get_fecha_solicitud     (ConyRefill *self);
GDateTime  *cony_refill_get_fecha_cambio        (ConyRefill *self);
GDateTime  *cony_refill_get_visto               (ConyRefill *self);
const char *cony_refill_get_visto_por           (ConyRefill *self);
GDateTime  *cony_refill_get_en_camino           (ConyRefill *self);
const char *cony_refill_get_en_camino_por       (ConyRefill *self);
gboolean    cony_refill_get_tarde               (ConyRefill *self);
gint64      cony_refill_get_version             (ConyRefill *self);

G_END_DECLS
