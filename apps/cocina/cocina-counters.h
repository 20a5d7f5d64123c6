/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-estado.h"

G_BEGIN_DECLS

#define COCINA_TYPE_COUNTERS (cocina_counters_get_type ())
G_DECLARE_FINAL_TYPE (CocinaCounters, cocina_counters, COCINA, COUNTERS, GtkWidget)

void       cocina_counters_set_short (CocinaCounters *self,
                                      gboolean        short_ones);
void       cocina_counters_count     (CocinaCounters       *self,
                                      GListModel           *pedidos,
                                      GDateTime            *now,
                                      const CocinaUmbrales *umbrales);
void       cocina_counters_set_stale (CocinaCounters       *self,
                                      gboolean              stale);

G_END_DECLS
