/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-alerta.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_ALERTA_ROW (atencion_alerta_row_get_type ())
G_DECLARE_FINAL_TYPE (AtencionAlertaRow, atencion_alerta_row, ATENCION, ALERTA_ROW, GtkListBoxRow)

GtkWidget *atencion_alerta_row_new         (ConyAlerta        *alerta,
                                            ConySession       *session);
void       atencion_alerta_row_set_compact (AtencionAlertaRow *self,
                                            gboolean           compact);
void       atencion_alerta_row_set_listed  (AtencionAlertaRow *self);

G_END_DECLS
