/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-command.h"

G_BEGIN_DECLS

/**
 * ConyOutboxEstado:
 * @CONY_OUTBOX_EN_COLA: it waits for the database
 * @CONY_OUTBOX_ENVIANDO: it is on its way
 * @CONY_OUTBOX_IMPOSIBLE: the database refused it; its author dismisses it
 */
typedef enum
{
  CONY_OUTBOX_EN_COLA,
  CONY_OUTBOX_ENVIANDO,
  CONY_OUTBOX_IMPOSIBLE,
} ConyOutboxEstado;

#define CONY_TYPE_OUTBOX_ENTRY (cony_outbox_entry_get_type ())
G_DECLARE_FINAL_TYPE (ConyOutboxEntry, cony_outbox_entry, CONY, OUTBOX_ENTRY, GObject)

/* Something that a person did without a database; only its #ConyOutbox changes it, and its list
 * then reports it at its place. */
ConyOutboxEntry  *cony_outbox_entry_new            (ConyCommand      *command,
                                                    GDateTime        *made,
                                                    const char       *persona);
ConyCommand      *cony_outbox_entry_get_command    (ConyOutboxEntry  *self);
const char       *cony_outbox_entry_get_clave      (ConyOutboxEntry  *self);
GDateTime        *cony_outbox_entry_get_made       (ConyOutboxEntry  *self);
const char       *cony_outbox_entry_get_persona    (ConyOutboxEntry  *self);
ConyOutboxEstado  cony_outbox_entry_get_estado     (ConyOutboxEntry  *self);
const char       *cony_outbox_entry_get_error      (ConyOutboxEntry  *self);
gint64            cony_outbox_entry_get_pedido_id  (ConyOutboxEntry  *self);
gint64            cony_outbox_entry_get_item_id    (ConyOutboxEntry  *self);
gint64            cony_outbox_entry_get_refill_id  (ConyOutboxEntry  *self);
const char       *cony_outbox_entry_get_alerta_uid (ConyOutboxEntry  *self);
char             *cony_outbox_entry_dup_title      (ConyOutboxEntry  *self);

/*< private >*/
void              cony_outbox_entry_set_estado     (ConyOutboxEntry  *self,
                                                    ConyOutboxEstado  estado,
                                                    const char       *error);
gboolean          cony_outbox_entry_get_tried      (ConyOutboxEntry  *self);
void              cony_outbox_entry_set_tried      (ConyOutboxEntry  *self);

G_END_DECLS
