/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-test.h"
#include "widget-test.h"

static ConyPedido *
peek_queue (AtencionWindow *window,
            guint           position)
{
  g_autoptr (ConyPedido) pedido
    = g_list_model_get_item (G_LIST_MODEL (window->selection), position);

  return pedido;
}

static gboolean
is_enabled (AtencionWindow *window,
            const char     *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
test_window_queue (AtencionTest  *fixture,
                   gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  /* Oldest first, and the oldest is open. */
  g_assert_true (peek_queue (window, 0) == fixture->fatima);
  g_assert_true (peek_queue (window, 1) == fixture->nelson);
  g_assert_null (peek_queue (window, 2));
  g_assert_true (atencion_window_get_pedido (window) == fixture->fatima);
  g_assert_true (widget_test_shows (window->tabs, "2"));
  widget_test_save_png (GTK_WIDGET (window), "atencion");

  /* Without a database nothing can be decided, and the window says so. */
  g_assert_false (is_enabled (window, "aprobar"));
  g_assert_false (is_enabled (window, "alertar"));
  g_assert_false (is_enabled (window, "refill"));
  g_assert_true (gtk_widget_get_mapped (window->waiting));

  g_action_group_activate_action (G_ACTION_GROUP (window), "tab", g_variant_new_string ("cocina"));
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (peek_queue (window, 0) == fixture->carlos);
  g_assert_true (atencion_window_get_pedido (window) == fixture->carlos);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->aprobar)));
}

/* The order that somebody else takes away stays open, so that a key meant for it meets no other. */
static void
test_window_leaves_tab (AtencionTest  *fixture,
                        gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window->aprobar)));
  g_object_set (fixture->fatima, "estado", "EN_PREPARACION", NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->fatima), NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (peek_queue (window, 0) == fixture->nelson);
  g_assert_null (peek_queue (window, 1));
  g_assert_true (atencion_window_get_pedido (window) == fixture->fatima);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->aprobar)));
  g_assert_true (widget_test_shows (GTK_WIDGET (window->pedido_view), "In the kitchen"));
}

/* A change of the selected row does not lose the selection. */
static void
test_window_keeps_selection (AtencionTest  *fixture,
                             gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  gtk_single_selection_set_selected (window->selection, 1);
  g_object_set (fixture->nelson, "voucher-estado", "APROBADO", NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->nelson), NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (gtk_single_selection_get_selected_item (window->selection)
                 == (gpointer) fixture->nelson);
}

static GtkWidget *
find_button (AtencionWindow *window,
             const char     *label)
{
  GtkWidget *found = widget_test_find (GTK_WIDGET (window->pedido_view), GTK_TYPE_LABEL, label);

  return found ? gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON) : NULL;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Whatever is refreshed, the button that is about to be pressed stays the same and in place. */
static void
test_window_keeps_buttons (AtencionTest  *fixture,
                           gconstpointer  data)
{
  AtencionWindow *window = fixture->window;
  g_autoptr (ConyAlerta) first = atencion_test_alerta (1, 142, "Van SIN ají", 90);
  g_autoptr (ConyAlerta) second = atencion_test_alerta (2, 142, "Sin sal", 10);
  GtkWidget *call, *approve = GTK_WIDGET (window->aprobar);
  guint n_lost = 0;

  cony_store_add (CONY_STORE (window->alertas), G_OBJECT (first), NULL);
  widget_test_settle (GTK_WIDGET (window));
  call = find_button (window, "Call");
  g_assert_nonnull (call);
  for (guint i = 0; i < 2; i++)
    {
      g_signal_connect_swapped (i ? call : approve, "unmap", G_CALLBACK (count_cb), &n_lost);
      g_signal_connect_swapped (i ? call : approve, "notify::sensitive", G_CALLBACK (count_cb),
                                &n_lost);
      g_signal_connect_swapped (i ? call : approve, "notify::visible", G_CALLBACK (count_cb),
                                &n_lost);
    }

  g_object_set (first, "pantalla", "Cocina 1", "escalon", 2, NULL);
  cony_store_touch (CONY_STORE (window->alertas), G_OBJECT (first), NULL);
  cony_store_add (CONY_STORE (window->alertas), G_OBJECT (second), NULL);
  g_object_set (fixture->fatima, "voucher-estado", "APROBADO", "version", (gint64) 2, NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->fatima), NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->nelson), NULL);
  g_signal_emit_by_name (window->clock, "tick");
  widget_test_settle (GTK_WIDGET (window));

  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_true (find_button (window, "Call") == call);
  g_assert_true (widget_test_shows (GTK_WIDGET (window->pedido_view), "Sin sal"));
  g_signal_handlers_disconnect_by_func (approve, count_cb, &n_lost);
  g_signal_handlers_disconnect_by_func (call, count_cb, &n_lost);
}

static void
test_window_rush (AtencionTest  *fixture,
                  gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  g_assert_false (widget_test_shows (GTK_WIDGET (window->queue), "Rush"));
  g_object_set (fixture->nelson, "prioridad", TRUE, "prioridad-motivo", "El repartidor espera",
                NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->nelson), NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (peek_queue (window, 0) == fixture->nelson);
  g_assert_true (peek_queue (window, 1) == fixture->fatima);
  g_assert_true (widget_test_shows (GTK_WIDGET (window->queue), "Rush"));
  /* What was open stays open. */
  g_assert_true (atencion_window_get_pedido (window) == fixture->fatima);
  g_action_group_activate_action (G_ACTION_GROUP (window), "ver", g_variant_new_int64 (144));
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (widget_test_shows (GTK_WIDGET (window), "Rush: El repartidor espera"));
  widget_test_save_png (GTK_WIDGET (window), "apurar");
}

static gboolean
has_length (gpointer user_data)
{
  AtencionWindow *window = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (window->selection))
         == GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (window), "wanted"));
}

static void
search (AtencionWindow *window,
        const char     *text,
        guint           n_found)
{
  gtk_editable_set_text (GTK_EDITABLE (window->search), text);
  g_object_set_data (G_OBJECT (window), "wanted", GUINT_TO_POINTER (n_found));
  g_assert_true (widget_test_wait (has_length, window));
}

static void
test_window_search (AtencionTest  *fixture,
                    gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  g_object_set (fixture->nelson, "telefono", "911222333", NULL);
  search (window, "fati", 1);
  g_assert_true (peek_queue (window, 0) == fixture->fatima);
  search (window, "#144", 1);
  g_assert_true (peek_queue (window, 0) == fixture->nelson);
  search (window, "222 33", 1);
  g_assert_true (peek_queue (window, 0) == fixture->nelson);
  g_object_set (fixture->nelson, "telefono", "911 222 333", NULL);
  search (window, "22233", 1);
  search (window, "nobody", 0);
  search (window, "carlos", 0);
  widget_test_settle (GTK_WIDGET (window));
  search (window, "", 2);
}

static void
test_window_refills (AtencionTest  *fixture,
                     gconstpointer  data)
{
  AtencionWindow *window = fixture->window;
  g_autoptr (ConyRefill) closed = atencion_test_refill (1, "Salchichas", "entregado", 900);
  g_autoptr (ConyRefill) open = atencion_test_refill (2, "Mayonesa", "pendiente", 60);
  g_autoptr (ConyRefill) first = NULL;

  cony_store_add (CONY_STORE (window->refills_store), G_OBJECT (closed), NULL);
  cony_store_add (CONY_STORE (window->refills_store), G_OBJECT (open), NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "tab", g_variant_new_string ("refill"));
  widget_test_settle (GTK_WIDGET (window));
  first = g_list_model_get_item (G_LIST_MODEL (window->refill_selection), 0);
  g_assert_true (first == open);
  g_assert_true (atencion_refill_view_get_refill (window->refill_view) == open);
  g_assert_null (atencion_window_get_pedido (window));
  g_assert_true (widget_test_shows (GTK_WIDGET (window->refill_view), "Mayonesa"));

  g_object_set (open, "estado", "en_camino", "atiende", "Ana", NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (widget_test_shows (GTK_WIDGET (window->refill_view), "Ana"));
}

static void
test_window_narrow (AtencionTest  *fixture,
                    gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 420);
  g_assert_true (adw_leaflet_get_folded (window->leaflet));
  g_assert_true (gtk_widget_get_mapped (window->narrow_tabs));
  g_assert_false (gtk_widget_get_mapped (window->tabs));
  g_assert_true (widget_test_shows (GTK_WIDGET (window), "Fátima"));
  widget_test_save_png (GTK_WIDGET (window), "atencion-angosta");

  g_action_group_activate_action (G_ACTION_GROUP (window), "ver", g_variant_new_int64 (142));
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (widget_test_shows (GTK_WIDGET (window), "#142 Fátima"));
  g_assert_false (gtk_widget_get_mapped (window->narrow_tabs));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->narrow_aprobar)));
  g_assert_true (is_enabled (window, "volver"));
  widget_test_save_png (GTK_WIDGET (window), "atencion-angosta-detalle");

  g_action_group_activate_action (G_ACTION_GROUP (window), "volver", NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (window->narrow_tabs));

  /* What the pointer is over in the list is no order to act on. */
  gtk_single_selection_set_selected (window->selection, 1);
  g_assert_null (atencion_window_get_pedido (window));
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  atencion_test_add ("/atencion/window/queue", 1280, test_window_queue);
  atencion_test_add ("/atencion/window/leaves-tab", 1280, test_window_leaves_tab);
  atencion_test_add ("/atencion/window/keeps-selection", 1280, test_window_keeps_selection);
  atencion_test_add ("/atencion/window/keeps-buttons", 1280, test_window_keeps_buttons);
  atencion_test_add ("/atencion/window/rush", 1280, test_window_rush);
  atencion_test_add ("/atencion/window/search", 1280, test_window_search);
  atencion_test_add ("/atencion/window/refills", 1280, test_window_refills);
  atencion_test_add ("/atencion/window/narrow", 420, test_window_narrow);
  return g_test_run ();
}
