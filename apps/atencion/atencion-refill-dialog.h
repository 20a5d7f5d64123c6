/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-dialog.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_REFILL_DIALOG (atencion_refill_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AtencionRefillDialog, atencion_refill_dialog, ATENCION, REFILL_DIALOG,
                      AtencionDialog)

GtkWindow *atencion_refill_dialog_new (ConySession *session,
                                       GListModel  *insumos,
                                       GListModel  *sucursales);

G_END_DECLS
