/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "atencion-clock.h"
#include "cony-pedido.h"

G_BEGIN_DECLS

GtkPrintOperation *atencion_ticket_create_operation (ConyPedido    *pedido,
                                                     AtencionClock *clock,
                                                     gboolean       duplicate);

G_END_DECLS
