/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATENCION_TYPE_QUANTITY (atencion_quantity_get_type ())
G_DECLARE_FINAL_TYPE (AtencionQuantity, atencion_quantity, ATENCION, QUANTITY, GtkBox)

/* Signals: "changed" (); "emptied" ()  one less than one was asked for */
void        atencion_quantity_set_up      (AtencionQuantity *self,
                                           double            most,
                                           gboolean          whole);
double      atencion_quantity_get_value   (AtencionQuantity *self);
void        atencion_quantity_set_value   (AtencionQuantity *self,
                                           double            value);
const char *atencion_quantity_check       (AtencionQuantity *self);
void        atencion_quantity_focus       (AtencionQuantity *self);

G_END_DECLS
