/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-alertar-dialog.h"
#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-quantity.h"
#include "atencion-refill-dialog.h"
#include "atencion-test.h"
#include "cony-insumo.h"
#include "cony-sucursal.h"
#include "widget-test.h"

/* Where the Tab key goes: as one reads, each list once, what the window is for last. */

static GtkWidget *
find_words (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_words (child);

      if (found)
        return found;
    }
  return NULL;
}

/* As a person would call what has the keyboard: a list, an entry, a button by its words or its tip. */
static char *
describe (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget), *words;

  if (GTK_IS_LIST_VIEW (parent) || GTK_IS_LIST_BOX (parent))
    return g_strdup ("[list]");
  if (GTK_IS_TEXT_VIEW (widget) || GTK_IS_TEXT (widget))
    return g_strdup ("[entry]");
  words = find_words (widget);
  if (words)
    return g_strdup (gtk_label_get_text (GTK_LABEL (words)));
  for (; widget; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_tooltip_text (widget))
      return g_strdup (gtk_widget_get_tooltip_text (widget));
  return g_strdup ("?");
}

static char *
walk (GtkWindow        *window,
      GtkDirectionType  direction)
{
  g_autoptr (GString) way = g_string_new (NULL);
  GtkWidget *first = NULL;

  gtk_window_set_focus (window, NULL);
  for (guint i = 0; i < 60; i++)
    {
      GtkWidget *now;
      g_autofree char *name = NULL;

      gtk_widget_child_focus (GTK_WIDGET (window), direction);
      now = gtk_window_get_focus (window);
      g_assert_nonnull (now);
      if (now == first)
        return g_string_free (g_steal_pointer (&way), FALSE);
      if (!first)
        first = now;
      name = describe (now);
      if (way->len > 0)
        g_string_append (way, direction == GTK_DIR_TAB_FORWARD ? " > " : " < ");
      g_string_append (way, name);
    }
  g_test_fail_printf ("the way has no end: %s", way->str);
  return NULL;
}

/* The way back is the same. */
static void
assert_way (GtkWindow  *window,
            const char *expected)
{
  g_autofree char *forth = NULL, *back = NULL, *turned = NULL;
  g_auto (GStrv) stops = NULL;
  g_autoptr (GString) reverse = g_string_new (NULL);

  forth = walk (window, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (forth, ==, expected);
  back = walk (window, GTK_DIR_TAB_BACKWARD);
  stops = g_strsplit (back ? back : "", " < ", -1);
  for (guint i = g_strv_length (stops); i > 0; i--)
    g_string_append_printf (reverse, "%s%s", reverse->len > 0 ? " > " : "", stops[i - 1]);
  g_assert_cmpstr (reverse->str, ==, expected);
}

static void
test_window (AtencionTest  *fixture,
             gconstpointer  width)
{
  AtencionWindow *window = fixture->window;
  g_autoptr (ConyAlerta) first = atencion_test_alerta (1, 142, "Van SIN ají", 90);
  g_autoptr (ConyAlerta) second = atencion_test_alerta (2, 142, "Sin sal", 80);
  g_auto (GStrv) actions = NULL;

  atencion_test_add_item (fixture->fatima, "Salchipapa", 1, NULL, 16);
  atencion_test_add_item (fixture->fatima, "Chicha", 2, NULL, 8);
  cony_store_touch (CONY_STORE (window->pedidos), G_OBJECT (fixture->fatima), NULL);
  cony_store_add (CONY_STORE (window->alertas), G_OBJECT (first), NULL);
  cony_store_add (CONY_STORE (window->alertas), G_OBJECT (second), NULL);
  /* As with a database. */
  actions = g_action_group_list_actions (G_ACTION_GROUP (window));
  for (char **name = actions; *name; name++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), *name);

      if (G_IS_SIMPLE_ACTION (action))
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), TRUE);
    }
  widget_test_settle (GTK_WIDGET (window));
  assert_way (GTK_WINDOW (window),
              "New order > To approve > In the kitchen > Ready orders > Refill > 2 > Menu > [entry] > "
              "Delivery to the kitchen: Every message has reached a screen of the kitchen. > [list] > "
              "Copy message > Print > [list] > [list] > Cancel order… > Rush… > Ask for refill > "
              "Alert the kitchen > Approve");
}

/* A toast that had the keyboard would stay; and who reads another tab goes on in its list. */
static void
test_toast (AtencionTest  *fixture,
            gconstpointer  width)
{
  AtencionWindow *window = fixture->window;
  GtkWidget *label;

  gtk_widget_grab_focus (GTK_WIDGET (window->queue));
  atencion_window_toast_alert (window, "Nobody has seen", "no chili");
  widget_test_settle (GTK_WIDGET (window));
  label = widget_test_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "Nobody has seen: no chili");
  g_assert_nonnull (label);
  for (guint i = 0; i < 60; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                              gtk_widget_get_ancestor (label, ADW_TYPE_TOAST_OVERLAY))
                      && !gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                                  GTK_WIDGET (window->detail)));
    }

  gtk_widget_grab_focus (GTK_WIDGET (window->queue));
  g_action_group_activate_action (G_ACTION_GROUP (window), "tab", g_variant_new_string ("cocina"));
  widget_test_settle (GTK_WIDGET (window));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         GTK_WIDGET (window->queue)));
}

static void
check_dialog (AtencionTest *fixture,
              GtkWindow    *dialog,
              const char   *expected)
{
  atencion_window_present_dialog (fixture->window, dialog);
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "dialog.send", TRUE);
  widget_test_settle (GTK_WIDGET (dialog));
  assert_way (dialog, expected);
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
test_dialogs (AtencionTest  *fixture,
              gconstpointer  width)
{
  g_autoptr (GListStore) sucursales = g_list_store_new (CONY_TYPE_SUCURSAL);

  check_dialog (fixture,
                atencion_alertar_dialog_new (fixture->session, fixture->realtime, fixture->fatima,
                                             G_LIST_MODEL (sucursales)),
                "Hurry the order > Customer waiting > Allergy > Change in the order > "
                "A product is missing > Stop preparing > [entry] > Normal > High > Urgent > Cancel > "
                "Send alert");
  check_dialog (fixture, atencion_motivo_dialog_new_aprobar (fixture->session, fixture->fatima),
                "Cash received at the till > Payment seen in the account > Pays on delivery > "
                "[entry] > Back > Approve");
  check_dialog (fixture, atencion_motivo_dialog_new_cancelar (fixture->session, fixture->fatima),
                "The customer changed their mind > No payment arrived > Out of stock > "
                "Duplicate order > [entry] > Back > Cancel order");
  check_dialog (fixture, atencion_motivo_dialog_new_priorizar (fixture->session, fixture->fatima),
                "Customer waiting > The courier is here > Our mistake > Child or elderly > "
                "[entry] > Back > Rush");
}

/* From the search to the quantity by one Enter, and from there by Tab to the button. */
static void
test_refill (AtencionTest  *fixture,
             gconstpointer  width)
{
  g_autoptr (GListStore) sucursales = g_list_store_new (CONY_TYPE_SUCURSAL);
  g_autoptr (GListStore) insumos = g_list_store_new (CONY_TYPE_INSUMO);
  g_autoptr (ConyCommand) command = NULL;
  GtkWindow *dialog;
  GtkWidget *search;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *nombre = g_strdup_printf ("Insumo %u", i);
      g_autoptr (ConyInsumo) insumo = g_object_new (CONY_TYPE_INSUMO, "id", (gint64) i + 1, "nombre",
                                                    nombre, "unidad", "balde", NULL);

      g_list_store_append (insumos, insumo);
    }
  dialog = atencion_refill_dialog_new (fixture->session, G_LIST_MODEL (insumos),
                                       G_LIST_MODEL (sucursales));
  atencion_window_present_dialog (fixture->window, dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  search = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (dialog), search));
  gtk_editable_set_text (GTK_EDITABLE (search), "insu 37");
  g_signal_emit_by_name (search, "activate");
  g_assert_true (gtk_widget_is_ancestor (
    gtk_window_get_focus (dialog), widget_test_find (GTK_WIDGET (dialog), ATENCION_TYPE_QUANTITY, NULL)));
  command = atencion_test_create_command (dialog);
  g_assert_true (g_strv_contains (cony_command_get_params (command), "38"));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (GTK_WIDGET (dialog));
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "dialog.send", TRUE);
  assert_way (dialog, "[entry] > [list] > One less > [entry] > One more > Cancel > Ask");
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

static void
test_nuevo (AtencionTest  *fixture,
            gconstpointer  width)
{
  g_autoptr (GListStore) productos = g_list_store_new (CONY_TYPE_PRODUCTO);
  GtkWindow *dialog;
  GtkWidget *search;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *nombre = g_strdup_printf ("Producto %u", i);
      g_autoptr (ConyProducto) producto = atencion_test_producto (i + 1, nombre, 4, FALSE);

      g_list_store_append (productos, producto);
    }
  dialog = atencion_nuevo_dialog_new (fixture->session, G_LIST_MODEL (productos));
  atencion_window_present_dialog (fixture->window, dialog);
  widget_test_settle (GTK_WIDGET (dialog));
  search = widget_test_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL);
  for (guint i = 1; i < 6; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u producto %u", i, i + 10);

      gtk_editable_set_text (GTK_EDITABLE (search), text);
      g_signal_emit_by_name (search, "activate");
    }
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (GTK_WIDGET (dialog));
  gtk_widget_action_set_enabled (GTK_WIDGET (dialog), "dialog.send", TRUE);
  assert_way (dialog, "[entry] > [entry] > In person > Delivery > [entry] > [list] > [list] > "
                      "[entry] > Cancel > Take order");
  widget_test_assert_dies (GTK_WIDGET (dialog));
}

int
main (int   argc,
      char *argv[])
{
  widget_test_init (&argc, &argv);
  atencion_test_add ("/atencion/keyboard/window", 1280, test_window);
  atencion_test_add ("/atencion/keyboard/toast", 1280, test_toast);
  atencion_test_add ("/atencion/keyboard/dialogs", 1280, test_dialogs);
  atencion_test_add ("/atencion/keyboard/refill", 1280, test_refill);
  atencion_test_add ("/atencion/keyboard/nuevo", 1280, test_nuevo);
  return g_test_run ();
}
