/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_ACTION_BUTTON (cony_action_button_get_type ())
G_DECLARE_FINAL_TYPE (ConyActionButton, cony_action_button, CONY, ACTION_BUTTON, GtkButton)

/* Properties: "symbol" (nullable icon name), "text", "keycap" (nullable: the key that presses it),
 *             "checking" (nobody knows yet whether what it did was done: it says so). */
void cony_action_button_set_text     (ConyActionButton *self,
                                      const char       *text);
void cony_action_button_set_checking (ConyActionButton *self,
                                      gboolean          checking);

G_END_DECLS
