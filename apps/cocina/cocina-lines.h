/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-queue.h"
#include "cony-lines.h"

G_BEGIN_DECLS

GPtrArray *cocina_lines_make        (ConyPedido  *pedido,
                                     GTimeZone   *zone,
                                     CocinaQueue *queue);
void       cocina_lines_fill        (ConyLines   *lines,
                                     ConyPedido  *pedido,
                                     GTimeZone   *zone,
                                     CocinaQueue *queue);
char      *cocina_lines_format_hour (GDateTime   *time,
                                     GTimeZone   *zone);

G_END_DECLS
