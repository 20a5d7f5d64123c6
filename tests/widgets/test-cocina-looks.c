/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-test.h"
#include "cocina-layout.h"
#include "cony-lines.h"
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

static void
test_layout (void)
{
  double tv = cocina_layout_pitch (1920, 708);
  double wall = cocina_layout_pitch (1920, 952);
  CocinaLayout layout;

  g_assert_cmpfloat_with_epsilon (tv, 0.369, 0.001);
  g_assert_cmpint (cocina_layout_find (1.5, tv, 1920, 1080).unit, ==, 29);
  g_assert_cmpint (cocina_layout_find (2, wall, 1920, 1080).unit, ==, 28);
  layout = cocina_layout_find (0, tv, 1920, 1080);
  g_assert_cmpint (layout.unit, ==, 29);
  g_assert_cmpint (layout.columns, ==, 4);
  g_assert_false (layout.folded);
  /* The board still fits, and the truth is told; three tickets are more than two and a rail. */
  layout = cocina_layout_find (3, tv, 1920, 1080);
  g_assert_cmpint (layout.unit, ==, 38);
  g_assert_cmpint (layout.columns, ==, 3);
  g_assert_true (layout.folded);
  g_assert_cmpfloat (layout.reaches, >, 2);
  g_assert_cmpfloat (layout.reaches, <, 3);
  /* A narrow window: no rail, and therefore larger letters. */
  layout = cocina_layout_find (0, tv, 1280, 800);
  g_assert_cmpint (layout.unit, ==, 19);
  g_assert_false (layout.folded);
  layout = cocina_layout_find (0, tv, 1024, 768);
  g_assert_cmpint (layout.unit, ==, 19);
  g_assert_cmpint (layout.columns, ==, 4);
  g_assert_true (layout.folded);
  g_assert_cmpint (cocina_layout_find (1, tv, 200, 100).unit, ==, 12);
  g_assert_cmpint (cocina_layout_find (1, tv, 200, 100).columns, ==, 2);
  /* A monitor that tells nothing, or nonsense. */
  g_assert_cmpfloat (cocina_layout_pitch (1920, 0), ==, cocina_layout_pitch (1920, 16));
  g_assert_cmpfloat (cocina_layout_pitch (1920, 0), ==, cocina_layout_pitch (1920, 16000));
  g_assert_cmpfloat (cocina_layout_pitch (0, 0), >, 0);
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
  unit = fixture->window->layout.unit;
  g_assert_cmpint (unit, ==, 29);
  g_signal_emit_by_name (widget_test_find (window, GTK_TYPE_TOGGLE_BUTTON, "1 m"), "clicked");
  widget_test_settle (window);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (widget_test_shows (window, "The letters can be read from 1 m."));
  g_assert_cmpint (fixture->window->layout.unit, <, unit);
  choose (window, "win.distance", "3");
  g_assert_cmpint (fixture->window->layout.unit, ==, 38);
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

/* What stands on a ticket stands there whole: no label is cut, none ends in dots. */
static void
assert_whole (GtkWidget *widget,
              GtkWidget *ticket)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (COCINA_IS_TICKET (widget))
    ticket = widget;
  if (ticket && GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_label (GTK_LABEL (widget));
      GtkWidget *lines = gtk_widget_get_ancestor (widget, CONY_TYPE_LINES);

      g_assert_true (gtk_widget_compute_bounds (widget, lines ? lines : ticket, &bounds));
      if (bounds.origin.y < 0
          || bounds.origin.y + bounds.size.height
               > gtk_widget_get_height (lines ? lines : ticket)
          || pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
        g_error ("“%s” is cut", text);
    }
  for (widget = gtk_widget_get_first_child (widget); widget;
       widget = gtk_widget_get_next_sibling (widget))
    assert_whole (widget, ticket);
}

/* An order in a hurry that came back with more, with as much said about it as there can be. */
static void
make_long (CocinaTest *fixture,
           gint64      id,
           guint       n_more)
{
  static const char *const more[][2] = {
    { "Hamburguesa", "Royal\nSIN tomate" },
    { "Papas fritas", "Familiar" },
    { "Alitas BBQ", "12 piezas\nSIN picante\nSalsa aparte" },
    { "Gaseosa 500 ml", "" },
  };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GListModel *pedidos = G_LIST_MODEL (fixture->pedidos);

  for (guint i = 0; i < g_list_model_get_n_items (pedidos); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);
      gpointer again = pedido;

      if (cony_pedido_get_id (pedido) != id)
        continue;
      g_object_set (pedido, "cambio", "anadido", "prioridad", TRUE, "prioridad-motivo",
                    "Tiene que tomar el bus", "version", (gint64) 2, NULL);
      if (n_more > 4)
        g_object_set (pedido, "recuperado", now, "nota",
                      "Llamar al llegar y dejar en recepción", NULL);
      for (guint j = 0; j < n_more; j++)
        {
          g_autoptr (ConyPedidoItem) item
            = g_object_new (CONY_TYPE_PEDIDO_ITEM, "id", id * 1000 + j, "cantidad", 1, "producto",
                            more[j % 4][0], "notas", more[j % 4][1], "anadido", now, NULL);

          g_list_store_append (G_LIST_STORE (cony_pedido_get_items (pedido)), item);
        }
      g_list_store_splice (fixture->pedidos, i, 1, &again, 1);
      return;
    }
}

/* Whatever the height, a dish is read, or it is said that such a one is hidden. */
static void
assert_said (CocinaTest *fixture,
             gint64      id,
             const char *text,
             gboolean    may_hide)
{
  GtkWidget *ticket = cocina_test_find_ticket (fixture, id);
  GtkWidget *lines = ticket ? widget_test_find (ticket, CONY_TYPE_LINES, NULL) : NULL;
  g_autofree char *rest = NULL;

  g_assert_nonnull (lines);
  rest = g_strdup_printf ("%u more, with SIN…", cony_lines_get_n_hidden (CONY_LINES (lines)));
  if (!widget_test_shows (lines, text) && !(may_hide && widget_test_shows (lines, rest)))
    g_error ("#%" G_GINT64_FORMAT " neither shows “%s” nor says that it is there", id, text);
}

static void
test_short_of_height (CocinaTest    *fixture,
                      gconstpointer  data)
{
  static const int sizes[][2] = { { 1280, 800 }, { 1920, 1080 } };
  GtkWidget *window = GTK_WIDGET (fixture->window);

  make_long (fixture, 135, 1);
  make_long (fixture, 134, 4);
  make_long (fixture, 136, 12);
  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      resize (window, sizes[size][0], sizes[size][1]);
      for (int seconds = 0; seconds <= 60; seconds += 30)
        {
          g_autofree char *name
            = g_strdup_printf ("cocina-apretado-%d-%d", sizes[size][0], seconds);

          if (seconds)
            cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente",
                                    "Alergia al huevo", seconds);
          widget_test_settle (window);
          widget_test_save_png (window, name);
          assert_whole (window, NULL);
          assert_said (fixture, 131, "SIN mayonesa", FALSE);
          /* With notes beside the dish there is room for all. */
          assert_said (fixture, 131, "Alitas BBQ", FALSE);
          assert_said (fixture, 132, "SIN cebolla", FALSE);
          assert_said (fixture, 135, "SIN tomate", FALSE);
          assert_said (fixture, 136, "SIN picante", TRUE);
          assert_said (fixture, 138, "SIN mayonesa", FALSE);
          g_list_store_remove_all (fixture->alertas);
        }
    }
}

/* Every button of the board is inside the window. */
static void
assert_inside (GtkWidget *widget,
               GtkWidget *window)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    {
      g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
      if (bounds.origin.x < 0 || bounds.origin.y < 0
          || bounds.origin.x + bounds.size.width > gtk_widget_get_width (window)
          || bounds.origin.y + bounds.size.height > gtk_widget_get_height (window))
        g_error ("A button for %s leaves the window",
                 gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)));
    }
  for (widget = gtk_widget_get_first_child (widget); widget;
       widget = gtk_widget_get_next_sibling (widget))
    assert_inside (widget, window);
}

static void
assert_fits (GtkWidget  *window,
             const char *name)
{
  widget_test_settle (window);
  widget_test_save_png (window, name);
  assert_whole (window, NULL);
  assert_inside (window, window);
}

/* In a narrow window, and where the letters are large, a strip stands for the rail. */
static void
test_strip (CocinaTest    *fixture,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *strip = GTK_WIDGET (fixture->window->strip);

  g_assert_false (gtk_widget_get_mapped (strip));
  resize (window, 1024, 768);
  g_assert_true (gtk_widget_get_mapped (strip));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->rail)));
  assert_fits (window, "cocina-tira-1024");
  g_assert_true (widget_test_shows (strip, "2"));
  g_assert_true (widget_test_shows (strip, "Mayonesa"));
  g_assert_true (cocina_window_shows_refill (fixture->window, "refill-1"));
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 18);
  assert_fits (window, "cocina-tira-1024-alerta");
  g_list_store_remove_all (fixture->alertas);

  /* What the rail shows opens in the place of the tickets. */
  gtk_widget_activate_action (window, "win.totals", NULL);
  assert_fits (window, "cocina-tira-totales");
  g_assert_true (widget_test_shows (fixture->window->totals_page, "11 orders"));
  g_assert_true (widget_test_shows (fixture->window->totals_page, "Salchipapa"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->tickets)));
  gtk_widget_activate_action (window, "win.totals", NULL);
  widget_test_settle (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->tickets)));
  gtk_widget_activate_action (window, "win.refill", NULL);
  assert_fits (window, "cocina-tira-refill");
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->refills), "Servilletas"));
  gtk_widget_activate_action (window, "win.back", NULL);

  /* A snackbar stands between the buttons, with its own. */
  cocina_snackbar_show_undo (fixture->window->snackbar, "#131 ready", 131);
  assert_fits (window, "cocina-tira-deshacer");
  g_assert_true (widget_test_shows (strip, "#131 ready"));
  cocina_snackbar_show (fixture->window->snackbar, "cony-error-symbolic",
                        "This order is no longer in preparation. Somebody else was faster.");
  assert_fits (window, "cocina-tira-queja");
  g_assert_cmpint (gtk_widget_get_width (strip), <, 8 * fixture->window->layout.unit);

  /* Large letters, in a window that would be wide enough. */
  resize (window, 1280, 800);
  g_assert_false (gtk_widget_get_mapped (strip));
  choose (window, "win.distance", "3");
  g_assert_true (gtk_widget_get_mapped (strip));
  assert_fits (window, "cocina-tira-3m-1280");
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 18);
  cocina_snackbar_show_undo (fixture->window->snackbar, "#131 ready", 131);
  assert_fits (window, "cocina-tira-3m-1280-alerta");
  /* With the rail the list in the place of the tickets goes. */
  gtk_widget_activate_action (window, "win.totals", NULL);
  choose (window, "win.distance", "auto");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->tickets)));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->rail)));
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
  g_test_add_func ("/cocina-looks/layout", test_layout);
  COCINA_TEST_ADD ("/cocina-looks/preferences", test_preferences);
  COCINA_TEST_ADD ("/cocina-looks/short-of-height", test_short_of_height);
  COCINA_TEST_ADD ("/cocina-looks/strip", test_strip);
  COCINA_TEST_ADD ("/cocina-looks/pictures", test_pictures);
  return g_test_run ();
}
