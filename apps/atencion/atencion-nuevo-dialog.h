/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-dialog.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_NUEVO_DIALOG (atencion_nuevo_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AtencionNuevoDialog, atencion_nuevo_dialog, ATENCION, NUEVO_DIALOG,
                      AtencionDialog)

GtkWindow *atencion_nuevo_dialog_new        (ConySession         *session,
                                             GListModel          *productos);
void       atencion_nuevo_dialog_set_narrow (AtencionNuevoDialog *self,
                                             gboolean             narrow);

G_END_DECLS
