/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_ACTION_BUTTON (atencion_action_button_get_type ())
G_DECLARE_FINAL_TYPE (AtencionActionButton, atencion_action_button, ATENCION, ACTION_BUTTON, GtkButton)

/* Properties: "symbol" (nullable icon name), "text", "keycap" (nullable: the key that presses it),
 *             "checking" (nobody knows yet whether what it did was done: it says so). */
const char *atencion_action_button_get_text     (AtencionActionButton *self);
void        atencion_action_button_set_text     (AtencionActionButton *self,
                                                 const char           *text);
void        atencion_action_button_set_checking (AtencionActionButton *self,
                                                 gboolean              checking);

G_END_DECLS
