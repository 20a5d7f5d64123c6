/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-alertar-dialog.h"
#include "atencion-linea-row.h"
#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-quantity.h"
#include "atencion-refill-dialog.h"
#include "atencion-test.h"
#include "cony-insumo.h"
#include "cony-sucursal.h"
#include "widget-test.h"

static char *
get_message (GtkWindow *dialog)
{
  GtkWidget *view = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
insert_message (GtkWindow  *dialog,
                const char *text)
{
  GtkWidget *view = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
}

static void
press_chip (GtkWindow  *dialog,
            const char *word,
            gboolean    active)
{
  GtkWidget *label = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, word);
  GtkWidget *chip = gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
}

static void
assert_message (GtkWindow  *dialog,
                const char *expected)
{
  g_autofree char *text = get_message (dialog);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_alertar (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyRealtime) realtime = cony_realtime_new (session, NULL);
  g_autoptr (GListStore) sucursales = g_list_store_new (CONY_TYPE_SUCURSAL);
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_alertar_dialog_new (session, realtime, pedido,
                                                   G_LIST_MODEL (sucursales));
  g_autofree char *rest = g_strnfill (500, 'x');
  g_autofree char *error = NULL;
  g_autoptr (ConyCommand) command = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_true (widget_test_shows (GTK_WIDGET (dialog), "#142 Fátima"));
  g_assert_null (atencion_test_create_command (dialog));
  error = atencion_test_get_error (dialog);
  g_assert_cmpstr (error, ==, "Write what the kitchen should know.");

  press_chip (dialog, "Allergy", TRUE);
  assert_message (dialog, "Allergy");
  insert_message (dialog, ": no egg");
  press_chip (dialog, "Customer waiting", TRUE);
  assert_message (dialog, "Customer waiting: no egg");
  press_chip (dialog, "Customer waiting", FALSE);
  assert_message (dialog, ": no egg");
  g_assert_true (widget_test_shows (GTK_WIDGET (dialog), "8 of 500"));

  /* Refused whole, with the reason; what stands stays. */
  insert_message (dialog, rest);
  assert_message (dialog, ": no egg");
  g_assert_true (widget_test_shows (GTK_WIDGET (dialog), "At most 500 characters."));
  insert_message (dialog, "\a");
  assert_message (dialog, ": no egg");
  widget_test_settle (GTK_WIDGET (dialog));
  widget_test_save_png (GTK_WIDGET (dialog), "alertar");

  gtk_widget_activate_action (GTK_WIDGET (dialog), "alertar.prioridad", "i", 3);
  command = atencion_test_create_command (dialog);
  g_assert_nonnull (command);
  g_assert_cmpstr (cony_command_get_function (command), ==, "alertar_cocina");
  g_assert_true (g_strv_contains (cony_command_get_params (command), "urgente"));
  g_assert_true (g_strv_contains (cony_command_get_params (command), "142"));
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
test_refill (void)
{
  static const struct
  {
    const char *text, *error;
  } cases[] = {
    { "0", "The quantity must be greater than 0." },
    { "-1", "The quantity must be greater than 0." },
    { "", "Write the quantity as a number, for example 2 or 1.5." },
    { "two", "Write the quantity as a number, for example 2 or 1.5." },
    { "1e3", "Write the quantity as a number, for example 2 or 1.5." },
    { "100000000", "The quantity is too large." },
    { "1,5", NULL },
    { " 2 ", NULL },
  };
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (GListStore) insumos = g_list_store_new (CONY_TYPE_INSUMO);
  g_autoptr (GListStore) sucursales = g_list_store_new (CONY_TYPE_SUCURSAL);
  g_autoptr (ConyInsumo) insumo = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) 3, "nombre",
                                                "Mayonesa", "unidad", "balde", NULL);
  GtkWindow *dialog = atencion_refill_dialog_new (session, G_LIST_MODEL (insumos),
                                                  G_LIST_MODEL (sucursales));
  GtkWidget *entry;
  g_autofree char *none = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (atencion_test_create_command (dialog));
  none = atencion_test_get_error (dialog);
  g_assert_cmpstr (none, ==, "Choose a supply.");

  g_list_store_append (insumos, insumo);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_true (widget_test_shows (GTK_WIDGET (dialog), "Mayonesa"));
  entry = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConyCommand) command = NULL;
      g_autofree char *error = NULL;

      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].text);
      command = atencion_test_create_command (dialog);
      error = atencion_test_get_error (dialog);
      g_assert_cmpstr (error, ==, cases[i].error);
      g_assert_true ((command == NULL) == (cases[i].error != NULL));
    }
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
test_motivo (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_motivo_dialog_new_cancelar (session, pedido);
  GtkWidget *entry;
  g_autoptr (ConyCommand) command = NULL;
  g_autofree char *error = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (atencion_test_create_command (dialog));
  error = atencion_test_get_error (dialog);
  g_assert_cmpstr (error, ==, "Write the reason: it stays with the order.");

  entry = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), " No payment ");
  /* The state that the person saw, even when the row has moved on meanwhile. */
  g_object_set (pedido, "estado", "LISTO", NULL);
  command = atencion_test_create_command (dialog);
  g_assert_cmpstr (cony_command_get_function (command), ==, "cancelar_pedido");
  g_assert_true (g_strv_contains (cony_command_get_params (command), "No payment"));
  g_assert_true (g_strv_contains (cony_command_get_params (command), "PENDIENTE"));
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
type_product (GtkWindow  *dialog,
              const char *text)
{
  GtkWidget *search = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "activate");
}

static void
set_entry (GtkWindow  *dialog,
           guint       position,
           const char *text)
{
  GtkWidget *root = GTK_WIDGET (dialog);
  GtkWidget *heading
    = widget_test_find (root, GTK_TYPE_LABEL, position == 0 ? "Customer" : "Telephone (optional)");

  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_next_sibling (heading)), text);
}

static void
test_nuevo (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (GListStore) productos = g_list_store_new (CONY_TYPE_PRODUCTO);
  g_autoptr (ConyProducto) chicha = atencion_test_producto (3, "Chicha 500 ml", 4, FALSE);
  g_autoptr (ConyProducto) alitas = atencion_test_producto (5, "Alitas BBQ", 22, TRUE);
  g_autoptr (ConyProducto) old = atencion_test_producto (6, "Chicha antigua", 9, FALSE);
  g_autoptr (ConyCommand) command = NULL;
  g_autofree char *nobody = NULL, *nothing = NULL, *unknown = NULL;
  GtkWindow *dialog;
  GtkWidget *root;
  const char * const *params;

  g_object_set (old, "activo", FALSE, NULL);
  g_list_store_append (productos, alitas);
  g_list_store_append (productos, old);
  g_list_store_append (productos, chicha);
  dialog = atencion_nuevo_dialog_new (session, G_LIST_MODEL (productos));
  root = GTK_WIDGET (dialog);
  gtk_window_present (dialog);
  widget_test_settle (root);
  g_assert_false (widget_test_shows (root, "Chicha antigua"));

  g_assert_null (atencion_test_create_command (dialog));
  nobody = atencion_test_get_error (dialog);
  g_assert_cmpstr (nobody, ==, "Write the customer's name.");
  set_entry (dialog, 0, " Nelson ");
  set_entry (dialog, 1, "911 222 333");
  g_assert_null (atencion_test_create_command (dialog));
  nothing = atencion_test_get_error (dialog);
  g_assert_cmpstr (nothing, ==, "Add at least one product.");

  /* Nothing to see yet: the list of lines says what to do, no warning, no sum. */
  g_assert_true (widget_test_shows (root, "S/\u00A00.00"));
  type_product (dialog, "2 chi");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/\u00A08.00"));
  type_product (dialog, "chicha");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/\u00A012.00"));
  type_product (dialog, "ceviche");
  unknown = atencion_test_get_error (dialog);
  g_assert_cmpstr (unknown, ==, "No product has this name.");

  g_assert_null (atencion_test_find_prefix (root, "The kitchen has run out"));
  type_product (dialog, "ali");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/\u00A034.00"));
  g_assert_nonnull (atencion_test_find_prefix (root, "The kitchen has run out of: Alitas BBQ (Salsa BBQ)"));
  widget_test_save_png (root, "nuevo");

  /* Supplies come back while the order is written. */
  g_object_set (alitas, "agotado", FALSE, NULL);
  widget_test_settle (root);
  g_assert_null (atencion_test_find_prefix (root, "The kitchen has run out"));

  command = atencion_test_create_command (dialog);
  g_assert_nonnull (command);
  g_assert_cmpstr (cony_command_get_function (command), ==, "crear_pedido");
  params = cony_command_get_params (command);
  g_assert_cmpstr (params[2], ==, "Nelson");
  g_assert_cmpstr (params[3], ==, "911 222 333");
  g_assert_cmpstr (params[4], ==, "presencial");
  g_assert_null (params[5]);
  g_assert_cmpstr (params[6], ==, "[{\"producto_id\":3,\"cantidad\":3},"
                                  "{\"producto_id\":5,\"cantidad\":1}]");
  widget_test_assert_dies (root);
}

static void
test_linea (void)
{
  g_autoptr (ConyProducto) chicha = atencion_test_producto (3, "Chicha 500 ml", 4, FALSE);
  GtkWidget *row = atencion_linea_row_new (chicha, 98);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *window, *entry, *quantity;
  const char *wrong[] = { "", "1.5", "0", "100", "two" };
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  window = widget_test_present (list, 400, 100, "cony");
  atencion_linea_row_add (ATENCION_LINEA_ROW (row), 5);
  g_assert_cmpfloat (atencion_linea_row_get_precio (ATENCION_LINEA_ROW (row)), ==, 99 * 4);

  /* What is typed counts at once; what is no number is refused, and the last price stays. */
  quantity = widget_test_find (window, GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (quantity), "7");
  g_assert_cmpfloat (atencion_linea_row_get_precio (ATENCION_LINEA_ROW (row)), ==, 7 * 4);
  g_assert_null (atencion_linea_row_check (ATENCION_LINEA_ROW (row)));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (quantity), wrong[i]);
      g_assert_nonnull (atencion_linea_row_check (ATENCION_LINEA_ROW (row)));
      g_assert_cmpfloat (atencion_linea_row_get_precio (ATENCION_LINEA_ROW (row)), ==, 7 * 4);
    }
  gtk_editable_set_text (GTK_EDITABLE (quantity), "99");
  entry = gtk_widget_get_next_sibling (widget_test_find (window, ATENCION_TYPE_QUANTITY, NULL));
  gtk_editable_set_text (GTK_EDITABLE (entry), "helada, sin hielo,, ");
  node = atencion_linea_row_create_json (ATENCION_LINEA_ROW (row));
  text = json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, "{\"producto_id\":3,\"cantidad\":99,"
                             "\"notas\":\"helada\\nSIN hielo\"}");
  widget_test_assert_dies (window);
}

static void
test_priorizar (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyPedido) pedido = atencion_test_pedido (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_motivo_dialog_new_priorizar (session, pedido);
  g_autoptr (ConyCommand) command = NULL;
  GtkWidget *chip;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (atencion_test_create_command (dialog));
  chip = gtk_widget_get_ancestor (
    widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "The courier is here"),
    GTK_TYPE_BUTTON);
  g_signal_emit_by_name (chip, "clicked");
  command = atencion_test_create_command (dialog);
  g_assert_cmpstr (cony_command_get_function (command), ==, "priorizar_pedido");
  g_assert_true (g_strv_contains (cony_command_get_params (command), "The courier is here"));
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/atencion/dialog/alertar", test_alertar);
  g_test_add_func ("/atencion/dialog/refill", test_refill);
  g_test_add_func ("/atencion/dialog/motivo", test_motivo);
  g_test_add_func ("/atencion/dialog/nuevo", test_nuevo);
  g_test_add_func ("/atencion/dialog/nuevo/line", test_linea);
  g_test_add_func ("/atencion/dialog/priorizar", test_priorizar);
  return g_test_run ();
}
