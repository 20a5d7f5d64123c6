/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-realtime.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_AVISOS_VIEW (atencion_avisos_view_get_type ())
G_DECLARE_FINAL_TYPE (AtencionAvisosView, atencion_avisos_view, ATENCION, AVISOS_VIEW, GtkWidget)

void atencion_avisos_view_set_up     (AtencionAvisosView *self,
                                      AtencionClock      *clock,
                                      ConyRealtime       *realtime,
                                      GListModel         *alertas);
void atencion_avisos_view_set_narrow (AtencionAvisosView *self,
                                      gboolean            narrow);

G_END_DECLS
