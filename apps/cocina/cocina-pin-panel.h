/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COCINA_TYPE_PIN_PANEL (cocina_pin_panel_get_type ())
G_DECLARE_FINAL_TYPE (CocinaPinPanel, cocina_pin_panel, COCINA, PIN_PANEL, GtkBox)

/* Signal: "entered" (const char *login, const char *pin)  four digits were typed; @login is NULL when
 *                                                        nobody was to be chosen */
GtkWidget *cocina_pin_panel_new        (void);
void       cocina_pin_panel_ask_person (CocinaPinPanel *self,
                                        const char     *title,
                                        const char     *subject,
                                        GListModel     *personas);
void       cocina_pin_panel_ask_pin    (CocinaPinPanel *self,
                                        const char     *title,
                                        const char     *subject);
void       cocina_pin_panel_fail       (CocinaPinPanel *self,
                                        const char     *sentence);
void       cocina_pin_panel_clear      (CocinaPinPanel *self);

G_END_DECLS
