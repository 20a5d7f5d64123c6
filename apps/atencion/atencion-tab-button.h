/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_TAB_BUTTON (atencion_tab_button_get_type ())
G_DECLARE_FINAL_TYPE (AtencionTabButton, atencion_tab_button, ATENCION, TAB_BUTTON, GtkToggleButton)

/* Properties: "symbol", "title" (shown text), "model" (GListModel whose length is the count),
 * "hot" (gboolean: a count above 0 wants attention), "tall" (gboolean: icon over text). */

G_END_DECLS
