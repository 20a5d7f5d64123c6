/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-pedido.h"

G_BEGIN_DECLS

char *atencion_message_format (ConyPedido *pedido);

G_END_DECLS
