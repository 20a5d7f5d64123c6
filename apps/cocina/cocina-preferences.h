/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COCINA_TYPE_PREFERENCES (cocina_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CocinaPreferences, cocina_preferences, COCINA, PREFERENCES, GtkBox)

GtkWidget *cocina_preferences_new      (void);
void       cocina_preferences_open     (CocinaPreferences *self);
void       cocina_preferences_set_note (CocinaPreferences *self,
                                        const char        *note);

G_END_DECLS
