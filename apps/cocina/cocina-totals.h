/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-queue.h"
#include "cony-lines.h"

G_BEGIN_DECLS

guint cocina_totals_fill (ConyLines   *lines,
                          GListModel  *pedidos,
                          CocinaQueue *queue);

G_END_DECLS
