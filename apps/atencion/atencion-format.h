/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-pedido.h"

G_BEGIN_DECLS

/* What a pill shows; all members are static or translated strings. */
typedef struct
{
  const char *kind;
  const char *icon_name;
  const char *label;
} AtencionPill;

/* From this age, in seconds, an order counts as slow where the branch says nothing else. */
#define ATENCION_APURAR 300

AtencionPill  atencion_format_pago      (ConyPedido *pedido);
AtencionPill  atencion_format_estado    (const char *estado);
AtencionPill  atencion_format_prioridad (const char *prioridad);
AtencionPill  atencion_format_refill    (const char *estado);
char         *atencion_format_digits    (const char *digits);
char         *atencion_format_missing   (ConyPedido *pedido,
                                         GListModel *productos);
GDateTime    *atencion_format_since     (ConyPedido *pedido);

G_END_DECLS
