/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-dialog.h"
#include "atencion-format.h"
#include "atencion-message.h"
#include "atencion-test.h"
#include "cony-insumo.h"
#include "cony-producto.h"
#include "widget-test.h"

static void
test_digits (void)
{
  static const struct
  {
    const char *from, *to;
  } cases[] = {
    { "987654321", "987 654 321" }, { "+51987654321", "987 654 321" },
    { "00418976", "00 418 976" },   { "12", "12" },
    { "AB-12", "AB-12" },           { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = atencion_format_digits (cases[i].from);

      g_assert_cmpstr (text, ==, cases[i].to);
    }
}

static void
test_payment (void)
{
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 10);

  g_assert_cmpstr (atencion_format_pago (pedido).label, ==, "No receipt yet");
  g_object_set (pedido, "voucher-estado", "PENDIENTE", NULL);
  g_assert_cmpstr (atencion_format_pago (pedido).kind, ==, "warn");
  g_object_set (pedido, "voucher-estado", "APROBADO", NULL);
  g_assert_cmpstr (atencion_format_pago (pedido).kind, ==, "ok");
  g_object_set (pedido, "voucher-estado", "RECHAZADO", NULL);
  g_assert_cmpstr (atencion_format_pago (pedido).kind, ==, "bad");
  g_object_set (pedido, "voucher-estado", NULL, "canal", "presencial", NULL);
  g_assert_cmpstr (atencion_format_pago (pedido).label, ==, "Cash at the till");
}

static void
test_text_limits (void)
{
  g_autofree char *full = g_strnfill (500, 'a');
  g_autofree char *wide = NULL, *problem = NULL;
  g_autoptr (GString) letters = g_string_new (NULL);

  for (int i = 0; i < 500; i++)
    g_string_append (letters, "ñ");
  g_assert_true (atencion_check_text (full, 500, NULL));
  g_assert_true (atencion_check_text (letters->str, 500, NULL));
  g_assert_true (atencion_check_text ("one\ntwo", 500, NULL));
  wide = g_strconcat (full, "b", NULL);
  g_assert_false (atencion_check_text (wide, 500, &problem));
  g_assert_cmpstr (problem, ==, "At most 500 characters.");
  g_assert_false (atencion_check_text ("bell\a", 500, NULL));
  g_assert_false (atencion_check_text ("tab\t", 500, NULL));
}

static void
assert_message_for (ConyPedido *pedido,
                    const char *expected)
{
  g_autofree char *message = atencion_message_format (pedido);

  g_assert_cmpstr (message, ==, expected);
}

static void
test_message (void)
{
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 10);

  assert_message_for (pedido, "Hello Fátima. We have your order #142, it comes to S/\u00A046.00. Send "
                              "us a picture of the payment and we start to prepare it.");
  g_object_set (pedido, "canal", "delivery", NULL);
  assert_message_for (pedido, "Hello Fátima. We have your order #142, it comes to S/\u00A046.00.");
  g_object_set (pedido, "voucher-estado", "PENDIENTE", NULL);
  assert_message_for (pedido, "Hello Fátima. We have your receipt for order #142. We are verifying "
                              "the payment and will tell you.");
  /* Reasons are written for colleagues. */
  g_object_set (pedido, "voucher-estado", "RECHAZADO", "voucher-motivo", "Parece falso", NULL);
  assert_message_for (pedido, "Hello Fátima. We could not verify the payment of your order #142. "
                              "Please look at it and send us the receipt again.");
  g_object_set (pedido, "voucher-estado", "APROBADO", NULL);
  assert_message_for (pedido, "Hello Fátima. We verified the payment of your order #142. It goes "
                              "to the kitchen in a moment.");
  g_object_set (pedido, "estado", "EN_PREPARACION", NULL);
  assert_message_for (pedido, "Hello Fátima. We are preparing your order #142.");
  g_object_set (pedido, "estado", "LISTO", NULL);
  assert_message_for (pedido,
                      "Hello Fátima. Your order #142 is ready and on its way to you in a moment.");
  g_object_set (pedido, "canal", "presencial", NULL);
  assert_message_for (pedido, "Hello Fátima. Your order #142 is ready. You can collect it.");
  g_object_set (pedido, "estado", "ENTREGADO", "cliente", NULL, NULL);
  assert_message_for (pedido, "Thank you for your order #142. Enjoy your meal!");
  g_object_set (pedido, "estado", "CANCELADO", NULL);
  assert_message_for (pedido,
                      "Your order #142 was cancelled. Write to us if you have a question.");
}

static void
test_missing (void)
{
  g_autoptr (GListStore) productos = g_list_store_new (CONY_TYPE_PRODUCTO);
  g_autoptr (ConyProducto) alitas = atencion_test_producto (5, "Alitas BBQ", 22, TRUE);
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 60);
  g_autofree char *none = NULL, *missing = NULL;

  g_list_store_append (productos, alitas);
  atencion_test_add_item (pedido, "Chicha 500 ml", 1, NULL, 4);
  none = atencion_format_missing (pedido, G_LIST_MODEL (productos));
  g_assert_null (none);
  atencion_test_add_item (pedido, "Alitas BBQ", 1, NULL, 22);
  missing = atencion_format_missing (pedido, G_LIST_MODEL (productos));
  g_assert_cmpstr (missing, ==, "Alitas BBQ (Salsa BBQ)");
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/atencion/format/digits", test_digits);
  g_test_add_func ("/atencion/format/payment", test_payment);
  g_test_add_func ("/atencion/format/text-limits", test_text_limits);
  g_test_add_func ("/atencion/message", test_message);
  g_test_add_func ("/atencion/format/missing", test_missing);
  return g_test_run ();
}
