/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-format.h"

#include <glib/gi18n.h>

#include "cony-producto.h"

/**
 * atencion_format_pago:
 * @pedido: an order
 *
 * What is known about the payment of @pedido: the state of its receipt, or that there is none.
 *
 * Returns: a pill
 */
AtencionPill
atencion_format_pago (ConyPedido *pedido)
{
  const char *estado = cony_pedido_get_voucher_estado (pedido);

  if (g_strcmp0 (estado, "APROBADO") == 0)
    return (AtencionPill) { "ok", "cony-check-symbolic", _("Payment verified") };
  if (g_strcmp0 (estado, "RECHAZADO") == 0)
    return (AtencionPill) { "bad", "cony-cancel-symbolic", _("Receipt rejected") };
  if (g_strcmp0 (estado, "PENDIENTE") == 0)
    return (AtencionPill) { "warn", "cony-clock-symbolic", _("To be verified") };
  if (g_strcmp0 (cony_pedido_get_canal (pedido), "presencial") == 0)
    return (AtencionPill) { "gris", "cony-store-symbolic", _("Cash at the till") };
  return (AtencionPill) { "gris", "cony-receipt-symbolic", _("No receipt yet") };
}

/**
 * atencion_format_estado:
 * @estado: (nullable): state of an order
 *
 * Returns: a pill
 */
AtencionPill
atencion_format_estado (const char *estado)
{
  if (g_strcmp0 (estado, "EN_PREPARACION") == 0)
    return (AtencionPill) { "warn", "cony-pot-symbolic", _("In the kitchen") };
  if (g_strcmp0 (estado, "LISTO") == 0)
    return (AtencionPill) { "ok", "cony-checkc-symbolic", _("Ready") };
  if (g_strcmp0 (estado, "ENTREGADO") == 0)
    return (AtencionPill) { "gris", "cony-check2-symbolic", _("Handed over") };
  if (g_strcmp0 (estado, "CANCELADO") == 0)
    return (AtencionPill) { "can", "cony-cancel-symbolic", _("Cancelled") };
  return (AtencionPill) { "info", "cony-clock-symbolic", _("To approve") };
}

/**
 * atencion_format_prioridad:
 * @prioridad: (nullable): normal, alta or urgente
 *
 * Returns: a pill
 */
AtencionPill
atencion_format_prioridad (const char *prioridad)
{
  if (g_strcmp0 (prioridad, "urgente") == 0)
    return (AtencionPill) { "bad", "cony-siren-symbolic", _("Urgent") };
  if (g_strcmp0 (prioridad, "alta") == 0)
    return (AtencionPill) { "warn", "cony-warn-symbolic", _("High") };
  return (AtencionPill) { "gris", "cony-bell-symbolic", _("Normal") };
}

/**
 * atencion_format_refill:
 * @estado: (nullable): state of a refill
 *
 * Returns: a pill
 */
AtencionPill
atencion_format_refill (const char *estado)
{
  if (g_strcmp0 (estado, "visto") == 0)
    return (AtencionPill) { "info", "cony-eye-symbolic", _("Seen") };
  if (g_strcmp0 (estado, "en_camino") == 0)
    return (AtencionPill) { "info", "cony-arrow-symbolic", _("On its way") };
  if (g_strcmp0 (estado, "entregado") == 0)
    return (AtencionPill) { "ok", "cony-check-symbolic", _("Delivered") };
  if (g_strcmp0 (estado, "rechazado") == 0)
    return (AtencionPill) { "bad", "cony-cancel-symbolic", _("Rejected") };
  return (AtencionPill) { "warn", "cony-clock-symbolic", _("Pending") };
}

/**
 * atencion_format_digits:
 * @digits: (nullable): a telephone or operation number
 *
 * Groups the digits by three from the right, as people read them aloud.  Peru's country code is
 * left out; a text with other characters stays as it is.
 *
 * Returns: (transfer full): the grouped text
 */
char *
atencion_format_digits (const char *digits)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length;

  if (!digits)
    return g_strdup ("");
  if (g_str_has_prefix (digits, "+51"))
    digits += 3;
  length = strlen (digits);
  if (strspn (digits, "0123456789") != length)
    return g_strdup (digits);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, ' ');
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Names of products are unique. */
static ConyProducto *
find_producto (GListModel *productos,
               const char *nombre)
{
  guint n_items = g_list_model_get_n_items (productos);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyProducto) producto = g_list_model_get_item (productos, i);

      if (g_strcmp0 (cony_producto_get_nombre (producto), nombre) == 0)
        return g_steal_pointer (&producto);
    }
  return NULL;
}

/**
 * atencion_format_missing:
 * @pedido: an order
 * @productos: of #ConyProducto, as they are now
 *
 * Returns: (transfer full) (nullable): what in @pedido cannot be cooked with the supplies that have
 *   run out, like "Alitas (Salsa)"; %NULL when all can
 */
char *
atencion_format_missing (ConyPedido *pedido,
                         GListModel *productos)
{
  GListModel *items = NULL;
  g_autoptr (GString) missing = g_string_new (NULL);
  guint n_items;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (productos), NULL);

  items = cony_pedido_get_items (pedido);
  n_items = items ? g_list_model_get_n_items (items) : 0;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      g_autoptr (ConyProducto) producto
        = find_producto (productos, cony_pedido_item_get_producto (item));

      if (!producto || !cony_producto_get_agotado (producto))
        continue;
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                              cony_producto_get_nombre (producto));
      if (cony_producto_get_faltan (producto))
        g_string_append_printf (missing, " (%s)", cony_producto_get_faltan (producto));
    }
  return missing->len > 0 ? g_string_free (g_steal_pointer (&missing), FALSE) : NULL;
}

/**
 * atencion_format_since:
 * @pedido: an order
 *
 * Returns: (transfer none) (nullable): since when @pedido waits in the state in which it is
 */
GDateTime *
atencion_format_since (ConyPedido *pedido)
{
  const char *estado = cony_pedido_get_estado (pedido);
  GDateTime *since = NULL;

  if (g_strcmp0 (estado, "EN_PREPARACION") == 0)
    since = cony_pedido_get_aprobado (pedido);
  else if (g_strcmp0 (estado, "LISTO") == 0)
    since = cony_pedido_get_listo (pedido);
  return since ? since : cony_pedido_get_creado (pedido);
}
