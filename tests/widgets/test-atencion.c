/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-alertar-dialog.h"
#include "atencion-cola-view.h"
#include "atencion-format.h"
#include "atencion-item-row.h"
#include "atencion-linea-row.h"
#include "atencion-message.h"
#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-pedido-row.h"
#include "atencion-printed.h"
#include "atencion-refill-dialog.h"
#include "atencion-tab-button.h"
#include "atencion-ticket.h"
#include "atencion-window-private.h"
#include "cony-receipt-strip.h"
#include "widget-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

static GDateTime *
seconds_ago (int seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_seconds (now, -seconds);
}

static ConyPedido *
pedido_new (gint64      id,
            const char *cliente,
            const char *estado,
            int         seconds)
{
  g_autoptr (GDateTime) creado = seconds_ago (seconds);

  return g_object_new (CONY_TYPE_PEDIDO,
                       "id", id,
                       "sucursal-id", (gint64) 1,
                       "cliente", cliente,
                       "canal", "whatsapp",
                       "telefono", "987654321",
                       "estado", estado,
                       "creado", creado,
                       "total", 46.0,
                       "version", (gint64) 1,
                       NULL);
}

static void
pedido_add_item (ConyPedido *pedido,
                 const char *producto,
                 int         cantidad,
                 const char *notas,
                 double      precio)
{
  g_autoptr (ConyPedidoItem) item
    = g_object_new (CONY_TYPE_PEDIDO_ITEM, "producto", producto, "cantidad", cantidad, "notas",
                    notas, "precio", precio, NULL);

  g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
}

static ConyAlerta *
alerta_new (gint64      id,
            gint64      pedido_id,
            const char *mensaje,
            int         seconds)
{
  g_autoptr (GDateTime) sent = seconds_ago (seconds);
  g_autofree char *uid = g_uuid_string_random ();

  return g_object_new (CONY_TYPE_ALERTA,
                       "id", id,
                       "uid", uid,
                       "pedido-id", pedido_id,
                       "mensaje", mensaje,
                       "prioridad", "alta",
                       "fecha-envio", sent,
                       NULL);
}

static ConyRefill *
refill_new (gint64      id,
            const char *insumo,
            const char *estado,
            int         seconds)
{
  g_autoptr (GDateTime) asked = seconds_ago (seconds);

  return g_object_new (CONY_TYPE_REFILL,
                       "id", id,
                       "insumo", insumo,
                       "unidad", "balde",
                       "cantidad-solicitada", 2.0,
                       "estado", estado,
                       "solicita", "Rosa",
                       "fecha-solicitud", asked,
                       NULL);
}

/* The first label on the screen whose text begins so. */
static GtkWidget *
find_prefix (GtkWidget  *root,
             const char *prefix)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), prefix))
    return root;
  for (child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_prefix (child, prefix);

      if (found)
        return found;
    }
  return NULL;
}

static char *
get_error (GtkWindow *dialog)
{
  char *error = NULL;

  g_object_get (dialog, "error", &error, NULL);
  return error;
}

/* What the dialog would run; its action is off without a database. */
static ConyCommand *
create_command (GtkWindow *dialog)
{
  atencion_dialog_set_error (ATENCION_DIALOG (dialog), NULL);
  return ATENCION_DIALOG_GET_CLASS (dialog)->create_command (ATENCION_DIALOG (dialog));
}

/* ---- words ---- */

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
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 10);

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
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 10);

  assert_message_for (pedido, "Hello Fátima. We have your order #142, it comes to S/ 46.00. Send us "
                              "a picture of the payment and we start to prepare it.");
  g_object_set (pedido, "canal", "delivery", NULL);
  assert_message_for (pedido, "Hello Fátima. We have your order #142, it comes to S/ 46.00.");
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

/* ---- the kitchen's ticket ---- */

/* Prints into a file and returns the text of its pages, with `size` of the first page in points. */
static char *
print_ticket (ConyPedido *pedido,
              gboolean    duplicate,
              double     *width,
              double     *height,
              int        *n_pages)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (GtkPrintOperation) operation
    = atencion_ticket_create_operation (pedido, clock, duplicate);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cony-ticket-XXXXXX.pdf", NULL);
  g_autofree char *command = NULL, *sizes = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);

  command = g_strdup_printf ("pdfinfo '%s'", path);
  g_spawn_command_line_sync (command, &sizes, NULL, NULL, &error);
  g_assert_no_error (error);
  line = strstr (sizes, "Page size:");
  g_assert_nonnull (line);
  g_assert_cmpint (sscanf (line, "Page size: %lf x %lf", width, height), ==, 2);
  line = strstr (sizes, "Pages:");
  g_assert_cmpint (sscanf (line, "Pages: %d", n_pages), ==, 1);

  g_free (command);
  command = g_strdup_printf ("pdftotext -layout '%s' -", path);
  g_spawn_command_line_sync (command, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  if (g_getenv ("CONY_PNG_DIR"))
    {
      g_autofree char *picture
        = g_strdup_printf ("pdftoppm -png -r 203 '%s' '%s/ticket-%s'", path,
                           g_getenv ("CONY_PNG_DIR"), duplicate ? "duplicado" : "primero");

      g_spawn_command_line_sync (picture, NULL, NULL, NULL, NULL);
    }
  g_unlink (path);
  return g_steal_pointer (&text);
}

static void
test_ticket (void)
{
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "EN_PREPARACION", 10);
  g_autofree char *first = NULL, *again = NULL, *many = NULL;
  double width, height, longer;
  int n_pages;

  pedido_add_item (pedido, "Salchipapa", 2, "Grande", 32);
  pedido_add_item (pedido, "Alitas picantes con un nombre que no cabe en una línea", 1,
                   "6 piezas\nSIN ají", 22);
  g_object_set (pedido, "nota", "Recoge a las 13:00", NULL);
  first = print_ticket (pedido, FALSE, &width, &height, &n_pages);
  g_assert_cmpfloat_with_epsilon (width, 226.77, 0.5); /* 80 mm */
  g_assert_cmpint (n_pages, ==, 1);
  g_assert_nonnull (strstr (first, "#142"));
  g_assert_nonnull (strstr (first, "Fátima"));
  g_assert_nonnull (strstr (first, "2 Salchipapa"));
  g_assert_nonnull (strstr (first, "SIN ají"));
  g_assert_nonnull (strstr (first, "Recoge a las 13:00"));
  g_assert_null (strstr (first, "DUPLICATE"));
  g_assert_null (strstr (first, "RUSH"));
  /* Of no use in the kitchen. */
  g_assert_null (strstr (first, "987"));
  g_assert_null (strstr (first, "46.00"));

  g_object_set (pedido, "prioridad", TRUE, NULL);
  again = print_ticket (pedido, TRUE, &width, &height, &n_pages);
  g_assert_nonnull (strstr (again, "DUPLICATE"));
  g_assert_nonnull (strstr (again, "RUSH"));

  /* The roll is cut after the ticket, however long it is. */
  for (guint i = 0; i < 40; i++)
    pedido_add_item (pedido, "Chicha 500 ml", 1, "Helada", 4);
  many = print_ticket (pedido, TRUE, &width, &longer, &n_pages);
  g_assert_cmpint (n_pages, ==, 1);
  g_assert_cmpfloat (longer, >, height + 40 * 20);
}

static void
test_printed (void)
{
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "EN_PREPARACION", 10);
  g_autoptr (ConyPedido) other = pedido_new (42, "Elena", "EN_PREPARACION", 10);
  g_autoptr (ConyPedido) elsewhere = pedido_new (142, "Luis", "EN_PREPARACION", 9999);

  g_assert_false (atencion_printed_contains (pedido));
  atencion_printed_add (pedido);
  g_assert_true (atencion_printed_contains (pedido));
  g_assert_false (atencion_printed_contains (other));
  g_assert_false (atencion_printed_contains (elsewhere));
  atencion_printed_add (other);
  g_assert_true (atencion_printed_contains (other));
  g_assert_true (atencion_printed_contains (pedido));
}

/* ---- the receipt strip ---- */

static void
test_receipt (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyAlerta) alerta = alerta_new (0, 142, "Hola", 2);
  g_autoptr (GDateTime) sent = NULL, seen = NULL;
  ConyReceiptStrip *strip = CONY_RECEIPT_STRIP (cony_receipt_strip_new (session));
  GtkWidget *window;

  cony_receipt_strip_set_alerta (strip, alerta);
  window = widget_test_present (GTK_WIDGET (strip), 700, 40, "cony");
  g_assert_true (widget_test_shows (window, "Sending…"));

  g_object_set (alerta, "id", (gint64) 7, NULL);
  g_assert_true (widget_test_shows (window, "Sent"));
  g_assert_true (widget_test_shows (window, "On no screen yet"));
  g_assert_nonnull (find_prefix (window, "Not seen yet 0:0"));

  g_object_set (alerta, "entregada", cony_alerta_get_fecha_envio (alerta), "pantalla", "Cocina 1",
                NULL);
  g_assert_true (widget_test_shows (window, "On screen (Cocina 1)"));

  sent = seconds_ago (20);
  g_object_set (alerta, "fecha-envio", sent, NULL);
  g_assert_true (gtk_widget_has_css_class (
    gtk_widget_get_parent (find_prefix (window, "Not seen yet 0:2")), "late"));
  g_assert_false (cony_receipt_strip_get_overdue (strip));

  g_date_time_unref (sent);
  sent = seconds_ago (52);
  g_object_set (alerta, "fecha-envio", sent, NULL);
  g_assert_nonnull (find_prefix (window, "NOT SEEN 0:5"));
  g_assert_true (cony_receipt_strip_get_overdue (strip));
  widget_test_settle (window);
  widget_test_save_png (window, "receipt-overdue");

  seen = g_date_time_add_seconds (sent, 8);
  g_object_set (alerta, "fecha-lectura", seen, "vista-por", "Ana", "leida", TRUE, NULL);
  g_assert_nonnull (find_prefix (window, "Seen by Ana "));
  g_assert_false (cony_receipt_strip_get_overdue (strip));

  cony_receipt_strip_set_compact (strip, TRUE);
  g_assert_true (widget_test_shows (window, "Seen by Ana (8 s)"));
  g_assert_true (widget_test_shows (window, "Cocina 1"));
  widget_test_assert_dies (window);
}

static gboolean
counts_on (gpointer user_data)
{
  return find_prefix (user_data, "NOT SEEN") != NULL;
}

/* Nothing tells the strip that time passes: it has to turn red by itself. */
static void
test_receipt_ticks (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyAlerta) alerta = alerta_new (7, 142, "Hola", CONY_RECEIPT_STRIP_OVERDUE - 1);
  GtkWidget *strip = cony_receipt_strip_new (session);
  GtkWidget *window;

  cony_receipt_strip_set_alerta (CONY_RECEIPT_STRIP (strip), alerta);
  window = widget_test_present (strip, 700, 40, "cony");
  g_assert_true (widget_test_wait (counts_on, window));
  widget_test_assert_dies (window);
}

/* ---- rows and views ---- */

static void
test_row (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 200);
  g_autoptr (GDateTime) older = seconds_ago (ATENCION_APURAR + 61);
  GtkWidget *row = atencion_pedido_row_new (clock);
  GtkWidget *window, *age;

  atencion_pedido_row_set_pedido (ATENCION_PEDIDO_ROW (row), pedido);
  window = widget_test_present (row, 375, 80, "cony");
  g_assert_true (widget_test_shows (window, "#142"));
  g_assert_true (widget_test_shows (window, "S/ 46.00"));
  age = widget_test_find (window, GTK_TYPE_LABEL, "3 min");
  g_assert_nonnull (age);
  g_assert_false (gtk_widget_has_css_class (gtk_widget_get_parent (age), "old"));

  g_object_set (pedido, "creado", older, "voucher-estado", "APROBADO", NULL);
  g_assert_true (widget_test_shows (window, "6 min"));
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (age), "old"));
  g_assert_true (widget_test_shows (window, "Payment verified"));
  widget_test_assert_dies (window);
}

static void
test_view (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (AtencionClock) clock = atencion_clock_new (session);
  g_autoptr (GListStore) alertas = g_list_store_new (CONY_TYPE_ALERTA);
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 60);
  g_autoptr (ConyAlerta) mine = alerta_new (1, 142, "Van SIN ají", 60);
  g_autoptr (ConyAlerta) other = alerta_new (2, 143, "Otro pedido", 60);
  AtencionPedidoView *view = g_object_new (ATENCION_TYPE_PEDIDO_VIEW, NULL);
  GtkWidget *window, *without;

  pedido_add_item (pedido, "Alitas picantes", 1, "6 piezas\nSIN ají", 22);
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
  g_assert_true (widget_test_shows (window, "Yape S/ 46.00"));
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
  g_autoptr (GDateTime) made = seconds_ago (60);
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

/* ---- dialogs ---- */

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
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_alertar_dialog_new (session, realtime, pedido);
  g_autofree char *rest = g_strnfill (500, 'x');
  g_autofree char *error = NULL;
  g_autoptr (ConyCommand) command = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_true (widget_test_shows (GTK_WIDGET (dialog), "#142 Fátima"));
  g_assert_null (create_command (dialog));
  error = get_error (dialog);
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
  command = create_command (dialog);
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
  g_autoptr (ConyInsumo) insumo = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) 3, "nombre",
                                                "Mayonesa", "unidad", "balde", NULL);
  GtkWindow *dialog = atencion_refill_dialog_new (session, G_LIST_MODEL (insumos));
  GtkWidget *entry;
  g_autofree char *none = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (create_command (dialog));
  none = get_error (dialog);
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
      command = create_command (dialog);
      error = get_error (dialog);
      g_assert_cmpstr (error, ==, cases[i].error);
      g_assert_true ((command == NULL) == (cases[i].error != NULL));
    }
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
test_motivo (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_motivo_dialog_new_cancelar (session, pedido);
  GtkWidget *entry;
  g_autoptr (ConyCommand) command = NULL;
  g_autofree char *error = NULL;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (create_command (dialog));
  error = get_error (dialog);
  g_assert_cmpstr (error, ==, "Write the reason: it stays with the order.");

  entry = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), " No payment ");
  /* The state that the person saw, even when the row has moved on meanwhile. */
  g_object_set (pedido, "estado", "LISTO", NULL);
  command = create_command (dialog);
  g_assert_cmpstr (cony_command_get_function (command), ==, "cancelar_pedido");
  g_assert_true (g_strv_contains (cony_command_get_params (command), "No payment"));
  g_assert_true (g_strv_contains (cony_command_get_params (command), "PENDIENTE"));
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static ConyProducto *
producto_new (gint64      id,
              const char *nombre,
              double      precio,
              gboolean    agotado)
{
  return g_object_new (CONY_TYPE_PRODUCTO, "id", id, "nombre", nombre, "precio", precio, "activo",
                       TRUE, "agotado", agotado, "faltan", agotado ? "Salsa BBQ" : NULL, NULL);
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
  g_autoptr (ConyProducto) chicha = producto_new (3, "Chicha 500 ml", 4, FALSE);
  g_autoptr (ConyProducto) alitas = producto_new (5, "Alitas BBQ", 22, TRUE);
  g_autoptr (ConyProducto) old = producto_new (6, "Chicha antigua", 9, FALSE);
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

  g_assert_null (create_command (dialog));
  nobody = get_error (dialog);
  g_assert_cmpstr (nobody, ==, "Write the customer's name.");
  set_entry (dialog, 0, " Nelson ");
  set_entry (dialog, 1, "911 222 333");
  g_assert_null (create_command (dialog));
  nothing = get_error (dialog);
  g_assert_cmpstr (nothing, ==, "Add at least one product.");

  /* Nothing to see yet: the list of lines says what to do, no warning, no sum. */
  g_assert_true (widget_test_shows (root, "S/ 0.00"));
  type_product (dialog, "2 chi");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/ 8.00"));
  type_product (dialog, "chicha");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/ 12.00"));
  type_product (dialog, "ceviche");
  unknown = get_error (dialog);
  g_assert_cmpstr (unknown, ==, "No product has this name.");

  g_assert_null (find_prefix (root, "The kitchen has run out"));
  type_product (dialog, "ali");
  widget_test_settle (root);
  g_assert_true (widget_test_shows (root, "S/ 34.00"));
  g_assert_nonnull (find_prefix (root, "The kitchen has run out of: Alitas BBQ (Salsa BBQ)"));
  widget_test_save_png (root, "nuevo");

  /* Supplies come back while the order is written. */
  g_object_set (alitas, "agotado", FALSE, NULL);
  widget_test_settle (root);
  g_assert_null (find_prefix (root, "The kitchen has run out"));

  command = create_command (dialog);
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
  g_autoptr (ConyProducto) chicha = producto_new (3, "Chicha 500 ml", 4, FALSE);
  GtkWidget *row = atencion_linea_row_new (chicha, 98);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *window, *entry;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  window = widget_test_present (list, 400, 100, "cony");
  atencion_linea_row_add (ATENCION_LINEA_ROW (row), 5);
  g_assert_cmpfloat (atencion_linea_row_get_precio (ATENCION_LINEA_ROW (row)), ==, 99 * 4);
  entry = widget_test_find (window, GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "helada, sin hielo,, ");
  node = atencion_linea_row_create_json (ATENCION_LINEA_ROW (row));
  text = json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, "{\"producto_id\":3,\"cantidad\":99,"
                             "\"notas\":\"helada\\nSIN hielo\"}");
  widget_test_assert_dies (window);
}

static void
test_missing (void)
{
  g_autoptr (GListStore) productos = g_list_store_new (CONY_TYPE_PRODUCTO);
  g_autoptr (ConyProducto) alitas = producto_new (5, "Alitas BBQ", 22, TRUE);
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 60);
  g_autofree char *none = NULL, *missing = NULL;

  g_list_store_append (productos, alitas);
  pedido_add_item (pedido, "Chicha 500 ml", 1, NULL, 4);
  none = atencion_format_missing (pedido, G_LIST_MODEL (productos));
  g_assert_null (none);
  pedido_add_item (pedido, "Alitas BBQ", 1, NULL, 22);
  missing = atencion_format_missing (pedido, G_LIST_MODEL (productos));
  g_assert_cmpstr (missing, ==, "Alitas BBQ (Salsa BBQ)");
}

static void
test_priorizar (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Atención 1");
  g_autoptr (ConyPedido) pedido = pedido_new (142, "Fátima", "PENDIENTE", 60);
  GtkWindow *dialog = atencion_motivo_dialog_new_priorizar (session, pedido);
  g_autoptr (ConyCommand) command = NULL;
  GtkWidget *chip;

  gtk_window_present (dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  g_assert_null (create_command (dialog));
  chip = gtk_widget_get_ancestor (
    widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "The courier is here"),
    GTK_TYPE_BUTTON);
  g_signal_emit_by_name (chip, "clicked");
  command = create_command (dialog);
  g_assert_cmpstr (cony_command_get_function (command), ==, "priorizar_pedido");
  g_assert_true (g_strv_contains (cony_command_get_params (command), "The courier is here"));
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

/* ---- the window ---- */

typedef struct
{
  ConySession *session;
  ConyRealtime *realtime;
  AtencionWindow *window;
  ConyPedido *fatima, *nelson, *carlos;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->session = cony_session_new ("Atención 1");
  fixture->realtime = cony_realtime_new (fixture->session, NULL);
  fixture->window = atencion_window_new (NULL, fixture->session, fixture->realtime);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), GPOINTER_TO_INT (data), 800);
  fixture->nelson = pedido_new (144, "Nelson", "PENDIENTE", 100);
  fixture->fatima = pedido_new (142, "Fátima", "PENDIENTE", 400);
  fixture->carlos = pedido_new (134, "Carlos", "EN_PREPARACION", 500);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->nelson), NULL);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->fatima), NULL);
  cony_store_add (CONY_STORE (fixture->window->pedidos), G_OBJECT (fixture->carlos), NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  widget_test_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  widget_test_assert_dies (GTK_WIDGET (fixture->window));
  g_clear_object (&fixture->fatima);
  g_clear_object (&fixture->nelson);
  g_clear_object (&fixture->carlos);
  g_clear_object (&fixture->realtime);
  g_assert_finalize_object (fixture->session);
}

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
test_window_queue (Fixture       *fixture,
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
  g_assert_false (gtk_widget_get_visible (window->aprobar));
}

/* The order that somebody else takes away stays open, so that a key meant for it meets no other. */
static void
test_window_leaves_tab (Fixture       *fixture,
                        gconstpointer  data)
{
  AtencionWindow *window = fixture->window;

  g_assert_true (gtk_widget_get_visible (window->aprobar));
  g_object_set (fixture->fatima, "estado", "EN_PREPARACION", NULL);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->fatima), NULL);
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (peek_queue (window, 0) == fixture->nelson);
  g_assert_null (peek_queue (window, 1));
  g_assert_true (atencion_window_get_pedido (window) == fixture->fatima);
  g_assert_false (gtk_widget_get_visible (window->aprobar));
  g_assert_true (widget_test_shows (GTK_WIDGET (window->pedido_view), "In the kitchen"));
}

/* A change of the selected row does not lose the selection. */
static void
test_window_keeps_selection (Fixture       *fixture,
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

static void
test_window_rush (Fixture       *fixture,
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
test_window_search (Fixture       *fixture,
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
  search (window, "nobody", 0);
  search (window, "carlos", 0);
  widget_test_settle (GTK_WIDGET (window));
  search (window, "", 2);
}

static void
test_window_refills (Fixture       *fixture,
                     gconstpointer  data)
{
  AtencionWindow *window = fixture->window;
  g_autoptr (ConyRefill) closed = refill_new (1, "Salchichas", "entregado", 900);
  g_autoptr (ConyRefill) open = refill_new (2, "Mayonesa", "pendiente", 60);
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
test_window_narrow (Fixture       *fixture,
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
  g_assert_true (gtk_widget_get_mapped (window->narrow_aprobar));
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
  static const struct
  {
    const char *path;
    int width;
    void (*test) (Fixture *fixture, gconstpointer data);
  } window_tests[] = {
    { "/atencion/window/queue", 1280, test_window_queue },
    { "/atencion/window/leaves-tab", 1280, test_window_leaves_tab },
    { "/atencion/window/keeps-selection", 1280, test_window_keeps_selection },
    { "/atencion/window/rush", 1280, test_window_rush },
    { "/atencion/window/search", 1280, test_window_search },
    { "/atencion/window/refills", 1280, test_window_refills },
    { "/atencion/window/narrow", 420, test_window_narrow },
  };

  widget_test_init (&argc, &argv);
  g_test_add_func ("/atencion/format/digits", test_digits);
  g_test_add_func ("/atencion/format/payment", test_payment);
  g_test_add_func ("/atencion/format/text-limits", test_text_limits);
  g_test_add_func ("/atencion/message", test_message);
  g_test_add_func ("/atencion/ticket/paper", test_ticket);
  g_test_add_func ("/atencion/ticket/printed", test_printed);
  g_test_add_func ("/atencion/receipt/states", test_receipt);
  g_test_add_func ("/atencion/receipt/ticks", test_receipt_ticks);
  g_test_add_func ("/atencion/row", test_row);
  g_test_add_func ("/atencion/view", test_view);
  g_test_add_func ("/atencion/tab-button", test_tab_button);
  g_test_add_func ("/atencion/cola", test_cola);
  g_test_add_func ("/atencion/dialog/alertar", test_alertar);
  g_test_add_func ("/atencion/dialog/refill", test_refill);
  g_test_add_func ("/atencion/dialog/motivo", test_motivo);
  g_test_add_func ("/atencion/dialog/priorizar", test_priorizar);
  g_test_add_func ("/atencion/dialog/nuevo", test_nuevo);
  g_test_add_func ("/atencion/dialog/nuevo/line", test_linea);
  g_test_add_func ("/atencion/format/missing", test_missing);
  for (guint i = 0; i < G_N_ELEMENTS (window_tests); i++)
    g_test_add (window_tests[i].path, Fixture, GINT_TO_POINTER (window_tests[i].width), set_up,
                window_tests[i].test, tear_down);
  return g_test_run ();
}
