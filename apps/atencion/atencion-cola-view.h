/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_COLA_VIEW (atencion_cola_view_get_type ())
G_DECLARE_FINAL_TYPE (AtencionColaView, atencion_cola_view, ATENCION, COLA_VIEW, GtkBox)

void atencion_cola_view_set_model (AtencionColaView *self,
                                   GListModel       *model);

G_END_DECLS
