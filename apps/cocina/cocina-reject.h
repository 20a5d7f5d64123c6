/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COCINA_TYPE_REJECT (cocina_reject_get_type ())
G_DECLARE_FINAL_TYPE (CocinaReject, cocina_reject, COCINA, REJECT, GtkBox)

GtkWidget *cocina_reject_new  (void);
void       cocina_reject_open (CocinaReject *self,
                               const char   *title);

G_END_DECLS
