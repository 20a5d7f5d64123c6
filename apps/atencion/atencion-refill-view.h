/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-refill.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_REFILL_VIEW (atencion_refill_view_get_type ())
G_DECLARE_FINAL_TYPE (AtencionRefillView, atencion_refill_view, ATENCION, REFILL_VIEW, GtkWidget)

void        atencion_refill_view_set_up     (AtencionRefillView *self,
                                             AtencionClock      *clock);
ConyRefill *atencion_refill_view_get_refill (AtencionRefillView *self);
void        atencion_refill_view_set_refill (AtencionRefillView *self,
                                             ConyRefill         *refill);

G_END_DECLS
