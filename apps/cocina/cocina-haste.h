/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cocina_haste_guard_presses (GtkWidget *widget);
void cocina_haste_guard_enter   (GtkWidget *window);

G_END_DECLS
