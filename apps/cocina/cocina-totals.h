/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-queue.h"

G_BEGIN_DECLS

#define COCINA_TYPE_TOTALS (cocina_totals_get_type ())
G_DECLARE_FINAL_TYPE (CocinaTotals, cocina_totals, COCINA, TOTALS, GtkBox)

void cocina_totals_set_model (CocinaTotals *self,
                              GListModel   *pedidos);
void cocina_totals_set_queue (CocinaTotals *self,
                              CocinaQueue  *queue);
void cocina_totals_set_as_of (CocinaTotals *self,
                              const char   *hour);

G_END_DECLS
