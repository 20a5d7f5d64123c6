/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cony-event.h"
#include "cony-voucher-store.h"
#include "vouchers-checks.h"
#include "vouchers-detail.h"
#include "vouchers-fact.h"
#include "vouchers-image.h"
#include "vouchers-reject-dialog.h"
#include "vouchers-viewer.h"
#include "vouchers-window-private.h"
#include "widget-test.h"

static GDateTime *
utc (const char *text)
{
  return g_date_time_new_from_iso8601 (text, NULL);
}

static GDateTime *
minutes_ago (int minutes)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_minutes (now, -minutes);
}

/* A receipt that matches its order in everything. */
static ConyVoucher *
voucher_new (gint64      id,
             const char *cliente,
             int         minutes)
{
  g_autoptr (GDateTime) recibido = minutes_ago (minutes);
  g_autoptr (GDateTime) creado = minutes_ago (minutes + 2);
  g_autoptr (GDateTime) operacion = minutes_ago (minutes + 1);
  g_autofree char *number = g_strdup_printf ("00418%03d", (int) id % 1000);

  return g_object_new (CONY_TYPE_VOUCHER,
                       "id", id,
                       "pedido-id", id - 760,
                       "sucursal-id", (gint64) 1,
                       "cliente", cliente,
                       "canal", "delivery",
                       "pedido-total", 61.5,
                       "monto", 61.5,
                       "pedido-creado", creado,
                       "pedido-telefono", "987654118",
                       "banco", "Yape",
                       "numero-operacion", number,
                       "telefono", "*** *** 118",
                       "fecha-operacion", operacion,
                       "estado", "PENDIENTE",
                       "recibido", recibido,
                       "version", (gint64) 1,
                       NULL);
}

static GdkTexture *
texture_new (int width,
             int height)
{
  g_autofree guchar *data = g_malloc0 ((gsize) width * height * 4);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&data), (gsize) width * height * 4);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, width * 4);
}

/* ---- the comparison ---- */

static void
test_marks (void)
{
  g_autoptr (GDateTime) creado = utc ("2026-11-24T17:37:20Z");
  g_autoptr (GDateTime) same_minute = utc ("2026-11-24T17:37:00Z");
  g_autoptr (GDateTime) earlier = utc ("2026-11-24T16:52:00Z");
  VouchersFacts facts = { .monto = 61.5, .pedido_total = 61.50, .numero_operacion = "00418233",
                          .telefono = "*** *** 118", .pedido_telefono = "+51 987 654 118",
                          .fecha_operacion = same_minute, .pedido_creado = creado };

  g_assert_cmpuint (vouchers_facts_count (&facts, VOUCHERS_MARK_OK), ==, 4);

  facts.monto = 61.52;
  g_assert_cmpint (vouchers_facts_mark (&facts, VOUCHERS_FACT_MONTO), ==, VOUCHERS_MARK_WARN);
  facts.fecha_operacion = earlier;
  g_assert_cmpint (vouchers_facts_mark (&facts, VOUCHERS_FACT_FECHA), ==, VOUCHERS_MARK_WARN);
  facts.telefono = "987654502";
  g_assert_cmpint (vouchers_facts_mark (&facts, VOUCHERS_FACT_TELEFONO), ==, VOUCHERS_MARK_WARN);
  facts.repetido_de = 903;
  g_assert_cmpint (vouchers_facts_mark (&facts, VOUCHERS_FACT_OPERACION), ==, VOUCHERS_MARK_BLOCK);
  g_assert_cmpuint (vouchers_facts_count (&facts, VOUCHERS_MARK_WARN), ==, 3);
}

static void
test_marks_without_data (void)
{
  VouchersFacts facts = { .pedido_total = 10, .telefono = "12", .pedido_telefono = "12" };

  g_assert_cmpuint (vouchers_facts_count (&facts, VOUCHERS_MARK_UNKNOWN), ==, 4);
}

static void
test_masked (void)
{
  g_autofree char *masked = vouchers_telefono_masked ("+51 987 654 118");

  g_assert_cmpstr (masked, ==, "*** *** 118");
  g_assert_null (vouchers_telefono_masked (NULL));
  g_assert_null (vouchers_telefono_masked ("sin número"));
}

/* ---- the picture ---- */

static void
test_image (void)
{
  VouchersImage *image = VOUCHERS_IMAGE (vouchers_image_new ());
  g_autoptr (GdkTexture) texture = texture_new (200, 400);
  g_autoptr (GdkTexture) other = texture_new (100, 100);
  GtkWidget *window;

  vouchers_image_set_texture (image, texture);
  window = widget_test_present (GTK_WIDGET (image), 300, 300, "cony");
  g_assert_cmpfloat (vouchers_image_get_zoom (image), ==, 1);

  vouchers_image_step (image, 1);
  g_assert_cmpfloat (vouchers_image_get_zoom (image), ==, 1.25);
  vouchers_image_step (image, 100);
  g_assert_cmpfloat (vouchers_image_get_zoom (image), ==, VOUCHERS_IMAGE_ZOOM_MAX);
  vouchers_image_step (image, -100);
  g_assert_cmpfloat (vouchers_image_get_zoom (image), ==, VOUCHERS_IMAGE_ZOOM_MIN);

  for (int i = 1; i <= 4; i++)
    {
      vouchers_image_rotate (image);
      g_assert_cmpint (vouchers_image_get_rotation (image), ==, i % 4);
      widget_test_settle (window);
    }

  vouchers_image_rotate (image);
  vouchers_image_set_texture (image, other);
  g_assert_cmpint (vouchers_image_get_rotation (image), ==, 0);
  g_assert_cmpfloat (vouchers_image_get_zoom (image), ==, 1);
  widget_test_assert_dies (window);
}

static gboolean
is_not_loading (gpointer user_data)
{
  return g_strcmp0 (vouchers_viewer_get_page (user_data), "loading") != 0;
}

static void
test_viewer (void)
{
  GtkWidget *viewer = g_object_new (VOUCHERS_TYPE_VIEWER, NULL);
  GtkWidget *window = widget_test_present (viewer, 420, 700, "cony");
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) junk = g_bytes_new_static ("This is no picture", 18);
  g_autoptr (GdkTexture) texture = texture_new (30, 60);
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);

  g_assert_cmpstr (vouchers_viewer_get_page (VOUCHERS_VIEWER (viewer)), ==, "empty");

  vouchers_viewer_show_bytes (VOUCHERS_VIEWER (viewer), junk);
  g_assert_true (widget_test_wait (is_not_loading, viewer));
  g_assert_cmpstr (vouchers_viewer_get_page (VOUCHERS_VIEWER (viewer)), ==, "broken");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "This receipt's picture cannot be opened"));
  widget_test_save_png (window, "vouchers-broken");

  vouchers_viewer_show_bytes (VOUCHERS_VIEWER (viewer), nothing);
  g_assert_true (widget_test_wait (is_not_loading, viewer));
  g_assert_cmpstr (vouchers_viewer_get_page (VOUCHERS_VIEWER (viewer)), ==, "broken");

  vouchers_viewer_show_bytes (VOUCHERS_VIEWER (viewer), png);
  g_assert_true (widget_test_wait (is_not_loading, viewer));
  g_assert_cmpstr (vouchers_viewer_get_page (VOUCHERS_VIEWER (viewer)), ==, "image");
  gtk_widget_activate_action (viewer, "viewer.zoom-in", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "125 %"));
  gtk_widget_activate_action (viewer, "viewer.fit", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "100 %"));

  widget_test_assert_dies (window);
}

/* A picture that is right in every way, but for its size. */
static void
test_too_big (void)
{
  const char head[] = "P4\n8200 8000\n";
  const gsize size = strlen (head) + 8200 / 8 * 8000;
  g_autofree char *data = g_malloc0 (size);
  g_autoptr (GBytes) bytes = NULL;
  GtkWidget *viewer = g_object_new (VOUCHERS_TYPE_VIEWER, NULL);
  GtkWidget *window = widget_test_present (viewer, 420, 700, "cony");

  memcpy (data, head, strlen (head));
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  vouchers_viewer_show_bytes (VOUCHERS_VIEWER (viewer), bytes);
  g_assert_true (widget_test_wait (is_not_loading, viewer));
  g_assert_cmpstr (vouchers_viewer_get_page (VOUCHERS_VIEWER (viewer)), ==, "broken");
  widget_test_assert_dies (window);
}

/* ---- the facts ---- */

static void
test_detail (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Vouchers 1");
  g_autoptr (ConyVoucher) voucher = voucher_new (904, "Nelson", 4);
  g_autoptr (ConyVoucher) other = voucher_new (905, "Gloria", 3);
  VouchersDetail *detail = g_object_new (VOUCHERS_TYPE_DETAIL, NULL);
  GtkWidget *window = widget_test_present (GTK_WIDGET (detail), 597, 700, "cony");
  GtkWidget *check;

  vouchers_detail_show (detail, session, voucher, NULL);
  widget_test_settle (window);
  check = widget_test_find (window, GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_true (widget_test_shows (window, "Order #144 Nelson"));
  g_assert_cmpstr (vouchers_detail_get_missing (detail), ==, "Missing: a verified payment.");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_null (vouchers_detail_get_missing (detail));

  /* The number turns out to be used while the receipt is on the screen. */
  g_object_set (voucher, "repetido-de", (gint64) 903, NULL);
  g_assert_cmpstr (vouchers_detail_get_missing (detail), ==, "Missing: a unique operation.");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Repeated operation: cannot be approved"));
  widget_test_save_png (window, "vouchers-detail");

  /* Another receipt: nobody has looked into the account for it. */
  vouchers_detail_show (detail, session, other, NULL);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  g_assert_cmpstr (vouchers_detail_get_missing (detail), ==, "Missing: a verified payment.");
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "Repeated operation: cannot be approved"));

  g_object_set (other, "estado", "APROBADO", NULL);
  g_assert_cmpstr (vouchers_detail_get_missing (detail), ==, "Approved already.");
  widget_test_assert_dies (window);
}

static void
test_number_is_needed (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Vouchers 1");
  g_autoptr (ConyVoucher) voucher = voucher_new (904, "Nelson", 4);
  VouchersDetail *detail = g_object_new (VOUCHERS_TYPE_DETAIL, NULL);
  GtkWidget *window = widget_test_present (GTK_WIDGET (detail), 597, 700, "cony");
  GtkWidget *check, *entry;

  g_object_set (voucher, "numero-operacion", NULL, NULL);
  vouchers_detail_show (detail, session, voucher, NULL);
  widget_test_settle (window);
  check = widget_test_find (window, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_cmpstr (vouchers_detail_get_missing (detail), ==, "Missing: the operation number.");

  for (entry = NULL; !entry; entry = widget_test_find (window, GTK_TYPE_ENTRY, NULL))
    ;
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
  for (GtkWidget *row = gtk_widget_get_ancestor (entry, VOUCHERS_TYPE_FACT); row;
       row = gtk_widget_get_next_sibling (row))
    {
      entry = widget_test_find (row, GTK_TYPE_ENTRY, NULL);
      if (gtk_editable_get_editable (GTK_EDITABLE (entry)))
        break;
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), "00418233");
  g_assert_null (vouchers_detail_get_missing (detail));
  g_assert_cmpstr (vouchers_detail_get_numero_operacion (detail), ==, "00418233");
  widget_test_assert_dies (window);
}

/* ---- rejecting ---- */

static void
rejected_cb (VouchersRejectDialog *dialog,
             ConyVoucher          *voucher,
             const char           *motivo,
             char                **got)
{
  g_free (*got);
  *got = g_strdup (motivo);
}

static gboolean
is_set (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
test_reject (void)
{
  g_autoptr (ConyVoucher) voucher = voucher_new (904, "Nelson", 4);
  GtkWidget *dialog = vouchers_reject_dialog_new (NULL, voucher);
  g_autofree char *got = NULL;
  gpointer alive = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &alive);
  g_signal_connect (dialog, "rejected", G_CALLBACK (rejected_cb), &got);
  gtk_window_present (GTK_WINDOW (dialog));
  widget_test_settle (dialog);

  /* Without a reason nothing happens. */
  gtk_widget_activate_action (dialog, "dialog.reject", NULL);
  g_assert_null (got);
  g_assert_nonnull (alive);

  gtk_widget_activate_action (dialog, "dialog.choose", "i", 6);
  g_assert_null (vouchers_reject_dialog_dup_motivo (VOUCHERS_REJECT_DIALOG (dialog)));
  gtk_widget_activate_action (dialog, "dialog.choose", "i", 2);
  widget_test_settle (dialog);
  widget_test_save_png (dialog, "vouchers-reject");
  gtk_widget_activate_action (dialog, "dialog.reject", NULL);
  g_assert_true (widget_test_wait (is_set, &got));
  g_assert_cmpstr (got, ==, "Illegible picture");
}

static void
test_reject_other (void)
{
  g_autoptr (ConyVoucher) voucher = voucher_new (904, "Nelson", 4);
  GtkWidget *dialog = vouchers_reject_dialog_new (NULL, voucher);
  GtkWidget *entry;
  g_autofree char *motivo = NULL;

  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_activate_action (dialog, "dialog.choose", "i", 6);
  widget_test_settle (dialog);
  entry = widget_test_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_null (vouchers_reject_dialog_dup_motivo (VOUCHERS_REJECT_DIALOG (dialog)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "  Es de otra tienda ");
  motivo = vouchers_reject_dialog_dup_motivo (VOUCHERS_REJECT_DIALOG (dialog));
  g_assert_cmpstr (motivo, ==, "Es de otra tienda");
  widget_test_assert_dies (dialog);
}

/* ---- the window ---- */

static gboolean
can (GtkWidget  *window,
     const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
approve_elsewhere (ConyStore   *store,
                   ConyVoucher *voucher)
{
  g_object_set (voucher, "estado", "APROBADO", "revisado-por", "Luis", NULL);
  cony_store_touch (store, G_OBJECT (voucher), NULL);
}

static ConyVoucher *
get_row (GtkWidget *window,
         guint      position)
{
  GtkWidget *queue = widget_test_find (window, GTK_TYPE_LIST_VIEW, NULL);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (queue)));
  g_autoptr (ConyVoucher) voucher = g_list_model_get_item (model, position);

  return voucher;
}

static void
test_window (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Vouchers 1");
  g_autoptr (ConyVoucher) gloria = voucher_new (905, "Gloria", 3);
  g_autoptr (ConyVoucher) nelson = voucher_new (904, "Nelson", 4);
  g_autoptr (ConyVoucher) ines = voucher_new (906, "Inés", 1);
  g_autoptr (ConyStore) store = NULL;
  g_autoptr (GDateTime) earlier = minutes_ago (50);
  GtkWidget *window, *check;

  g_object_set (nelson, "repetido-de", (gint64) 905, "fecha-operacion", earlier, "telefono",
                "987654502", NULL);
  g_object_set (gloria, "pedido-total", 88.0, "banco", "Transferencia", NULL);
  window = vouchers_window_new (NULL, session, NULL);
  store = CONY_STORE (g_object_ref (VOUCHERS_WINDOW (window)->store));
  cony_store_add (store, G_OBJECT (gloria), NULL);
  cony_store_add (store, G_OBJECT (nelson), NULL);
  cony_store_add (store, G_OBJECT (ines), NULL);
  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);

  /* The first to come is shown without a touch and stays while others come; oldest on top. */
  g_assert_true (widget_test_shows (window, "3 to review"));
  g_assert_true (widget_test_shows (window, "Order #145 Gloria"));
  g_assert_true (get_row (window, 0) == nelson);
  g_assert_true (get_row (window, 1) == gloria);
  g_assert_true (get_row (window, 2) == ines);

  g_assert_true (can (window, "rechazar"));
  g_assert_false (can (window, "aprobar"));
  check = widget_test_find (window, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_true (can (window, "aprobar"));

  /* Done by somebody else: the next one comes up, and nothing was verified for it. */
  approve_elsewhere (store, gloria);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 to review"));
  g_assert_true (widget_test_shows (window, "Order #146 Inés"));
  g_assert_false (can (window, "aprobar"));

  approve_elsewhere (store, ines);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Order #144 Nelson"));
  widget_test_save_png (window, "vouchers");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_false (can (window, "aprobar"));

  /* The receipt that paid already can be looked at, not decided again. */
  gtk_widget_activate_action (window, "win.show-voucher", "x", (gint64) 905);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Order #145 Gloria"));
  g_assert_true (widget_test_shows (window, "Approved already."));
  g_assert_false (can (window, "rechazar"));

  g_clear_object (&store);
  widget_test_assert_dies (window);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  widget_test_load_css ("/com/conychips/Cony/Vouchers/style.css");
  g_test_add_func ("/vouchers/checks/marks", test_marks);
  g_test_add_func ("/vouchers/checks/without-data", test_marks_without_data);
  g_test_add_func ("/vouchers/checks/masked", test_masked);
  g_test_add_func ("/vouchers/image", test_image);
  g_test_add_func ("/vouchers/viewer", test_viewer);
  g_test_add_func ("/vouchers/viewer/too-big", test_too_big);
  g_test_add_func ("/vouchers/detail", test_detail);
  g_test_add_func ("/vouchers/detail/number-is-needed", test_number_is_needed);
  g_test_add_func ("/vouchers/reject", test_reject);
  g_test_add_func ("/vouchers/reject/other", test_reject_other);
  g_test_add_func ("/vouchers/window", test_window);
  return g_test_run ();
}
