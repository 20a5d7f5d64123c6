/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cocina-refill-row.h"
#include "cocina-snackbar.h"
#include "cocina-tickets.h"

G_BEGIN_DECLS

#define COCINA_TYPE_RAIL (cocina_rail_get_type ())
G_DECLARE_FINAL_TYPE (CocinaRail, cocina_rail, COCINA, RAIL, GtkBox)

void       cocina_rail_set_queue     (CocinaRail            *self,
                                      CocinaQueue           *queue);
void       cocina_rail_set_models    (CocinaRail            *self,
                                      GListModel            *refills,
                                      GListModel            *pedidos);
void       cocina_rail_set_work_func (CocinaRail            *self,
                                      CocinaTicketsWorkFunc  func,
                                      gpointer               user_data);
void       cocina_rail_update_work   (CocinaRail            *self);
void       cocina_rail_tick          (CocinaRail            *self,
                                      GDateTime             *now);
void       cocina_rail_set_as_of     (CocinaRail            *self,
                                      const char            *hour);
void       cocina_rail_toggle_totals (CocinaRail            *self);
gboolean   cocina_rail_shows         (CocinaRail            *self,
                                      const char            *uid);
void       cocina_rail_take_snackbar (CocinaRail            *self,
                                      CocinaSnackbar        *snackbar);

G_END_DECLS
