/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-test.h"
#include "cony-lines.h"
#include "widget-test.h"

static void
set_entry (GListStore       *outbox,
           ConyOutboxEntry  *entry,
           ConyOutboxEstado  estado,
           const char       *error)
{
  gpointer again = entry;
  guint position;

  cony_outbox_entry_set_estado (entry, estado, error);
  g_assert_true (g_list_store_find (outbox, entry, &position));
  g_list_store_splice (outbox, position, 1, &again, 1);
}

/* What was done without a database is shown as if it had happened, and says that it waits. */
static void
test_queued (CocinaTest    *fixture,
             gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) outbox = g_list_store_new (CONY_TYPE_OUTBOX_ENTRY);
  ConyOutboxEntry *ready, *start;
  GtkWidget *button;

  cocina_window_set_outbox (fixture->window, G_LIST_MODEL (outbox));
  fixture->window->connected = FALSE;
  ready = cocina_test_enqueue (outbox, cony_command_new_pedido_listo (132, "EN_PREPARACION"));
  start = cocina_test_enqueue (outbox, cony_command_new_empezar_pedido (138, "EN_PREPARACION"));
  cocina_test_enqueue (outbox, cony_command_new_marcar_item (13400, TRUE));
  cocina_test_enqueue (outbox, cony_command_new_atender_refill (1, "pendiente", "en_camino", NULL));
  widget_test_settle (window);

  button
    = widget_test_find (cocina_test_find_ticket (fixture, 132), GTK_TYPE_LABEL, "Ready, queued");
  g_assert_nonnull (button);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 138), "a-tiempo"));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 138), "Start, queued"));
  g_assert_true (gtk_widget_is_sensitive (
    widget_test_find (cocina_test_find_ticket (fixture, 138), GTK_TYPE_LABEL, "Ready")));
  g_assert_true (widget_test_shows (window, "On its way, queued"));
  g_assert_cmpint (cocina_test_n_struck (cocina_test_find_ticket (fixture, 134)), ==, 1);
  g_assert_cmpint (cocina_test_n_struck (cocina_test_find_ticket (fixture, 135)), ==, 0);
  widget_test_save_png (window, "cocina-cola");

  /* Two cannot be stored: each is shown with its reason until its author has read it. */
  g_assert_false (widget_test_shows (window, "This order was cancelled."));
  set_entry (outbox, ready, CONY_OUTBOX_IMPOSIBLE, "This order was cancelled.");
  set_entry (outbox, start, CONY_OUTBOX_IMPOSIBLE, "There is no such order.");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "This order was cancelled."));
  g_assert_true (widget_test_shows (window, "1 of 2"));
  g_assert_true (gtk_widget_has_css_class (cocina_test_find_ticket (fixture, 138), "nuevo"));
  widget_test_save_png (window, "cocina-perdido");
  g_list_store_remove (outbox, 0);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "There is no such order."));
  g_list_store_remove_all (outbox);
  widget_test_settle (window);
  g_assert_null (widget_test_find (window, GTK_TYPE_LABEL, "Dismiss"));
  g_assert_cmpint (cocina_test_n_struck (cocina_test_find_ticket (fixture, 134)), ==, 0);
}

/* Presses the button with this text. */
static void
press_button (CocinaTest    *fixture,
              const char *label)
{
  GtkWidget *text = widget_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, label);

  g_assert_nonnull (text);
  g_signal_emit_by_name (gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON), "clicked");
  widget_test_settle (GTK_WIDGET (fixture->window));
}

/* All requests with all their steps; each is reached page by page. */
static void
test_refills (CocinaTest    *fixture,
              gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (ConyRefill) first = NULL;
  g_autoptr (ConyRefill) last = NULL;
  GtkWidget *search;

  gtk_widget_activate_action (window, "win.refill", NULL);
  widget_test_settle (window);
  g_assert_null (cocina_test_find_ticket (fixture, 131));
  g_assert_true (widget_test_shows (window, "Seen"));
  g_assert_true (widget_test_shows (window, "Reject…"));
  g_assert_false (widget_test_shows (window, "1 to 3 of 3"));
  widget_test_save_png (window, "cocina-refills");

  for (int i = 0; i < 30; i++)
    cocina_test_add_refill (fixture->refills, 100 + i, "Vasos", 1 + i, "paquete", "pendiente",
                            100 - i);
  widget_test_settle (window);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->refills), 4);
  last = g_list_model_get_item (G_LIST_MODEL (fixture->refills), 33);
  g_assert_true (cocina_panel_shows (fixture->window->refills, first));
  g_assert_false (cocina_panel_shows (fixture->window->refills, last));
  g_assert_true (widget_test_shows (window, "1 to 9 of 33"));
  for (int i = 0; i < 3; i++)
    press_button (fixture, "PgDn");
  g_assert_false (cocina_panel_shows (fixture->window->refills, first));
  g_assert_true (cocina_panel_shows (fixture->window->refills, last));
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "mayo");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->refills), "Mayonesa"));
  g_assert_false (widget_test_shows (GTK_WIDGET (fixture->window->refills), "Vasos"));

  /* A refusal has a reason. */
  press_button (fixture, "Reject…");
  g_assert_true (widget_test_shows (window, "Reject Mayonesa, 2 baldes"));
  g_assert_true (widget_test_shows (window, "None left"));
  g_assert_cmpint (fixture->window->rejecting, ==, 1);
  g_assert_false (
    gtk_widget_is_sensitive (widget_test_find (window, GTK_TYPE_LABEL, "Reject")));
  widget_test_save_png (window, "cocina-reject");
  gtk_widget_activate_action (window, "win.back", NULL);
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 131));
}

static void
test_supplies (CocinaTest    *fixture,
               gconstpointer  data)
{
  static const char *const names[]
    = { "Aceite", "Limón", "Mayonesa", "Papa", "Salchicha", "Servilletas" };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) insumos = g_list_store_new (CONY_TYPE_INSUMO);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ConyInsumo) insumo
        = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) i + 1, "nombre", names[i], "unidad", "kg",
                        "agotado", i == 1, NULL);

      g_list_store_append (insumos, insumo);
    }
  cocina_window_set_supplies (fixture->window, G_LIST_MODEL (insumos));
  gtk_widget_activate_action (window, "win.supplies", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "OUT OF STOCK"));
  g_assert_true (widget_test_shows (window, "There again"));
  g_assert_true (
    gtk_widget_is_sensitive (widget_test_find (window, GTK_TYPE_LABEL, "There again")));
  widget_test_save_png (window, "cocina-agotado");
  cocina_window_set_supplies (fixture->window, NULL);
}

static void
finish (CocinaTest *fixture,
        guint    position,
        int      seconds,
        const char *estado)
{
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), position);
  g_autoptr (GDateTime) listo = cocina_test_ago (seconds);
  gpointer again = pedido;

  g_object_set (pedido, "estado", estado, "listo", listo, NULL);
  g_list_store_splice (fixture->pedidos, position, 1, &again, 1);
}

static void
test_recall (CocinaTest    *fixture,
             gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *search;

  finish (fixture, 1, 20, "LISTO");
  finish (fixture, 2, 10, "ENTREGADO");
  finish (fixture, 3, 30, "CANCELADO");
  cocina_snackbar_show_undo (fixture->window->snackbar, "#133 ready", 133);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Undo 5 s"));
  g_assert_cmpint (cocina_snackbar_get_undo (fixture->window->snackbar), ==, 133);
  widget_test_save_png (window, "cocina-undo");
  cocina_snackbar_dismiss (fixture->window->snackbar);
  g_assert_cmpint (cocina_snackbar_get_undo (fixture->window->snackbar), ==, 0);

  gtk_widget_activate_action (window, "win.recall", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "#131"));
  g_assert_true (widget_test_shows (window, "#132"));
  g_assert_true (widget_test_shows (window, "Handed over"));
  g_assert_false (widget_test_shows (window, "#134"));
  widget_test_save_png (window, "cocina-recall");
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "132");
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "#131"));
  g_assert_true (widget_test_shows (window, "#132"));

  gtk_widget_activate_action (window, "win.back", NULL);
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 135));
}

static void
add_item (ConyPedido *pedido,
          gint64      id,
          const char *producto,
          const char *notas)
{
  g_autoptr (ConyPedidoItem) item
    = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", id, "cantidad", 1, "producto", producto, "notas",
                    notas, NULL);

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
}

static void
change (CocinaTest *fixture,
        guint       position,
        gint64      version)
{
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), position);
  gpointer again = pedido;

  g_object_set (pedido, "version", version, NULL);
  g_list_store_splice (fixture->pedidos, position, 1, &again, 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
}

/* What a ticket cannot hold is counted, also when all of it must never be overlooked, and one press
 * away; no note is cut. */
static void
test_whole (CocinaTest    *fixture,
            gconstpointer  data)
{
  static const char note[]
    = "SIN mayonesa, sin ají, sin cebolla y sin ninguna de las salsas de la casa";
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *panel = GTK_WIDGET (fixture->window->order);
  g_autoptr (ConyPedido) pedido = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 4);
  g_autoptr (ConyPedido) short_one = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 5);
  GtkWidget *label, *lines;
  g_autofree char *rest = NULL;

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *producto = g_strdup_printf ("Plato %d", i + 1);

      add_item (pedido, 900 + i, producto, "SIN sal");
    }
  add_item (short_one, 950, "Gaseosa", note);
  change (fixture, 5, 2);
  g_object_set (pedido, "nota",
                "Ají aparte, la gaseosa sin helar, y que el repartidor llame desde la puerta del "
                "edificio porque el timbre no suena",
                NULL);
  change (fixture, 4, 2);
  widget_test_save_png (window, "cocina-ticket-largo");
  label = widget_test_find (cocina_test_find_ticket (fixture, 136), GTK_TYPE_LABEL, note);
  g_assert_nonnull (label);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  g_assert_false (widget_test_shows (window, "Plato 12"));
  /* What takes something away stays longest, and of what is hidden it is said. */
  lines = widget_test_find (cocina_test_find_ticket (fixture, 135), CONY_TYPE_LINES, NULL);
  rest = g_strdup_printf ("%u more, with SIN…", cony_lines_get_n_hidden (CONY_LINES (lines)));
  g_assert_false (widget_test_shows (lines, "Alitas picantes"));
  g_assert_true (widget_test_shows (lines, "Hamburguesa"));
  g_assert_true (widget_test_shows (lines, rest));
  g_assert_true (widget_test_shows (cocina_test_find_ticket (fixture, 135), "O"));

  gtk_widget_activate_action (window, "win.select", "x", (gint64) 135);
  gtk_widget_activate_action (window, "win.open-selected", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (panel, "Plato 1"));
  g_assert_true (widget_test_shows (panel, "Plato 12"));
  g_assert_true (widget_test_shows (panel, "#135"));
  g_assert_true (widget_test_shows (panel, "Hurry"));
  g_assert_false (widget_test_shows (panel, "Start"));
  widget_test_save_png (window, "cocina-pedido");

  /* A digit means a ticket again. */
  gtk_widget_activate_action (window, "win.select-digit", "i", 7);
  widget_test_settle (window);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 138);
  gtk_widget_activate_action (window, "win.open-selected", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (panel, "#138"));
  g_assert_true (widget_test_shows (panel, "Start"));
  g_assert_true (widget_test_shows (panel, "Ready"));

  /* Finished elsewhere: the tickets are there again. */
  finish (fixture, 7, 1, "LISTO");
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 131));
  g_assert_false (widget_test_shows (panel, "#138"));
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  COCINA_TEST_ADD ("/cocina-panels/recall", test_recall);
  COCINA_TEST_ADD ("/cocina-panels/queued", test_queued);
  COCINA_TEST_ADD ("/cocina-panels/refills", test_refills);
  COCINA_TEST_ADD ("/cocina-panels/supplies", test_supplies);
  COCINA_TEST_ADD ("/cocina-panels/whole", test_whole);
  return g_test_run ();
}
