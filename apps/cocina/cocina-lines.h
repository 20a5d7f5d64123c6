/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-queue.h"
#include "cony-lines.h"

G_BEGIN_DECLS

/**
 * CocinaLinesFunc:
 * @row: (transfer floating): a row of an order
 * @rank: whether it may be hidden
 * @user_data: what was given with the function
 */
typedef void (*CocinaLinesFunc) (GtkWidget     *row,
                                 ConyLinesRank  rank,
                                 gpointer       user_data);

void  cocina_lines_make        (ConyPedido      *pedido,
                                GTimeZone       *zone,
                                CocinaQueue     *queue,
                                CocinaLinesFunc  func,
                                gpointer         user_data);
char *cocina_lines_format_hour (GDateTime       *time,
                                GTimeZone       *zone);

G_END_DECLS
