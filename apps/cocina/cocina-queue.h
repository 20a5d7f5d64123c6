/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-estado.h"
#include "cony-outbox-entry.h"
#include "cony-refill.h"

G_BEGIN_DECLS

#define COCINA_TYPE_QUEUE (cocina_queue_get_type ())
G_DECLARE_FINAL_TYPE (CocinaQueue, cocina_queue, COCINA, QUEUE, GObject)

/* Signals: "changed"  what waits, or what is lost, is another
 *          "stored" (gint64 pedido_id, gint64 refill_id)  an entry about this order or this request
 *                   has reached the database; 0 for the other one */
CocinaQueue     *cocina_queue_new        (GListModel           *outbox);
guint            cocina_queue_get_serial (CocinaQueue          *self);

ConyOutboxEntry *cocina_queue_find       (CocinaQueue          *self,
                                          const char           *function,
                                          gint64                id);
gboolean         cocina_queue_get_hecho  (CocinaQueue          *self,
                                          ConyPedidoItem       *item,
                                          gboolean             *queued);
CocinaEstado     cocina_queue_get_estado (CocinaQueue          *self,
                                          ConyPedido           *pedido,
                                          GDateTime            *now,
                                          const CocinaUmbrales *umbrales);
const char      *cocina_queue_get_refill_estado
                                         (CocinaQueue          *self,
                                          ConyRefill           *refill,
                                          gboolean             *queued);

guint            cocina_queue_get_n_lost (CocinaQueue          *self);
ConyOutboxEntry *cocina_queue_get_lost   (CocinaQueue          *self);

G_END_DECLS
