/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-sound.h"

G_BEGIN_DECLS

#define COCINA_TYPE_SOUND_PANEL (cocina_sound_panel_get_type ())
G_DECLARE_FINAL_TYPE (CocinaSoundPanel, cocina_sound_panel, COCINA, SOUND_PANEL, GtkBox)

GtkWidget *cocina_sound_panel_new  (ConySound        *sound);
void       cocina_sound_panel_test (CocinaSoundPanel *self);
void       cocina_sound_panel_stop (CocinaSoundPanel *self);

G_END_DECLS
