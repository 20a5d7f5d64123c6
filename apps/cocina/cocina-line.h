/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-queue.h"
#include "cony-lines.h"

G_BEGIN_DECLS

#define COCINA_TYPE_LINE (cocina_line_get_type ())
G_DECLARE_FINAL_TYPE (CocinaLine, cocina_line, COCINA, LINE, GtkButton)

GtkWidget     *cocina_line_new      (void);
ConyLinesKind  cocina_line_set_item (CocinaLine     *self,
                                     ConyPedido     *pedido,
                                     ConyPedidoItem *item,
                                     CocinaQueue    *queue);

void           cocina_let_go        (GtkWidget      *button);

G_END_DECLS
