/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-card.h"
#include "inicio-role.h"
#include "inicio-window.h"
#include "widget-test.h"

static GtkWidget *
window_new (ConyRoles roles)
{
  GtkWidget *window = g_object_new (INICIO_TYPE_WINDOW, NULL);

  inicio_window_setup (INICIO_WINDOW (window), "Rosa", "Centro", roles, "centro.local");
  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  return window;
}

static GtkWidget *
find_card (GtkWidget  *window,
           const char *title)
{
  GtkWidget *label = widget_test_find (window, GTK_TYPE_LABEL, title);

  return label ? gtk_widget_get_ancestor (label, INICIO_TYPE_CARD) : NULL;
}

static void
test_roles (void)
{
  for (guint i = 0; i < INICIO_N_ROLES; i++)
    g_assert_true (inicio_role_find (inicio_role_get (i)->name) == inicio_role_get (i));
  g_assert_null (inicio_role_find ("caja"));
  g_assert_null (inicio_role_find (NULL));
}

static void
test_front_desk (void)
{
  GtkWidget *window = window_new (CONY_ROL_ATENCION | CONY_ROL_COCINERO | CONY_ROL_VALIDADOR);

  g_assert_true (widget_test_shows (window, "Hello, Rosa"));
  g_assert_true (widget_test_shows (window, "Branch Centro. What will you do on this computer?"));
  g_assert_true (widget_test_shows (window, "Database and live events on centro.local"));
  g_assert_true (gtk_widget_is_sensitive (find_card (window, "Front desk")));
  g_assert_true (gtk_widget_is_sensitive (find_card (window, "Receipts")));

  /* What the person may not do is there, and says why it cannot be chosen. */
  g_assert_false (gtk_widget_is_sensitive (find_card (window, "Monitor")));
  g_assert_true (widget_test_shows (window, "Only for administrators"));
  g_assert_false (widget_test_shows (window, "4"));
  widget_test_save_png (window, "inicio");
  widget_test_assert_dies (window);
}

static void
test_admin (void)
{
  GtkWidget *window = window_new (CONY_ROL_ADMIN);

  for (guint i = 0; i < INICIO_N_ROLES; i++)
    g_assert_true (gtk_widget_is_sensitive (find_card (window, inicio_role_get (i)->title)));
  widget_test_assert_dies (window);
}

static void
open_role_cb (GSimpleAction *action,
              GVariant      *parameter,
              char         **got)
{
  g_free (*got);
  *got = g_variant_dup_string (parameter, NULL);
}

static void
test_choose (void)
{
  GtkWidget *window = window_new (CONY_ROL_COCINERO);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("open-role", G_VARIANT_TYPE_STRING);
  g_autofree char *got = NULL;

  g_signal_connect (action, "activate", G_CALLBACK (open_role_cb), &got);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (window, "app", G_ACTION_GROUP (group));

  /* A digit of a locked card does nothing. */
  gtk_widget_activate_action (window, "win.choose", "i", 3);
  g_assert_null (got);
  gtk_widget_activate_action (window, "win.choose", "i", 1);
  g_assert_cmpstr (got, ==, "cocina");
  g_clear_pointer (&got, g_free);
  g_signal_emit_by_name (find_card (window, "Kitchen"), "clicked");
  g_assert_cmpstr (got, ==, "cocina");
  widget_test_assert_dies (window);
}

static void
notify_cb (GObject    *window,
           GParamSpec *pspec,
           int        *n)
{
  (*n)++;
}

static void
test_remember (void)
{
  GtkWidget *window = window_new (CONY_ROL_COCINERO);
  GtkWidget *check = widget_test_find (window, GTK_TYPE_CHECK_BUTTON, NULL);
  gboolean remember;
  int n = 0;

  g_signal_connect (window, "notify::remember", G_CALLBACK (notify_cb), &n);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_object_get (window, "remember", &remember, NULL);
  g_assert_true (remember);
  g_assert_cmpint (n, ==, 1);
  widget_test_assert_dies (window);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  widget_test_load_css ("/com/conychips/Cony/Inicio/style.css");
  g_test_add_func ("/inicio/roles", test_roles);
  g_test_add_func ("/inicio/front-desk", test_front_desk);
  g_test_add_func ("/inicio/admin", test_admin);
  g_test_add_func ("/inicio/choose", test_choose);
  g_test_add_func ("/inicio/remember", test_remember);
  return g_test_run ();
}
