/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-pedido.h"
#include "cony-session.h"

G_BEGIN_DECLS

/**
 * CocinaPlazo:
 * @apurar: seconds after which a ticket is due soon
 * @tarde: seconds after which it is late
 *
 * The thresholds of a ticket's running time.
 */
typedef struct
{
  int apurar;
  int tarde;
} CocinaPlazo;

/**
 * CocinaUmbrales:
 * @whatsapp: for orders that came by WhatsApp
 * @presencial: for those of the counter
 * @delivery: for those that are brought home
 * @others: for any other channel
 *
 * The branch's thresholds.
 */
typedef struct
{
  CocinaPlazo whatsapp;
  CocinaPlazo presencial;
  CocinaPlazo delivery;
  CocinaPlazo others;
} CocinaUmbrales;

#define COCINA_UMBRALES_DEFAULT { { 300, 480 }, { 300, 480 }, { 300, 480 }, { 300, 480 } }

void         cocina_umbrales_read      (CocinaUmbrales       *umbrales,
                                        ConySession          *session);
gboolean     cocina_pedido_is_late     (ConyPedido           *pedido,
                                        GDateTime            *now,
                                        const CocinaUmbrales *umbrales);

/**
 * CocinaEstado:
 * @COCINA_ESTADO_NUEVO: nobody has begun it, and it is on time
 * @COCINA_ESTADO_A_TIEMPO: begun and on time
 * @COCINA_ESTADO_APURAR: past the first threshold
 * @COCINA_ESTADO_TARDE: past the second
 * @COCINA_ESTADO_CAMBIO: something was added, waits for the kitchen to have read it
 * @COCINA_ESTADO_CANCELADO: cancelled, waits for the kitchen to have read it
 *
 * What a ticket shows by colour, word, icon and band.
 */
typedef enum
{
  COCINA_ESTADO_NUEVO,
  COCINA_ESTADO_A_TIEMPO,
  COCINA_ESTADO_APURAR,
  COCINA_ESTADO_TARDE,
  COCINA_ESTADO_CAMBIO,
  COCINA_ESTADO_CANCELADO,
} CocinaEstado;

gint64       cocina_pedido_get_seconds (ConyPedido           *pedido,
                                        GDateTime            *now);
CocinaEstado cocina_pedido_get_estado  (ConyPedido           *pedido,
                                        GDateTime            *now,
                                        const CocinaUmbrales *umbrales);
gboolean     cocina_pedido_is_cooking  (ConyPedido           *pedido);
gboolean     cocina_pedido_is_on_board (ConyPedido           *pedido);
gboolean     cocina_pedido_is_finished (ConyPedido           *pedido);
int          cocina_pedido_compare     (ConyPedido           *a,
                                        ConyPedido           *b);

G_END_DECLS
