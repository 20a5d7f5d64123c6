/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-refill.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_REFILL_ROW (atencion_refill_row_get_type ())
G_DECLARE_FINAL_TYPE (AtencionRefillRow, atencion_refill_row, ATENCION, REFILL_ROW, GtkBox)

GtkWidget *atencion_refill_row_new        (AtencionClock     *clock);
void       atencion_refill_row_set_refill (AtencionRefillRow *self,
                                           ConyRefill        *refill);

G_END_DECLS
