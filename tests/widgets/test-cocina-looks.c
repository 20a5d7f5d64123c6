/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-test.h"
#include "cocina-unit.h"
#include "widget-test.h"

typedef struct
{
  GtkWidget *window;
  int width;
} Width;

static gboolean
has_width (gpointer user_data)
{
  Width *width = user_data;

  return gtk_widget_get_width (width->window) == width->width;
}

static void
resize (GtkWidget *window,
        int        width,
        int        height)
{
  Width wanted = { window, width };

  if (width == 1920)
    {
      gtk_window_fullscreen (GTK_WINDOW (window));
    }
  else
    {
      gtk_window_unfullscreen (GTK_WINDOW (window));
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
    }
  g_assert_true (widget_test_wait (has_width, &wanted));
  widget_test_settle (window);
}

static void
choose (GtkWidget  *window,
        const char *action,
        const char *value)
{
  gtk_widget_activate_action (window, action, "s", value);
  widget_test_settle (window);
}

/* From how far it is read, on monitors that tell the truth, nothing, or nonsense. */
static void
test_unit (void)
{
  double tv = cocina_unit_pitch (1920, 708);
  double reaches;

  g_assert_cmpfloat_with_epsilon (tv, 0.369, 0.001);
  g_assert_cmpint (cocina_unit_find (1.5, tv, 1920, 1080, NULL), ==, 29);
  g_assert_cmpint (cocina_unit_find (2, tv, 1920, 1080, NULL), ==, 38);
  g_assert_cmpint (cocina_unit_find (2, cocina_unit_pitch (1920, 952), 1920, 1080, NULL), ==, 28);
  g_assert_cmpint (cocina_unit_find (0, tv, 1920, 1080, NULL), ==, 29);
  /* The board still fits, and the truth is told. */
  g_assert_cmpint (cocina_unit_find (3, tv, 1920, 1080, &reaches), ==, 38);
  g_assert_cmpfloat (reaches, >, 2);
  g_assert_cmpfloat (reaches, <, 3);
  g_assert_cmpfloat (cocina_unit_pitch (1920, 0), ==, cocina_unit_pitch (1920, 16));
  g_assert_cmpfloat (cocina_unit_pitch (1920, 0), ==, cocina_unit_pitch (1920, 16000));
  g_assert_cmpfloat (cocina_unit_pitch (0, 0), >, 0);
  g_assert_cmpint (cocina_unit_find (1, tv, 200, 100, NULL), ==, 12);
}

static void
test_preferences (CocinaTest    *fixture,
                  gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *button;
  int unit;

  gtk_widget_activate_action (window, "win.preferences", NULL);
  widget_test_settle (window);
  button = widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "Fill the screen");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  unit = fixture->window->unit;
  g_assert_cmpint (unit, ==, 29);
  g_signal_emit_by_name (widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "1 m"), "clicked");
  widget_test_settle (window);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (widget_test_shows (window, "The letters can be read from 1 m."));
  g_assert_cmpint (fixture->window->unit, <, unit);
  choose (window, "win.distance", "3");
  g_assert_cmpint (fixture->window->unit, ==, 38);
  /* Everything is still inside the window. */
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_first_child (fixture->window->frame)), ==,
                   gtk_widget_get_width (window));
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_first_child (fixture->window->frame)), ==,
                   gtk_widget_get_height (window));
  widget_test_save_png (window, "cocina-preferencias");
  g_signal_emit_by_name (widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "Light"), "clicked");
  widget_test_settle (window);
  g_assert_false (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  choose (window, "win.theme", "contrast");
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

/* The states that matter, in every theme and size, to be looked at. */
static void
test_pictures (CocinaTest    *fixture,
               gconstpointer  data)
{
  static const char *const themes[] = { "dark", "light", "contrast" };
  static const int sizes[][2] = { { 1280, 800 }, { 1920, 1080 } };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GListStore) outbox = g_list_store_new (CONY_TYPE_OUTBOX_ENTRY);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (ConyPedido) changed = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 5);
  g_autoptr (ConyPedido) gone = g_list_model_get_item (G_LIST_MODEL (fixture->pedidos), 6);
  gpointer rows[2] = { changed, gone };

  cocina_window_set_outbox (fixture->window, G_LIST_MODEL (outbox));
  cocina_test_enqueue (outbox, cony_command_new_pedido_listo (132, "EN_PREPARACION"));
  g_object_set (changed, "cambio", "anadido", "recuperado", now, "prioridad", TRUE,
                "prioridad-motivo", "El repartidor espera", NULL);
  g_object_set (gone, "estado", "CANCELADO", "cancelado", now, "cancelado-por", "Rosa", "cambio",
                "cancelado", NULL);
  g_list_store_splice (fixture->pedidos, 5, 2, rows, 2);
  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      resize (window, sizes[size][0], sizes[size][1]);
      for (guint theme = 0; theme < G_N_ELEMENTS (themes); theme++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%d", themes[theme], sizes[size][0]);
          g_autofree char *board = g_strconcat ("cocina-tablero-", name, NULL);
          g_autofree char *alert = g_strconcat ("cocina-aviso-", name, NULL);

          choose (window, "win.theme", themes[theme]);
          widget_test_save_png (window, board);
          cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente",
                                  "Alergia al huevo", 18);
          widget_test_settle (window);
          g_assert_true (widget_test_shows (window, "Alergia al huevo"));
          widget_test_save_png (window, alert);
          g_list_store_remove_all (fixture->alertas);
          widget_test_settle (window);
        }
    }
  choose (window, "win.theme", "dark");
  choose (window, "win.distance", "2");
  widget_test_save_png (window, "cocina-tablero-2m");
  choose (window, "win.distance", "3");
  widget_test_save_png (window, "cocina-tablero-3m");
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  g_test_add_func ("/cocina-looks/unit", test_unit);
  COCINA_TEST_ADD ("/cocina-looks/preferences", test_preferences);
  COCINA_TEST_ADD ("/cocina-looks/pictures", test_pictures);
  return g_test_run ();
}
