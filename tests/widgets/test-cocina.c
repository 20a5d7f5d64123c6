/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-test.h"
#include "cony-lines.h"
#include "widget-test.h"

static void
test_board (CocinaTest    *fixture,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  /* The oldest seven have a ticket, the others a line in the last cell. */
  g_assert_nonnull (cocina_test_find_ticket (fixture, 131));
  g_assert_nonnull (cocina_test_find_ticket (fixture, 138));
  g_assert_null (cocina_test_find_ticket (fixture, 139));
  g_assert_true (widget_test_shows (window, "+4 more"));
  g_assert_true (widget_test_shows (window, "#143"));
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 131);

  /* By age: colour, word and icon. */
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 131), "tarde"));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 132), "tarde"));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 134), "apurar"));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 136), "a-tiempo"));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 138), "nuevo"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 131), "Late"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 138), "Start"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 137), "Ready"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 131), "SIN mayonesa"));

  /* Open requests only; what nobody has taken stands first. */
  g_assert_true (widget_test_shows (window, "2 to attend"));
  g_assert_false (widget_test_shows (window, "Sal"));

  /* The totals leave out what is struck through. */
  g_assert_true (widget_test_shows (window, "11 orders"));
  g_assert_cmpint (fixture->window->layout.unit, ==, 29);
  widget_test_save_png (window, "cocina-board");
}

static void
test_selection (CocinaTest    *fixture,
                gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  gtk_widget_activate_action (window, "win.select-digit", "i", 3);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 134);
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 134), "selected"));
  gtk_widget_activate_action (window, "win.select", "x", (gint64) 137);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 137);

  /* The selected one is finished: the one now in its place takes over. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->pedidos)); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), i);

      if (cony_pedido_get_id (pedido) == 137)
        g_list_store_remove (fixture->pedidos, i);
    }
  widget_test_settle (window);
  g_assert_null (cocina_test_find_ticket (fixture, 137));
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 138);

  gtk_widget_activate_action (window, "win.page", "i", 1);
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 143));
  g_assert_true (widget_test_shows (window, "7 before"));
  widget_test_save_png (window, "cocina-page-2");
  gtk_widget_activate_action (window, "win.page", "i", 1);
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 131));
}

static void
test_cancelled (CocinaTest    *fixture,
                gconstpointer  data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 3);
  gpointer again = pedido;

  g_object_set (pedido, "estado", "CANCELADO", "cancelado", now, "cancelado-por", "Rosa",
                "cambio", "cancelado", NULL);
  g_list_store_splice (fixture->pedidos, 3, 1, &again, 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 134), "cancelado"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 134), "Understood"));
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-cancelled");

  /* Confirmed, here or on another screen. */
  g_object_set (pedido, "cambio", NULL, NULL);
  g_list_store_splice (fixture->pedidos, 3, 1, &again, 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_null (cocina_test_find_ticket (fixture, 134));
}

/* Something was added, somebody is in a hurry, one came back. */
static void
test_changed (CocinaTest    *fixture,
              gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 5);
  g_autoptr (ConyPedido) rush = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 6);
  g_autoptr (ConyPedidoItem) item
    = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", (gint64) 9, "cantidad", 1, "producto",
                    "Papas cheddar", "anadido", now, NULL);
  g_autofree char *hour = g_date_time_format (now, "ADDED %H:%M");
  gpointer again = pedido;

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
  g_object_set (pedido, "cambio", "anadido", "cambiado", now, "recuperado", now, NULL);
  g_list_store_splice (fixture->pedidos, 5, 1, &again, 1);
  again = rush;
  g_object_set (rush, "prioridad", TRUE, "prioridad-motivo", "Cliente con bebé", NULL);
  g_list_store_splice (fixture->pedidos, 6, 1, &again, 1);
  widget_test_settle (window);
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 136), "cambio"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 136), "Understood"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 136), "Added"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 136), hour));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 136), "RECALLED"));
  g_assert_true (
    widget_test_shows (cocina_test_find_ticket (fixture, 137), "RUSH: Cliente con bebé"));
  g_assert_false (widget_test_shows (cocina_test_find_ticket (fixture, 131), "RUSH"));
  gtk_widget_activate_action (window, "win.select-digit", "i", 1);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 137);
  widget_test_settle (window);
  widget_test_save_png (window, "cocina-changed");
}

/* A bad evening: the board must not slow down with what nobody can see. */
static void
test_many (CocinaTest    *fixture,
           gconstpointer  data)
{
  gint64 begin, spent;

  for (int i = 0; i < 300; i++)
    {
      CocinaTestSample sample = cocina_test_samples[1 + i % 10];
      g_autoptr (ConyPedido) pedido = NULL;

      sample.id = 1000 + i;
      pedido = cocina_test_pedido_new (&sample);
      g_list_store_append (fixture->pedidos, pedido);
    }
  for (int i = 0; i < 1000; i++)
    cocina_test_add_refill (fixture->refills, 100 + i, "Servilletas", 1 + i % 5, "paquete",
                            "pendiente", i);
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "+304 more"));

  begin = g_get_monotonic_time ();
  for (int i = 0; i < 20; i++)
    {
      cocina_window_tick (fixture->window);
      widget_test_settle (GTK_WIDGET (fixture->window));
    }
  spent = g_get_monotonic_time () - begin;
  g_test_message ("one tick with 311 orders and three frames: %.1f ms", spent / 20e3);
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-many");
}

static void
test_empty (CocinaTest    *fixture,
            gconstpointer  data)
{
  const char *sentence = "This order is no longer in preparation. Somebody else was faster.";
  GtkWidget *label;

  g_list_store_remove_all (fixture->pedidos);
  g_list_store_remove_all (fixture->refills);
  cocina_snackbar_show (fixture->window->snackbar, "cony-check-symbolic", "#131 ready");
  cocina_snackbar_show (fixture->window->snackbar, "cony-box-symbolic",
                        "Refill: Mayonesa, 2 baldes");
  widget_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "No orders"));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window), "Refill: Mayonesa, 2 baldes"));
  g_assert_true (gtk_widget_has_css_class (
    widget_test_find (GTK_WIDGET (fixture->window), COCINA_TYPE_TOTALS, NULL), "undoing"));
  widget_test_save_png (GTK_WIDGET (fixture->window), "cocina-empty");

  /* A sentence breaks and is not cut. */
  cocina_snackbar_show (fixture->window->snackbar, "cony-error-symbolic", sentence);
  widget_test_settle (GTK_WIDGET (fixture->window));
  label = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, sentence);
  g_assert_nonnull (label);
  g_assert_cmpint (gtk_widget_get_width (label), <,
                   gtk_widget_get_width (GTK_WIDGET (fixture->window->rail)));
}

static void
test_order (void)
{
  CocinaUmbrales umbrales = COCINA_UMBRALES_DEFAULT;
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 24, 17, 0, 0);
  g_autoptr (GDateTime) before = g_date_time_add_seconds (now, -299);
  g_autoptr (GDateTime) due = g_date_time_add_seconds (now, 1);
  g_autoptr (GDateTime) late = g_date_time_add_seconds (now, 181);
  g_autoptr (ConyPedido) old
    = g_object_new (CONY_TYPE_PEDIDO, "id", (gint64) 9, "estado", "EN_PREPARACION", "aprobado",
                    before, NULL);
  g_autoptr (ConyPedido) young
    = g_object_new (CONY_TYPE_PEDIDO, "id", (gint64) 2, "estado", "EN_PREPARACION", "aprobado", now,
                    NULL);

  g_assert_cmpint (cocina_pedido_get_seconds (old, now), ==, 299);
  g_assert_cmpint (cocina_pedido_get_estado (old, now, &umbrales), ==, COCINA_ESTADO_NUEVO);
  g_assert_cmpint (cocina_pedido_get_estado (old, due, &umbrales), ==, COCINA_ESTADO_APURAR);
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_TARDE);
  g_assert_true (cocina_pedido_is_late (old, late, &umbrales));
  /* A channel with its own thresholds. */
  umbrales.delivery = (CocinaPlazo) { 420, 900 };
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_TARDE);
  g_object_set (old, "canal", "delivery", NULL);
  g_assert_cmpint (cocina_pedido_get_estado (old, due, &umbrales), ==, COCINA_ESTADO_NUEVO);
  g_assert_cmpint (cocina_pedido_get_estado (old, late, &umbrales), ==, COCINA_ESTADO_APURAR);
  g_assert_false (cocina_pedido_is_late (old, late, &umbrales));
  g_object_set (old, "empezado", now, NULL);
  g_assert_cmpint (cocina_pedido_get_estado (old, now, &umbrales), ==, COCINA_ESTADO_A_TIEMPO);
  /* A clock that is behind shows no negative time. */
  g_assert_cmpint (cocina_pedido_get_seconds (young, before), ==, 0);

  g_assert_cmpint (cocina_pedido_compare (old, young), <, 0);
  g_object_set (young, "prioridad", TRUE, NULL);
  g_assert_cmpint (cocina_pedido_compare (old, young), >, 0);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  g_test_add_func ("/cocina/order", test_order);
  COCINA_TEST_ADD ("/cocina/board", test_board);
  COCINA_TEST_ADD ("/cocina/selection", test_selection);
  COCINA_TEST_ADD ("/cocina/cancelled", test_cancelled);
  COCINA_TEST_ADD ("/cocina/changed", test_changed);
  COCINA_TEST_ADD ("/cocina/many", test_many);
  COCINA_TEST_ADD ("/cocina/empty", test_empty);
  return g_test_run ();
}
