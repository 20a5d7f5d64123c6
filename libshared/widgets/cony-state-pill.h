/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_STATE_PILL (cony_state_pill_get_type ())
G_DECLARE_FINAL_TYPE (ConyStatePill, cony_state_pill, CONY, STATE_PILL, GtkWidget)

/* Properties: "kind" (ok, info, warn, bad, gris, can), "icon-name", "label". */
GtkWidget *cony_state_pill_new (void);
void       cony_state_pill_set (ConyStatePill *self,
                                const char    *kind,
                                const char    *icon_name,
                                const char    *label);

G_END_DECLS
