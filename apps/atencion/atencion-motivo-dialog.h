/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-dialog.h"
#include "cony-pedido.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_MOTIVO_DIALOG (atencion_motivo_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AtencionMotivoDialog, atencion_motivo_dialog, ATENCION, MOTIVO_DIALOG,
                      AtencionDialog)

GtkWindow *atencion_motivo_dialog_new_aprobar   (ConySession *session,
                                                 ConyPedido  *pedido);
GtkWindow *atencion_motivo_dialog_new_cancelar  (ConySession *session,
                                                 ConyPedido  *pedido);
GtkWindow *atencion_motivo_dialog_new_priorizar (ConySession *session,
                                                 ConyPedido  *pedido);

G_END_DECLS
