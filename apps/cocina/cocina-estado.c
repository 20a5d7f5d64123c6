/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-estado.h"

static GDateTime *
get_start (ConyPedido *pedido)
{
  GDateTime *aprobado = cony_pedido_get_aprobado (pedido);

  return aprobado ? aprobado : cony_pedido_get_creado (pedido);
}

static CocinaPlazo
read_plazo (ConySession *session,
            const char  *canal)
{
  return (CocinaPlazo) { cony_session_get_umbral (session, canal, "apurar", 300),
                         cony_session_get_umbral (session, canal, "tarde", 480) };
}

static const CocinaPlazo *
find_plazo (ConyPedido           *pedido,
            const CocinaUmbrales *umbrales)
{
  const char *canal = cony_pedido_get_canal (pedido);

  if (g_strcmp0 (canal, "whatsapp") == 0)
    return &umbrales->whatsapp;
  if (g_strcmp0 (canal, "presencial") == 0)
    return &umbrales->presencial;
  if (g_strcmp0 (canal, "delivery") == 0)
    return &umbrales->delivery;
  return &umbrales->others;
}

/**
 * cocina_umbrales_read:
 * @umbrales: (out): the thresholds
 * @session: who is logged in
 *
 * Reads the thresholds of the session's branch.
 */
void
cocina_umbrales_read (CocinaUmbrales *umbrales,
                      ConySession    *session)
{
  g_return_if_fail (umbrales != NULL);
  g_return_if_fail (CONY_IS_SESSION (session));

  umbrales->whatsapp = read_plazo (session, "whatsapp");
  umbrales->presencial = read_plazo (session, "presencial");
  umbrales->delivery = read_plazo (session, "delivery");
  umbrales->others = read_plazo (session, NULL);
}

/**
 * cocina_pedido_get_seconds:
 * @pedido: an order
 * @now: the server's time
 *
 * Returns: for how long the kitchen has had it: since its approval, never negative.  The time of a
 *   cancelled order stands still at its cancelling.
 */
gint64
cocina_pedido_get_seconds (ConyPedido *pedido,
                           GDateTime  *now)
{
  GDateTime *start;
  GDateTime *end;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), 0);
  g_return_val_if_fail (now != NULL, 0);

  start = get_start (pedido);
  end = cony_pedido_get_cancelado (pedido);
  if (!start)
    return 0;
  return MAX (0, g_date_time_difference (end ? end : now, start) / G_TIME_SPAN_SECOND);
}

/**
 * cocina_pedido_get_estado:
 * @pedido: an order
 * @now: the server's time
 * @umbrales: the branch's thresholds
 *
 * Returns: what its ticket shows
 */
CocinaEstado
cocina_pedido_get_estado (ConyPedido           *pedido,
                          GDateTime            *now,
                          const CocinaUmbrales *umbrales)
{
  gint64 seconds = cocina_pedido_get_seconds (pedido, now);

  g_return_val_if_fail (umbrales != NULL, COCINA_ESTADO_NUEVO);

  if (g_strcmp0 (cony_pedido_get_estado (pedido), "CANCELADO") == 0)
    return COCINA_ESTADO_CANCELADO;
  if (cony_pedido_get_cambio (pedido))
    return COCINA_ESTADO_CAMBIO;
  if (seconds >= find_plazo (pedido, umbrales)->tarde)
    return COCINA_ESTADO_TARDE;
  if (seconds >= find_plazo (pedido, umbrales)->apurar)
    return COCINA_ESTADO_APURAR;
  return cony_pedido_get_empezado (pedido) ? COCINA_ESTADO_A_TIEMPO : COCINA_ESTADO_NUEVO;
}

/**
 * cocina_pedido_is_late:
 * @pedido: an order
 * @now: the server's time
 * @umbrales: the branch's thresholds
 *
 * Returns: %TRUE past the second threshold of its channel, whatever its ticket shows
 */
gboolean
cocina_pedido_is_late (ConyPedido           *pedido,
                       GDateTime            *now,
                       const CocinaUmbrales *umbrales)
{
  g_return_val_if_fail (umbrales != NULL, FALSE);

  return cocina_pedido_get_seconds (pedido, now) >= find_plazo (pedido, umbrales)->tarde;
}

/**
 * cocina_pedido_is_cooking:
 * @pedido: an order
 *
 * Returns: %TRUE when it is the kitchen's turn
 */
gboolean
cocina_pedido_is_cooking (ConyPedido *pedido)
{
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), FALSE);

  return g_strcmp0 (cony_pedido_get_estado (pedido), "EN_PREPARACION") == 0;
}

/**
 * cocina_pedido_is_on_board:
 * @pedido: an order
 *
 * Returns: %TRUE when it is the kitchen's turn, or when the kitchen has not confirmed yet that it
 *   was cancelled
 */
gboolean
cocina_pedido_is_on_board (ConyPedido *pedido)
{
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), FALSE);

  return cocina_pedido_is_cooking (pedido)
         || (g_strcmp0 (cony_pedido_get_estado (pedido), "CANCELADO") == 0
             && cony_pedido_get_cambio (pedido));
}

/**
 * cocina_pedido_is_finished:
 * @pedido: an order
 *
 * Returns: %TRUE when the kitchen is done with it; a cancelled one is not finished
 */
gboolean
cocina_pedido_is_finished (ConyPedido *pedido)
{
  const char *estado;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), FALSE);

  estado = cony_pedido_get_estado (pedido);
  return cony_pedido_get_listo (pedido)
         && (g_strcmp0 (estado, "LISTO") == 0 || g_strcmp0 (estado, "ENTREGADO") == 0);
}

/**
 * cocina_pedido_compare:
 * @a: an order
 * @b: another one
 *
 * The order of the tickets: those in a hurry first, then the one that waits longest.
 *
 * Returns: as strcmp()
 */
int
cocina_pedido_compare (ConyPedido *a,
                       ConyPedido *b)
{
  gboolean rush_a = cony_pedido_get_prioridad (a);
  gboolean rush_b = cony_pedido_get_prioridad (b);
  GDateTime *start_a = get_start (a);
  GDateTime *start_b = get_start (b);
  gint64 id_a = cony_pedido_get_id (a);
  gint64 id_b = cony_pedido_get_id (b);
  int order;

  if (rush_a != rush_b)
    return rush_a ? -1 : 1;
  if (start_a && start_b)
    {
      order = g_date_time_compare (start_a, start_b);
      if (order)
        return order;
    }
  return (id_a > id_b) - (id_a < id_b);
}
