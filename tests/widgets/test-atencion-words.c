/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "atencion-alertar-dialog.h"
#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-refill-dialog.h"
#include "atencion-test.h"
#include "cony-insumo.h"
#include "cony-sucursal.h"
#include "widget-test.h"

/* No word is cut, in the language of the shop, and no dialog is higher than a small screen. */

/* Of a small laptop with 768 pixels of which a panel and a title take some. */
#define SMALL_SCREEN 600
/* In which the narrowest wide window is looked for, pixels. */
#define STEP 10

static GtkLabel *
find_cut (GtkWidget *widget)
{
  GtkLabel *cut = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget)
      && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !cut;
       child = gtk_widget_get_next_sibling (child))
    cut = find_cut (child);
  return cut;
}

static gboolean
is_whole (gpointer user_data)
{
  return !find_cut (user_data);
}

/* A text that has just changed gets its room with the next frame. */
static void
assert_whole (GtkWidget  *widget,
              const char *where)
{
  if (is_whole (widget) || widget_test_wait (is_whole, widget))
    return;
  widget_test_save_png (widget, "cut");
  g_test_fail_printf ("%s, %d wide: \"%s\" is cut", where, gtk_widget_get_width (widget),
                      gtk_label_get_text (find_cut (widget)));
}

static void
show (AtencionWindow *window,
      const char     *action,
      GVariant       *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
  widget_test_settle (GTK_WIDGET (window));
  assert_whole (GTK_WIDGET (window), action);
}

static gboolean
has_size (gpointer user_data)
{
  GtkWindow *window = user_data;
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  return gtk_widget_get_width (GTK_WIDGET (window)) == width
         && gtk_widget_get_height (GTK_WIDGET (window)) == height;
}

static void
resize (AtencionWindow *window,
        int             width,
        int             height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_assert_true (widget_test_wait (has_size, window));
  widget_test_settle (GTK_WIDGET (window));
}

static void
walk (AtencionTest *fixture)
{
  AtencionWindow *window = fixture->window;

  for (guint trouble = 0; trouble < 2; trouble++)
    {
      cony_delivery_button_show_test (window->delivery,
                                      trouble ? CONY_PRUEBA_SIN_RESPUESTA : CONY_PRUEBA_NINGUNA,
                                      0, NULL, 3);
      show (window, "tab", g_variant_new_string ("refill"));
      show (window, "tab", g_variant_new_string ("aprobar"));
      widget_test_save_png (GTK_WIDGET (window), trouble ? "words-trouble" : "words");
      show (window, "ver", g_variant_new_int64 (134));
      show (window, "ver", g_variant_new_int64 (142));
      show (window, "avisos", NULL);
    }
}

static void
test_window (AtencionTest  *fixture,
             gconstpointer  width)
{
  g_autoptr (ConyAlerta) alerta = atencion_test_alerta (1, 142, "Van SIN ají", 90);
  g_autoptr (ConyRefill) refill = atencion_test_refill (2, "Mayonesa", "pendiente", 60);

  g_object_set (fixture->fatima, "voucher-id", (gint64) 5, "voucher-estado", "APROBADO",
                "voucher-banco", "Yape", "voucher-operacion", "00418976", "voucher-revisado-por",
                "Luis", NULL);
  cony_store_add (CONY_STORE (fixture->window->alertas), G_OBJECT (alerta), NULL);
  cony_store_add (CONY_STORE (fixture->window->refills_store), G_OBJECT (refill), NULL);
  widget_test_settle (GTK_WIDGET (fixture->window));
  walk (fixture);
}

/* The narrowest window in which both sides stand beside each other. */
static void
test_least (AtencionTest  *fixture,
            gconstpointer  width)
{
  AtencionWindow *window = fixture->window;
  int least = 1280;

  while (!window->narrow && least > 420)
    resize (window, least -= STEP, 800);
  resize (window, least + STEP, 800);
  g_assert_false (window->narrow);
  g_assert_false (adw_leaflet_get_folded (window->leaflet));
  walk (fixture);
}

/* ---- dialogs ---- */

static void
add_line (GtkWidget  *dialog,
          const char *text)
{
  GtkWidget *search = widget_test_find (dialog, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "activate");
}

static void
show_warnings (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "stock-warning"))
    gtk_widget_set_visible (widget, TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    show_warnings (child);
}

static void
assert_unscrolled (GtkWidget *dialog)
{
  GtkWidget *scrolled = widget_test_find (dialog, GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *adjustment
    = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                     gtk_adjustment_get_page_size (adjustment));
}

static void
check_dialog (AtencionTest *fixture,
              GtkWindow    *dialog)
{
  const char *wrong = _("The database does not answer. This has to wait until it is back.");
  GtkWidget *root = GTK_WIDGET (dialog), *error;
  graphene_rect_t box;

  atencion_dialog_set_error (ATENCION_DIALOG (dialog), NULL);
  atencion_window_present_dialog (fixture->window, dialog);
  widget_test_settle (root);
  /* As it opens, nothing has to be scrolled for; with all warnings that there are, it may. */
  if (!fixture->window->narrow)
    assert_unscrolled (root);
  show_warnings (root);
  atencion_dialog_set_error (ATENCION_DIALOG (dialog), wrong);
  if (ATENCION_IS_NUEVO_DIALOG (dialog))
    add_line (root, "2 salchi");
  atencion_dialog_set_error (ATENCION_DIALOG (dialog), wrong);
  widget_test_settle (root);
  widget_test_save_png (root, gtk_widget_get_name (root));
  assert_whole (root, G_OBJECT_TYPE_NAME (dialog));
  g_assert_cmpint (gtk_widget_get_height (root), <=,
                   gtk_widget_get_height (GTK_WIDGET (fixture->window)));
  g_assert_cmpint (gtk_widget_get_width (root), <=,
                   gtk_widget_get_width (GTK_WIDGET (fixture->window)));
  error = widget_test_find (root, GTK_TYPE_LABEL, wrong);
  g_assert_nonnull (error);
  g_assert_true (gtk_widget_compute_bounds (error, root, &box));
  g_assert_cmpfloat (box.origin.y + box.size.height, <=, gtk_widget_get_height (root));
  widget_test_assert_dies (root);
}

static void
test_dialogs (AtencionTest  *fixture,
              gconstpointer  width)
{
  AtencionWindow *window = fixture->window;
  g_autoptr (GListStore) productos = g_list_store_new (CONY_TYPE_PRODUCTO);
  g_autoptr (ConyProducto) salchipapa = atencion_test_producto (3, "Salchipapa", 16, TRUE);
  g_autoptr (GListStore) insumos = g_list_store_new (CONY_TYPE_INSUMO);
  g_autoptr (GListStore) sucursales = g_list_store_new (CONY_TYPE_SUCURSAL);
  GtkWindow *dialog;

  resize (window, GPOINTER_TO_INT (width), SMALL_SCREEN);
  g_list_store_append (productos, salchipapa);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (ConyInsumo) insumo
        = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) i + 1, "nombre", "Mayonesa", "unidad",
                        "balde", "agotado", TRUE, NULL);

      g_list_store_append (insumos, insumo);
    }

  dialog = atencion_nuevo_dialog_new (fixture->session, G_LIST_MODEL (productos));
  atencion_nuevo_dialog_set_narrow (ATENCION_NUEVO_DIALOG (dialog), window->narrow);
  check_dialog (fixture, dialog);
  dialog = atencion_alertar_dialog_new (fixture->session, fixture->realtime, fixture->fatima,
                                        G_LIST_MODEL (sucursales));
  atencion_alertar_dialog_set_narrow (ATENCION_ALERTAR_DIALOG (dialog), window->narrow);
  check_dialog (fixture, dialog);
  check_dialog (fixture, atencion_refill_dialog_new (fixture->session, G_LIST_MODEL (insumos),
                                                     G_LIST_MODEL (sucursales)));
  check_dialog (fixture, atencion_motivo_dialog_new_aprobar (fixture->session, fixture->fatima));
  check_dialog (fixture, atencion_motivo_dialog_new_cancelar (fixture->session, fixture->fatima));
  check_dialog (fixture, atencion_motivo_dialog_new_priorizar (fixture->session, fixture->fatima));
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  g_assert_cmpstr (_("Approve"), ==, "Aprobar");
  atencion_test_add ("/atencion/words/window/narrow", 420, test_window);
  atencion_test_add ("/atencion/words/window/wide", 1280, test_window);
  atencion_test_add ("/atencion/words/window/least", 1280, test_least);
  atencion_test_add ("/atencion/words/dialogs/narrow", 420, test_dialogs);
  atencion_test_add ("/atencion/words/dialogs/wide", 1280, test_dialogs);
  return g_test_run ();
}
