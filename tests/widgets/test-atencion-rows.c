/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-cola-view.h"
#include "atencion-clock.h"
#include "atencion-format.h"
#include "atencion-item-row.h"
#include "atencion-pedido-row.h"
#include "atencion-pedido-view.h"
#include "atencion-tab-button.h"
#include "atencion-test.h"
#include "cony-outbox-entry.h"
#include "cony-receipt-strip.h"
#include "widget-test.h"

static void
test_receipt (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyAlerta) alerta = atencion_test_alerta (0, 142, "Hola", 2);
  g_autoptr (GDateTime) sent = NULL, seen = NULL;
  ConyReceiptStrip *strip = CONY_RECEIPT_STRIP (cony_receipt_strip_new (session));
  GtkWidget *window;

  cony_receipt_strip_set_alerta (strip, alerta);
  window = widget_test_present (GTK_WIDGET (strip), 700, 40, "cony");
  g_assert_true (widget_test_shows (window, "Sending…"));

  g_object_set (alerta, "id", (gint64) 7, NULL);
  g_assert_true (widget_test_shows (window, "Sent"));
  g_assert_true (widget_test_shows (window, "On no screen yet"));
  g_assert_nonnull (atencion_test_find_prefix (window, "Not seen yet 0:0"));

  g_object_set (alerta, "entregada", cony_alerta_get_fecha_envio (alerta), "pantalla", "Cocina 1",
                NULL);
  g_assert_true (widget_test_shows (window, "On screen (Cocina 1)"));

  sent = atencion_test_ago (20);
  g_object_set (alerta, "fecha-envio", sent, NULL);
  g_assert_true (gtk_widget_has_css_class (
    gtk_widget_get_parent (atencion_test_find_prefix (window, "Not seen yet 0:2")), "late"));
  g_assert_false (cony_receipt_strip_get_overdue (strip));

  g_date_time_unref (sent);
  sent = atencion_test_ago (52);
  g_object_set (alerta, "fecha-envio", sent, NULL);
  g_assert_nonnull (atencion_test_find_prefix (window, "NOT SEEN 0:5"));
  g_assert_true (cony_receipt_strip_get_overdue (strip));
  widget_test_settle (window);
  widget_test_save_png (window, "receipt-overdue");

  seen = g_date_time_add_seconds (sent, 8);
  g_object_set (alerta, "fecha-lectura", seen, "vista-por", "Ana", "leida", TRUE, NULL);
  g_assert_nonnull (atencion_test_find_prefix (window, "Seen by Ana "));
  g_assert_false (cony_receipt_strip_get_overdue (strip));

  cony_receipt_strip_set_compact (strip, TRUE);
  g_assert_true (widget_test_shows (window, "Seen by Ana (8 s)"));
  g_assert_true (widget_test_shows (window, "Cocina 1"));
  widget_test_assert_dies (window);
}

static gboolean
counts_on (gpointer user_data)
{
  return atencion_test_find_prefix (user_data, "NOT SEEN") != NULL;
}

/* Nothing tells the strip that time passes: it has to turn red by itself. */
static void
test_receipt_ticks (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyAlerta) alerta = atencion_test_alerta (7, 142, "Hola", CONY_RECEIPT_STRIP_OVERDUE - 1);
  GtkWidget *strip = cony_receipt_strip_new (session);
  GtkWidget *window;

  cony_receipt_strip_set_alerta (CONY_RECEIPT_STRIP (strip), alerta);
  window = widget_test_present (strip, 700, 40, "cony");
  g_assert_true (widget_test_wait (counts_on, window));
  widget_test_assert_dies (window);
}

static void
test_row (void)
{
  g_autoptr (GListStore) alertas = g_list_store_new (CONY_TYPE_ALERTA);
  g_autoptr (ConyAlerta) other = atencion_test_alerta (1, 7, "Otro pedido", 60);
  g_autoptr (ConyAlerta) young = atencion_test_alerta (2, 142, "Van SIN ají", 20);
  g_autoptr (GDateTime) late = atencion_test_ago (50);
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 200);
  g_autoptr (GDateTime) older = atencion_test_ago (ATENCION_APURAR + 61);
  GtkWidget *row = atencion_pedido_row_new (clock, G_LIST_MODEL (alertas));
  GtkWidget *window, *age;

  atencion_pedido_row_set_pedido (ATENCION_PEDIDO_ROW (row), pedido);
  window = widget_test_present (row, 375, 80, "cony");
  g_assert_true (widget_test_shows (window, "#142"));
  g_assert_true (widget_test_shows (window, "S/\u00A046.00"));
  age = widget_test_find (window, GTK_TYPE_LABEL, "3 min");
  g_assert_nonnull (age);
  g_assert_false (gtk_widget_has_css_class (gtk_widget_get_parent (age), "old"));

  g_object_set (pedido, "creado", older, "voucher-estado", "APROBADO", NULL);
  g_assert_true (widget_test_shows (window, "6 min"));
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (age), "old"));
  g_assert_true (widget_test_shows (window, "Payment verified"));

  /* Of another order, and too young; then one of this order that nobody saw in time. */
  g_list_store_append (alertas, other);
  g_list_store_append (alertas, young);
  g_signal_emit_by_name (clock, "tick");
  g_assert_false (widget_test_shows (window, "NOT SEEN"));
  g_object_set (young, "fecha-envio", late, NULL);
  g_signal_emit_by_name (clock, "tick");
  g_assert_true (widget_test_shows (window, "NOT SEEN"));
  g_object_set (young, "leida", TRUE, NULL);
  g_signal_emit_by_name (clock, "tick");
  g_assert_false (widget_test_shows (window, "NOT SEEN"));
  widget_test_assert_dies (window);
}

static void
test_view (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (GListStore) alertas = g_list_store_new (CONY_TYPE_ALERTA);
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 60);
  g_autoptr (ConyAlerta) mine = atencion_test_alerta (1, 142, "Van SIN ají", 60);
  g_autoptr (ConyAlerta) other = atencion_test_alerta (2, 143, "Otro pedido", 60);
  AtencionPedidoView *view = g_object_new (ATENCION_TYPE_PEDIDO_VIEW, NULL);
  GtkWidget *window, *without;

  atencion_test_add_item (pedido, "Alitas picantes", 1, "6 piezas\nSIN ají", 22);
  g_object_set (pedido, "nota", "Recoge a las 13:00", "voucher-id", (gint64) 9, "voucher-estado",
                "APROBADO", "voucher-banco", "Yape", "voucher-operacion", "00418976",
                "voucher-monto", 46.0, NULL);
  g_list_store_append (alertas, mine);
  g_list_store_append (alertas, other);
  atencion_pedido_view_set_up (view, clock, G_LIST_MODEL (alertas));
  atencion_pedido_view_set_pedido (view, pedido);
  window = widget_test_present (GTK_WIDGET (view), 900, 700, "cony");

  g_assert_true (widget_test_shows (window, "#142 Fátima"));
  g_assert_true (widget_test_shows (window, "Alitas picantes"));
  g_assert_true (widget_test_shows (window, "6 piezas"));
  without = widget_test_find (window, GTK_TYPE_LABEL, "SIN ají");
  g_assert_nonnull (without);
  g_assert_true (gtk_widget_has_css_class (without, "without"));
  g_assert_true (widget_test_shows (window, "Recoge a las 13:00"));
  g_assert_true (widget_test_shows (window, "00 418 976"));
  g_assert_true (widget_test_shows (window, "View receipt"));
  g_assert_true (widget_test_shows (window, "Van SIN ají"));
  g_assert_false (widget_test_shows (window, "Otro pedido"));
  /* Late by more than 45 s: it can be sent again. */
  g_assert_true (widget_test_shows (window, "Call"));

  g_object_set (pedido, "estado", "EN_PREPARACION", NULL);
  g_assert_true (widget_test_shows (window, "In the kitchen"));

  atencion_pedido_view_set_narrow (view, TRUE);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "#142 Fátima"));
  g_assert_true (widget_test_shows (window, "Yape S/\u00A046.00"));
  g_assert_true (widget_test_shows (window, "Op. 00 418 976"));
  widget_test_assert_dies (window);
}

static void
test_tab_button (void)
{
  g_autoptr (GListStore) model = g_list_store_new (G_TYPE_OBJECT);
  GtkWidget *button = g_object_new (ATENCION_TYPE_TAB_BUTTON, "title", "Ready orders", "symbol",
                                    "cony-checkc-symbolic", "model", model, "hot", TRUE, NULL);
  g_autoptr (GObject) item = g_object_new (G_TYPE_OBJECT, NULL);
  GtkWidget *window = widget_test_present (button, 200, 60, "cony");

  g_assert_false (widget_test_shows (window, "0"));
  g_list_store_append (model, item);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "1"));
  g_assert_true (gtk_widget_has_css_class (widget_test_find (window, GTK_TYPE_LABEL, "1"), "hot"));
  widget_test_assert_dies (window);
}

static ConyOutboxEntry *
entry_new (const char       *message,
           ConyOutboxEstado  estado,
           const char       *error)
{
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 142, message, "alta");
  g_autoptr (GDateTime) made = atencion_test_ago (60);
  ConyOutboxEntry *entry = cony_outbox_entry_new (command, made, "Rosa");

  cony_outbox_entry_set_estado (entry, estado, error);
  return entry;
}

static void
test_cola (void)
{
  g_autoptr (GListStore) model = g_list_store_new (CONY_TYPE_OUTBOX_ENTRY);
  g_autoptr (ConyOutboxEntry) waiting = entry_new ("Hola", CONY_OUTBOX_EN_COLA, NULL);
  g_autoptr (ConyOutboxEntry) sending = entry_new ("Chau", CONY_OUTBOX_ENVIANDO, NULL);
  g_autoptr (ConyOutboxEntry) impossible
    = entry_new ("Va SIN", CONY_OUTBOX_IMPOSIBLE, "This order is no longer open.");
  GtkWidget *view = g_object_new (ATENCION_TYPE_COLA_VIEW, NULL);
  GtkWidget *window = widget_test_present (view, 375, 300, "cony");

  atencion_cola_view_set_model (ATENCION_COLA_VIEW (view), G_LIST_MODEL (model));
  g_assert_false (gtk_widget_get_visible (view));
  g_list_store_append (model, waiting);
  g_list_store_append (model, sending);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 wait to be sent"));
  g_assert_false (widget_test_shows (window, "Could not be done"));
  g_list_store_append (model, impossible);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 wait to be sent"));
  g_assert_true (widget_test_shows (window, "Could not be done"));
  g_assert_true (widget_test_shows (window, "This order is no longer open."));
  g_assert_true (widget_test_shows (window, "Dismiss"));
  widget_test_save_png (window, "cola");
  g_list_store_remove_all (model);
  g_assert_false (gtk_widget_get_visible (view));
  widget_test_assert_dies (window);
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/atencion/receipt/states", test_receipt);
  g_test_add_func ("/atencion/receipt/ticks", test_receipt_ticks);
  g_test_add_func ("/atencion/row", test_row);
  g_test_add_func ("/atencion/view", test_view);
  g_test_add_func ("/atencion/tab-button", test_tab_button);
  g_test_add_func ("/atencion/cola", test_cola);
  return g_test_run ();
}
