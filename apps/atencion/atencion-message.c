/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-message.h"

#include <glib/gi18n.h>

#include "cony-text.h"

static char *
format_pendiente (ConyPedido *pedido,
                  const char *number)
{
  const char *voucher = cony_pedido_get_voucher_estado (pedido);
  g_autofree char *money = cony_money_format (cony_pedido_get_total (pedido));

  if (g_strcmp0 (voucher, "APROBADO") == 0)
    return g_strdup_printf (_("We verified the payment of your order %s. It goes to the kitchen in "
                              "a moment."), number);
  if (g_strcmp0 (voucher, "RECHAZADO") == 0)
    /* What was wrong is written for colleagues, so the person adds what the customer may know. */
    return g_strdup_printf (_("We could not verify the payment of your order %s. Please look at it "
                              "and send us the receipt again."), number);
  if (g_strcmp0 (voucher, "PENDIENTE") == 0)
    return g_strdup_printf (_("We have your receipt for order %s. We are verifying the payment and "
                              "will tell you."), number);
  if (g_strcmp0 (cony_pedido_get_canal (pedido), "whatsapp") == 0)
    /* Translators: an order like #142 and an amount like S/ 46.00 */
    return g_strdup_printf (_("We have your order %s, it comes to %s. Send us a picture of the "
                              "payment and we start to prepare it."), number, money);
  /* Translators: an order like #142 and an amount like S/ 46.00 */
  return g_strdup_printf (_("We have your order %s, it comes to %s."), number, money);
}

static char *
format_estado (ConyPedido *pedido,
               const char *number)
{
  const char *estado = cony_pedido_get_estado (pedido);

  if (g_strcmp0 (estado, "EN_PREPARACION") == 0)
    return g_strdup_printf (_("We are preparing your order %s."), number);
  if (g_strcmp0 (estado, "LISTO") == 0
      && g_strcmp0 (cony_pedido_get_canal (pedido), "delivery") == 0)
    return g_strdup_printf (_("Your order %s is ready and on its way to you in a moment."), number);
  if (g_strcmp0 (estado, "LISTO") == 0)
    return g_strdup_printf (_("Your order %s is ready. You can collect it."), number);
  if (g_strcmp0 (estado, "ENTREGADO") == 0)
    return g_strdup_printf (_("Thank you for your order %s. Enjoy your meal!"), number);
  if (g_strcmp0 (estado, "CANCELADO") == 0)
    return g_strdup_printf (_("Your order %s was cancelled. Write to us if you have a question."),
                            number);
  return format_pendiente (pedido, number);
}

/**
 * atencion_message_format:
 * @pedido: an order
 *
 * Returns: (transfer full): what to write to the customer of @pedido in the state in which it is
 */
char *
atencion_message_format (ConyPedido *pedido)
{
  const char *cliente = NULL;
  g_autofree char *number = NULL, *text = NULL;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);

  cliente = cony_pedido_get_cliente (pedido);
  number = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));
  text = format_estado (pedido, number);
  if (!cliente || !*cliente)
    return g_steal_pointer (&text);
  /* Translators: a customer's name and a sentence about their order */
  return g_strdup_printf (_("Hello %s. %s"), cliente, text);
}
