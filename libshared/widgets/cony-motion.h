/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean cony_motion_get_reduced (GtkSettings *settings);
void     cony_motion_follow      (GtkWidget   *widget);

G_END_DECLS
