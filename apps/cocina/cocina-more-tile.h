/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-estado.h"

G_BEGIN_DECLS

#define COCINA_TYPE_MORE_TILE (cocina_more_tile_get_type ())
G_DECLARE_FINAL_TYPE (CocinaMoreTile, cocina_more_tile, COCINA, MORE_TILE, GtkBox)

GtkWidget *cocina_more_tile_new  (void);
void       cocina_more_tile_show (CocinaMoreTile *self,
                                  GListModel     *pedidos,
                                  guint           first,
                                  guint           n,
                                  gboolean        older);
void       cocina_more_tile_tick (CocinaMoreTile *self,
                                  GDateTime      *now);
gboolean   cocina_more_tile_shows (CocinaMoreTile *self,
                                   gint64          pedido_id);

G_END_DECLS
