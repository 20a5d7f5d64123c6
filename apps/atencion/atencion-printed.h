/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-pedido.h"

G_BEGIN_DECLS

gboolean atencion_printed_contains (ConyPedido *pedido);
void     atencion_printed_add      (ConyPedido *pedido);

G_END_DECLS
