/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-ticket.h"

G_BEGIN_DECLS

#define COCINA_TYPE_TICKETS (cocina_tickets_get_type ())
G_DECLARE_FINAL_TYPE (CocinaTickets, cocina_tickets, COCINA, TICKETS, GtkWidget)

/* How the window tells what the button of an order is doing. */
typedef CocinaTicketWork (*CocinaTicketsWorkFunc) (gint64   pedido_id,
                                                   gpointer user_data);

void        cocina_tickets_set_model     (CocinaTickets         *self,
                                          GListModel            *pedidos);
void        cocina_tickets_set_queue     (CocinaTickets         *self,
                                          CocinaQueue           *queue);
void        cocina_tickets_set_columns   (CocinaTickets         *self,
                                          int                    columns);
void        cocina_tickets_set_umbrales  (CocinaTickets         *self,
                                          const CocinaUmbrales  *umbrales);
void        cocina_tickets_set_zone      (CocinaTickets         *self,
                                          GTimeZone             *zone);
void        cocina_tickets_set_work_func (CocinaTickets         *self,
                                          CocinaTicketsWorkFunc  func,
                                          gpointer               user_data);
void        cocina_tickets_set_bell      (CocinaTickets         *self,
                                          gint64                 pedido_id);
void        cocina_tickets_set_dim       (CocinaTickets         *self,
                                          gboolean               dim);
void        cocina_tickets_set_empty     (CocinaTickets         *self,
                                          const char            *title,
                                          const char            *text);
void        cocina_tickets_tick          (CocinaTickets         *self,
                                          GDateTime             *now);
void        cocina_tickets_update_work   (CocinaTickets         *self);

gboolean    cocina_tickets_select        (CocinaTickets         *self,
                                          gint64                 pedido_id);
void        cocina_tickets_select_digit  (CocinaTickets         *self,
                                          int                    digit);
ConyPedido *cocina_tickets_get_selected  (CocinaTickets         *self);
void        cocina_tickets_turn_page     (CocinaTickets         *self,
                                          int                    step);
gboolean    cocina_tickets_shows         (CocinaTickets         *self,
                                          gint64                 pedido_id);

G_END_DECLS
