/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-queue.h"

G_BEGIN_DECLS

#define COCINA_TYPE_TICKET (cocina_ticket_get_type ())
G_DECLARE_FINAL_TYPE (CocinaTicket, cocina_ticket, COCINA, TICKET, GtkBox)

/**
 * CocinaTicketWork:
 * @COCINA_TICKET_WORK_IDLE: the button waits for the cook
 * @COCINA_TICKET_WORK_SENT: pressed, the answer is on its way
 * @COCINA_TICKET_WORK_CHECKING: pressed, and the answer is late
 * @COCINA_TICKET_WORK_QUEUED: pressed, and waits in the queue
 * @COCINA_TICKET_WORK_CUT: the database cannot be reached
 *
 * What the button of a ticket is doing.
 */
typedef enum
{
  COCINA_TICKET_WORK_IDLE,
  COCINA_TICKET_WORK_SENT,
  COCINA_TICKET_WORK_CHECKING,
  COCINA_TICKET_WORK_QUEUED,
  COCINA_TICKET_WORK_CUT,
} CocinaTicketWork;

GtkWidget  *cocina_ticket_new          (void);
void        cocina_ticket_set_pedido   (CocinaTicket         *self,
                                        ConyPedido           *pedido,
                                        GTimeZone            *zone,
                                        CocinaQueue          *queue);
ConyPedido *cocina_ticket_get_pedido   (CocinaTicket         *self);
void        cocina_ticket_set_place    (CocinaTicket         *self,
                                        int                   digit,
                                        gboolean              selected,
                                        gboolean              bell);
void        cocina_ticket_set_work     (CocinaTicket         *self,
                                        CocinaTicketWork      work);
void        cocina_ticket_tick         (CocinaTicket         *self,
                                        GDateTime            *now,
                                        GTimeZone            *zone,
                                        const CocinaUmbrales *umbrales);

G_END_DECLS
