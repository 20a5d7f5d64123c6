/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-dialog.h"
#include "cony-pedido.h"
#include "cony-realtime.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_ALERTAR_DIALOG (atencion_alertar_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AtencionAlertarDialog, atencion_alertar_dialog, ATENCION, ALERTAR_DIALOG,
                      AtencionDialog)

GtkWindow *atencion_alertar_dialog_new        (ConySession           *session,
                                               ConyRealtime          *realtime,
                                               ConyPedido            *pedido,
                                               GListModel            *sucursales);
void       atencion_alertar_dialog_fill       (AtencionAlertarDialog *self,
                                               const char            *mensaje,
                                               const char            *prioridad);
void       atencion_alertar_dialog_set_narrow (AtencionAlertarDialog *self,
                                               gboolean               narrow);

G_END_DECLS
