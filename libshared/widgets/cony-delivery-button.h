/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-self-test.h"

G_BEGIN_DECLS

#define CONY_TYPE_DELIVERY_BUTTON (cony_delivery_button_get_type ())
G_DECLARE_FINAL_TYPE (ConyDeliveryButton, cony_delivery_button, CONY, DELIVERY_BUTTON, GtkWidget)

/* Property: "trouble" (read-only: something is wrong, and it says so in words). */
GtkWidget *cony_delivery_button_new        (void);
void       cony_delivery_button_set_models (ConyDeliveryButton *self,
                                            ConySelfTest       *test,
                                            GListModel         *undelivered,
                                            GTimeZone          *zone);
void       cony_delivery_button_show_test  (ConyDeliveryButton *self,
                                            ConyPrueba          prueba,
                                            guint               ms,
                                            const char         *pantalla,
                                            guint               edad);

G_END_DECLS
