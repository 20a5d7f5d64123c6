/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-ticket.h"

G_BEGIN_DECLS

#define COCINA_TYPE_PEDIDO_PANEL (cocina_pedido_panel_get_type ())
G_DECLARE_FINAL_TYPE (CocinaPedidoPanel, cocina_pedido_panel, COCINA, PEDIDO_PANEL, GtkBox)

GtkWidget  *cocina_pedido_panel_new        (void);
ConyPedido *cocina_pedido_panel_get_pedido (CocinaPedidoPanel    *self);
void        cocina_pedido_panel_set_pedido (CocinaPedidoPanel    *self,
                                            ConyPedido           *pedido,
                                            GTimeZone            *zone,
                                            CocinaQueue          *queue);
void        cocina_pedido_panel_set_work   (CocinaPedidoPanel    *self,
                                            CocinaTicketWork      work);
void        cocina_pedido_panel_tick       (CocinaPedidoPanel    *self,
                                            GDateTime            *now,
                                            const CocinaUmbrales *umbrales);

G_END_DECLS
