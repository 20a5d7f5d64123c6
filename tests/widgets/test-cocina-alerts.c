/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-test.h"
#include "widget-test.h"

/* An alert about an order of another page takes the cook there, and back when it is over. */
static void
test_alert_page (CocinaTest    *fixture,
                 gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  cocina_test_add_alerta (fixture->alertas, "a", 141, "Karen", "urgente", "Sin sal", 1);
  widget_test_settle (window);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 141);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 141));
  g_assert_null (cocina_test_find_ticket (fixture, 131));

  cocina_test_add_alerta (fixture->alertas, "b", 0, NULL, "normal", "Falta hielo", 1);
  g_list_store_remove (fixture->alertas, 0);
  widget_test_settle (window);
  g_assert_nonnull (cocina_test_find_ticket (fixture, 131));
  /* Enter means a ticket that can be seen. */
  g_assert_nonnull (cocina_test_find_ticket (fixture, cocina_test_selected_id (fixture)));

  /* From wherever it was, also when the order is gone with the alert. */
  gtk_widget_activate_action (window, "win.page", "i", 1);
  gtk_widget_activate_action (window, "win.select-digit", "i", 2);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 140);
  cocina_test_add_alerta (fixture->alertas, "c", 132, "Lucía", "urgente", "Sin cebolla", 1);
  widget_test_settle (window);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 132);
  g_list_store_remove (fixture->pedidos, 2);
  g_list_store_remove (fixture->alertas, 1);
  widget_test_settle (window);
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 140);
}

static char *
make_longest (void)
{
  GString *text = g_string_new (NULL);

  while (text->len < 488)
    g_string_append (text, "Cambien guantes y limpien. ");
  g_string_truncate (text, 500);
  return g_string_free (text, FALSE);
}

static void
test_alert (CocinaTest    *fixture,
            gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *label;
  g_autoptr (GDateTime) later = NULL;
  g_autofree char *longest = make_longest ();

  cocina_test_add_alerta (fixture->alertas, "b", 0, NULL, "alta",
                          "Falta una salchipapa en el mostrador", 60);
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente",
              "Alergia al huevo: la hamburguesa va SIN mayonesa.\nCambien guantes y limpien la "
              "plancha antes de armar.",
              18);
  cocina_window_tick (fixture->window);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "1 of 2"));
  /* The selection follows the alert. */
  g_assert_cmpint (cocina_test_selected_id (fixture), ==, 135);
  g_assert_true (gtk_widget_has_css_class (fixture->window->main, "tight"));
  widget_test_save_png (window, "cocina-alerta");

  gtk_widget_activate_action (window, "win.next-alert", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 of 2"));
  widget_test_save_png (window, "cocina-alerta-alta");
  gtk_widget_activate_action (window, "win.show-alert", "s", "a");
  later = cocina_test_ago (-40);
  cony_alert_banner_tick (fixture->window->banner, later);
  widget_test_settle (window);
  widget_test_save_png (window, "cocina-alerta-45s");

  /* The longest message that there can be is shown whole. */
  g_list_store_remove_all (fixture->alertas);
  cocina_test_add_alerta (fixture->alertas, "c", 135, "Marisol", "urgente", longest, 2);
  widget_test_settle (window);
  label = widget_test_find (window, GTK_TYPE_LABEL, longest);
  g_assert_nonnull (label);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  widget_test_save_png (window, "cocina-alerta-larga");

  /* Nor do the most lines that it can have hide the orders. */
  g_list_store_remove_all (fixture->alertas);
  memset (longest, 'x', 499);
  for (guint i = 1; i < 499; i += 2)
    longest[i] = '\n';
  longest[499] = '\0';
  cocina_test_add_alerta (fixture->alertas, "d", 135, "Marisol", "urgente", longest, 2);
  widget_test_settle (window);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->window->banner)), <, 400);

  g_list_store_remove_all (fixture->alertas);
  widget_test_settle (window);
  g_assert_false (gtk_widget_has_css_class (fixture->window->main, "tight"));
}

static void
playing_cb (GString    *heard,
            const char *sound)
{
  g_string_append_printf (heard, "%s ", sound);
}

/* What is heard and seen on the way up, by the age at which the board finds it. */
static void
test_ladder (CocinaTest    *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *prioridad;
    int seconds;
    const char *sounds;
    gboolean red;
  } steps[] = {
    { "normal", 300, "alerta ", FALSE },        { "alta", 300, "alerta-alta ", FALSE },
    { "urgente", 1, "alerta-urgente ", FALSE }, { "urgente", 20, "alerta-fuerte ", FALSE },
    { "urgente", 50, "alerta-fuerte ", TRUE },  { "urgente", 130, "alerta-larga ", TRUE },
  };
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *uid = g_strdup_printf ("step %u", i);
      g_autofree char *name = g_strdup_printf ("cocina-escalera-%s-%d", steps[i].prioridad,
                                               steps[i].seconds);

      cocina_test_add_alerta (fixture->alertas, uid, 135, "Marisol", steps[i].prioridad,
                              "Alergia al huevo", steps[i].seconds);
      cocina_window_tick (fixture->window);
      widget_test_settle (GTK_WIDGET (fixture->window));
      g_assert_cmpstr (heard->str, ==, steps[i].sounds);
      g_assert_cmpint (cony_alert_banner_is_red (fixture->window->banner), ==, steps[i].red);
      widget_test_save_png (GTK_WIDGET (fixture->window), name);
      g_list_store_remove_all (fixture->alertas);
      g_string_truncate (heard, 0);
    }
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

/* What is off for a minute can be seen all the same. */
static void
test_mute (CocinaTest    *fixture,
           gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  gtk_widget_activate_action (window, "win.mute", NULL);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 60);
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 20);
  cocina_window_tick (fixture->window);
  widget_test_settle (window);
  g_assert_cmpstr (heard->str, ==, "");
  g_assert_true (widget_test_shows (window, "Alergia al huevo"));
  widget_test_save_png (window, "cocina-silencio");

  gtk_widget_activate_action (window, "win.mute", NULL);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 0);
  cony_sound_mute (fixture->window->sound, 600);
  g_assert_cmpuint (cony_sound_get_muted (fixture->window->sound), ==, 60);
  cony_sound_mute (fixture->window->sound, 0);
  cocina_test_add_alerta (fixture->alertas, "b", 135, "Marisol", "urgente", "Sin maní", 50);
  g_assert_cmpstr (heard->str, ==, "alerta-fuerte ");
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

static void
press_digits (CocinaTest    *fixture,
              const char *digits)
{
  for (; *digits; digits++)
    {
      const char label[] = { *digits, '\0' };
      GtkWidget *button = widget_test_find (fixture->window->pin_panel, GTK_TYPE_BUTTON, label);

      g_assert_nonnull (button);
      g_assert_cmpint (gtk_widget_get_height (button), >=, 55); /* 20 mm at 32 inch */
      g_assert_cmpint (gtk_widget_get_width (button), >=, 55);
      g_signal_emit_by_name (button, "clicked");
    }
}

static void
entered_cb (GString    *entered,
            const char *login,
            const char *pin)
{
  g_string_append_printf (entered, "%s %s;", login ? login : "-", pin);
}

static void
test_pin (CocinaTest    *fixture,
          gconstpointer  data)
{
  static const char *people[][2] = { { "dora", "Dora" }, { "elio", "Elio" }, { "fina", "Fina" } };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  CocinaPinPanel *panel = COCINA_PIN_PANEL (fixture->window->pin_panel);
  g_autoptr (GListStore) personas = g_list_store_new (CONY_TYPE_PERSONA);
  g_autoptr (GString) entered = g_string_new (NULL);

  g_signal_connect_swapped (panel, "entered", G_CALLBACK (entered_cb), entered);
  cony_alert_banner_set_persona (fixture->window->banner, "Ana");
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (ConyPersona) persona
        = g_object_new (CONY_TYPE_PERSONA, "id", (gint64) i + 1, "login", people[i][0], "nombre",
                        people[i][1], NULL);

      g_list_store_append (personas, persona);
    }
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 20);
  cocina_window_tick (fixture->window);
  g_assert_false (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Seen as…"));
  cocina_window_set_personas (fixture->window, G_LIST_MODEL (personas));
  widget_test_settle (window);
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Seen as…"));
  g_assert_true (widget_test_shows (GTK_WIDGET (fixture->window->banner), "Ana"));

  gtk_widget_activate_action (window, "win.seen-as", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Dora"));
  widget_test_save_png (window, "cocina-visto-como");
  g_signal_emit_by_name (gtk_widget_get_ancestor (widget_test_find (fixture->window->pin_panel,
                                                                    GTK_TYPE_LABEL, "Elio"),
                                                  GTK_TYPE_BUTTON),
                         "clicked");
  widget_test_settle (window);
  press_digits (fixture, "80");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "● ● ○ ○"));
  widget_test_save_png (window, "cocina-pin");
  press_digits (fixture, "24");
  g_assert_cmpstr (entered->str, ==, "elio 8024;");
  g_assert_true (widget_test_shows (window, "Checking…"));
  cocina_pin_panel_fail (panel, "The PIN is wrong.");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "○ ○ ○ ○"));
  g_assert_true (widget_test_shows (window, "The PIN is wrong."));
  widget_test_save_png (window, "cocina-pin-errado");

  /* Seen elsewhere: nothing is left to be asked. */
  g_list_store_remove_all (fixture->alertas);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "The PIN is wrong."));
  g_assert_true (widget_test_shows (window, "#131"));

  /* One's own. */
  gtk_widget_activate_action (window, "win.my-pin", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Four digits that only you know"));
  g_signal_handlers_disconnect_by_data (panel, entered);
  cocina_window_set_personas (fixture->window, NULL);
}

/* Told to a screen reader when it comes and when it gets worse; nothing moves for whom that is
 * bad. */
static void
test_announced (CocinaTest    *fixture,
                gconstpointer  data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *banner = GTK_WIDGET (fixture->window->banner);
  GtkWidget *frame = gtk_revealer_get_child (GTK_REVEALER (gtk_widget_get_first_child (banner)));

  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 1);
  widget_test_settle (GTK_WIDGET (fixture->window));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "URGENT. Alergia al huevo. Order #135 · Marisol   ·   "
                                       "from Rosa");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_ROLE_ALERT);
  g_list_store_remove_all (fixture->alertas);
  cocina_test_add_alerta (fixture->alertas, "b", 135, "Marisol", "urgente", "Sin maní", 16);
  cocina_window_tick (fixture->window);
  widget_test_settle (GTK_WIDGET (fixture->window));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (frame), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "URGENT. Sin maní. Order #135 · Marisol   ·   "
                                       "from Rosa");
  g_assert_true (gtk_widget_has_css_class (frame, "blink"));

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_assert_false (gtk_widget_has_css_class (fixture->window->frame, "still"));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_true (gtk_widget_has_css_class (fixture->window->frame, "still"));
}

/* Its Visto waits for the database: it is quiet, says so, and lets the others pass. */
static void
test_seen_queued (CocinaTest    *fixture,
                  gconstpointer  data)
{
  static const char *const themes[] = { "light", "contrast", "dark" };
  const char *seen[] = { "a", NULL };
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GDateTime) later = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect_swapped (fixture->window->sound, "playing", G_CALLBACK (playing_cb), heard);
  cocina_test_add_alerta (fixture->alertas, "a", 135, "Marisol", "urgente", "Alergia al huevo", 60);
  cocina_test_add_alerta (fixture->alertas, "b", 0, NULL, "alta", "Falta hielo", 10);
  cocina_window_tick (fixture->window);
  g_assert_true (cony_alert_banner_is_red (fixture->window->banner));
  g_assert_cmpstr (heard->str, ==, "alerta-fuerte alerta-alta ");
  g_string_truncate (heard, 0);

  cony_alert_ladder_set_quiet (fixture->window->ladder, seen);
  cony_alert_banner_update (fixture->window->banner);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Falta hielo"));
  g_assert_false (cony_alert_banner_is_red (fixture->window->banner));
  gtk_widget_activate_action (window, "win.next-alert", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Alergia al huevo"));
  g_assert_true (widget_test_shows (window, "Seen, queued"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "seen"));
  g_assert_cmpstr (heard->str, ==, "");
  /* Half a minute later only the other one rings. */
  later = cocina_test_ago (-30);
  cony_alert_ladder_tick (fixture->window->ladder, later);
  g_assert_cmpstr (heard->str, ==, "alerta-alta ");
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      g_autofree char *name = g_strconcat ("cocina-visto-en-cola-", themes[i], NULL);

      gtk_widget_activate_action (window, "win.theme", "s", themes[i]);
      widget_test_settle (window);
      widget_test_save_png (window, name);
    }
  g_signal_handlers_disconnect_by_data (fixture->window->sound, heard);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  COCINA_TEST_ADD ("/cocina-alerts/alert", test_alert);
  COCINA_TEST_ADD ("/cocina-alerts/alert-page", test_alert_page);
  COCINA_TEST_ADD ("/cocina-alerts/ladder", test_ladder);
  COCINA_TEST_ADD ("/cocina-alerts/mute", test_mute);
  COCINA_TEST_ADD ("/cocina-alerts/pin", test_pin);
  COCINA_TEST_ADD ("/cocina-alerts/announced", test_announced);
  COCINA_TEST_ADD ("/cocina-alerts/seen-queued", test_seen_queued);
  return g_test_run ();
}
