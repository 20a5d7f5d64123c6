/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta.h"
#include "cony-insumo.h"
#include "cony-pedido.h"
#include "cony-refill.h"
#include "cony-voucher.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  ++*(guint *) user_data;
}

static void
test_properties (void)
{
  g_autoptr (GDateTime) sent = g_date_time_new_utc (2026, 11, 24, 12, 0, 0);
  g_autoptr (GDateTime) same = g_date_time_new_utc (2026, 11, 24, 12, 0, 0);
  g_autoptr (ConyAlerta) alerta = NULL;
  guint n_notified = 0;

  alerta = g_object_new (CONY_TYPE_ALERTA,
                         "id", (gint64) 7,
                         "uid", "3f0c",
                         "mensaje", "Sin papas",
                         "leida", TRUE,
                         "fecha-envio", sent,
                         NULL);
  g_assert_cmpint (cony_alerta_get_id (alerta), ==, 7);
  g_assert_cmpstr (cony_alerta_get_mensaje (alerta), ==, "Sin papas");
  g_assert_true (cony_alerta_get_leida (alerta));
  g_assert_true (g_date_time_equal (cony_alerta_get_fecha_envio (alerta), sent));
  g_assert_null (cony_alerta_get_fecha_lectura (alerta));
  g_assert_null (cony_alerta_get_cliente (alerta));
  g_assert_cmpint (cony_alerta_get_pedido_id (alerta), ==, 0);
  g_assert_cmpint (cony_item_get_id (CONY_ITEM (alerta)), ==, 7);
  g_assert_cmpstr (cony_item_get_uid (CONY_ITEM (alerta)), ==, "3f0c");

  g_signal_connect (alerta, "notify", G_CALLBACK (count_cb), &n_notified);
  g_object_set (alerta, "mensaje", "Sin papas", "fecha-envio", same, "leida", TRUE, NULL);
  g_assert_cmpuint (n_notified, ==, 0);
  g_object_set (alerta, "mensaje", "Sin yuca", NULL);
  g_assert_cmpuint (n_notified, ==, 1);
}

static void
test_every_class (void)
{
  const GType types[] = { CONY_TYPE_PEDIDO, CONY_TYPE_PEDIDO_ITEM, CONY_TYPE_VOUCHER,
                          CONY_TYPE_ALERTA, CONY_TYPE_REFILL, CONY_TYPE_INSUMO };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GObject) item = g_object_new (types[i], NULL);
      g_autofree GParamSpec **pspecs = NULL;
      guint n_pspecs = 0;

      pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (item), &n_pspecs);
      g_assert_cmpuint (n_pspecs, >, 5);
      for (guint j = 0; j < n_pspecs; j++)
        {
          g_auto (GValue) value = G_VALUE_INIT;

          g_assert_null (strchr (pspecs[j]->name, '_'));
          g_value_init (&value, pspecs[j]->value_type);
          g_object_get_property (item, pspecs[j]->name, &value);
        }
      /* An order line has neither of these. */
      g_assert_cmpint (cony_item_get_version (CONY_ITEM (item)), ==, 0);
      g_assert_null (cony_item_get_uid (CONY_ITEM (item)));
    }
}

static void
test_order_lines (void)
{
  g_autoptr (ConyPedido) pedido = g_object_new (CONY_TYPE_PEDIDO, "id", (gint64) 3, "total", 46.5, NULL);
  g_autoptr (ConyPedidoItem) line = g_object_new (CONY_TYPE_PEDIDO_ITEM, "cantidad", 2, NULL);
  g_autoptr (GListModel) items = NULL;

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), line);
  g_object_get (pedido, "items", &items, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);
  g_assert_true (g_list_model_get_item_type (items) == CONY_TYPE_PEDIDO_ITEM);
  g_assert_cmpfloat (cony_pedido_get_total (pedido), ==, 46.5);
  g_assert_cmpint (cony_pedido_item_get_cantidad (line), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/item/properties", test_properties);
  g_test_add_func ("/item/every-class", test_every_class);
  g_test_add_func ("/item/order-lines", test_order_lines);

  return g_test_run ();
}
