/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COCINA_TYPE_LOST (cocina_lost_get_type ())
G_DECLARE_FINAL_TYPE (CocinaLost, cocina_lost, COCINA, LOST, GtkWidget)

void cocina_lost_show (CocinaLost *self,
                       const char *title,
                       const char *reason,
                       guint       n);

G_END_DECLS
