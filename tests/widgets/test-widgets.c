/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alert-banner.h"
#include "cony-db-error.h"
#include "cony-delivery-button.h"
#include "cony-freshness-pill.h"
#include "cony-lines.h"
#include "cony-login-window.h"
#include "cony-state-pill.h"
#include "cony-text.h"
#include "cony-undelivered.h"
#include "widget-test.h"

static void
test_text (void)
{
  static const struct
  {
    gint64 seconds;
    const char *age;
    const char *timer;
  } times[] = {
    { -3, "0 s", "00:00" },     { 0, "0 s", "00:00" },     { 59, "59 s", "00:59" },
    { 60, "1 min", "01:00" },   { 399, "6 min", "06:39" }, { 3599, "59 min", "59:59" },
    { 3600, "1 h", "1:00:00" }, { 90061, "1 d", "25:01:01" },
  };
  g_autofree char *money = cony_money_format (46);
  g_autofree char *cents = cony_money_format (1234.5);
  g_autofree char *whole = cony_quantity_format (2, "balde");
  g_autofree char *one = cony_quantity_format (1, "manga");
  g_autofree char *units = cony_quantity_format (12, "unidad");
  g_autofree char *part = cony_quantity_format (1.5, "kg");

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *age = cony_age_format (times[i].seconds);
      g_autofree char *timer = cony_timer_format (times[i].seconds);

      g_assert_cmpstr (age, ==, times[i].age);
      g_assert_cmpstr (timer, ==, times[i].timer);
    }
  g_assert_cmpstr (money, ==, "S/\u00A046.00");
  g_assert_cmpstr (cents, ==, "S/\u00A01234.50");
  g_assert_cmpstr (whole, ==, "2 baldes");
  g_assert_cmpstr (one, ==, "1 manga");
  g_assert_cmpstr (units, ==, "12 unidades");
  g_assert_cmpstr (part, ==, "1.50 kg");
}

static GObject *
make_undelivered (gint64      id,
                  const char *tipo,
                  gint64      pedido_id,
                  const char *texto)
{
  g_autoptr (GDateTime) fecha = g_date_time_new_utc (2026, 11, 24, 18, 5, 0);

  return g_object_new (CONY_TYPE_UNDELIVERED, "id", id, "tipo", tipo, "pedido-id", pedido_id,
                       "texto", texto, "fecha", fecha, NULL);
}

static void
test_delivery_button (void)
{
  g_autoptr (GListStore) messages = g_list_store_new (CONY_TYPE_UNDELIVERED);
  g_autoptr (GTimeZone) lima = g_time_zone_new_offset (-5 * 3600);
  GObject *rows[2] = { make_undelivered (3, "alerta_cocina", 142, "SIN ají"),
                       make_undelivered (5, "refill_solicitado", 0, "Papas") };
  GtkWidget *button = cony_delivery_button_new ();
  GtkWidget *window = widget_test_present (button, 500, 400, "cony");
  ConyDeliveryButton *self = CONY_DELIVERY_BUTTON (button);

  cony_delivery_button_set_models (self, NULL, G_LIST_MODEL (messages), lima);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "No screen answers"));

  cony_delivery_button_show_test (self, CONY_PRUEBA_CONTESTADA, 45, "Cocina 1", 12);
  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (button)));
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Every message has reached a screen of the kitchen."));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (gtk_widget_get_first_child (button)));
  widget_test_settle (window);
  cony_delivery_button_show_test (self, CONY_PRUEBA_SIN_RESPUESTA, 0, NULL, 3);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "No screen answers"));
  widget_test_save_png (window, "delivery-no-screen");

  g_list_store_splice (messages, 0, 0, (gpointer *) rows, 2);
  gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (button)));
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 not shown"));
  g_assert_true (widget_test_shows (window, "13:05 · #142 · SIN ají"));
  g_assert_true (widget_test_shows (window, "13:05 · Papas"));
  g_list_store_remove_all (messages);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "2 not shown"));
  g_assert_false (widget_test_shows (window, "13:05 · Papas"));

  g_clear_object (&rows[0]);
  g_clear_object (&rows[1]);
  widget_test_assert_dies (window);
}

static void
test_state_pill (void)
{
  GtkWidget *pill = cony_state_pill_new ();
  GtkWidget *window = widget_test_present (pill, 300, 80, "cony");

  cony_state_pill_set (CONY_STATE_PILL (pill), "ok", "cony-check-symbolic", "Paid");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Paid"));
  g_assert_true (gtk_widget_has_css_class (pill, "ok"));
  cony_state_pill_set (CONY_STATE_PILL (pill), "bad", "cony-cancel-symbolic", "Refused");
  g_assert_false (gtk_widget_has_css_class (pill, "ok"));
  g_assert_true (gtk_widget_has_css_class (pill, "bad"));
  widget_test_assert_dies (window);
}

static void
test_freshness_pill (void)
{
  static const struct
  {
    ConyFrescura frescura;
    guint edad;
    const char *text;
    const char *css;
  } states[] = {
    { CONY_FRESCURA_EN_VIVO, 1, "Live · 1 s ago", NULL },
    { CONY_FRESCURA_DIRECTO, 1, "Straight from the database · 1 s ago", "base" },
    { CONY_FRESCURA_SIN_BASE, 1, "Live, no database · 1 s ago", "slow" },
    { CONY_FRESCURA_RECONECTANDO, 4, "Reconnecting · 4 s ago", "slow" },
    { CONY_FRESCURA_SIN_CONEXION, 12, "No connection 00:12", "cut" },
  };
  GtkWidget *pill = cony_freshness_pill_new ();
  GtkWidget *window = widget_test_present (pill, 400, 80, "cony");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      cony_freshness_pill_show (CONY_FRESHNESS_PILL (pill), states[i].frescura, states[i].edad);
      widget_test_settle (window);
      g_assert_true (widget_test_shows (window, states[i].text));
      for (guint j = 0; j < G_N_ELEMENTS (states); j++)
        if (states[j].css)
          g_assert_cmpint (gtk_widget_has_css_class (pill, states[j].css), ==,
                           g_strcmp0 (states[i].css, states[j].css) == 0);
      g_assert_nonnull (gtk_widget_get_tooltip_text (pill));
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           states[i].text);
    }
  widget_test_assert_dies (window);
}

/* Heights in lines of ten pixels: which rows stand in a height, and how high. */
static void
test_lines_fit (void)
{
  static const struct
  {
    int height;
    gboolean beyond;
    int given[7];
  } cases[] = {
    { 140, FALSE, { 20, 30, 10, 20, 10, 30, 20 } }, /* all at their ease */
    { 120, FALSE, { 20, 30, 10, 20, 10, 20, 10 } }, /* closer, those to be read first least */
    { 90, FALSE, { 10, 20, 10, 10, 10, 20, 10 } },
    { 89, FALSE, { 10, 20, 0, 10, 10, 20, 0 } },    /* what is struck gives way first */
    { 79, FALSE, { 10, 20, 0, 0, 10, 20, 0 } },     /* then what is plain, from the end */
    { 69, FALSE, { 0, 20, 0, 0, 10, 20, 0 } },
    { 59, FALSE, { 10, 20, 0, 10, 0, 0, 0 } },      /* a heading goes with its last row */
    { 29, FALSE, { 10, 0, 0, 0, 0, 0, 0 } },        /* too low for the one that matters */
    { 9, FALSE, { 0, 0, 0, 0, 0, 0, 0 } },
    { 150, TRUE, { 20, 30, 10, 20, 10, 30, 20 } },  /* the line that counts is needed anyway */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConyLinesRow rows[] = {
        { CONY_LINES_PLAIN, 10, 20, 0 },
        { CONY_LINES_WITHOUT, 20, 30, 0 },
        { CONY_LINES_STRUCK, 10, 10, 0 },
        { CONY_LINES_PLAIN, 10, 20, 0 },
        { CONY_LINES_HEADING, 10, 10, 0 },
        { CONY_LINES_WITHOUT | CONY_LINES_ADDED, 20, 30, 0 },
        { CONY_LINES_STRUCK | CONY_LINES_ADDED, 10, 20, 0 },
      };

      cony_lines_fit (rows, G_N_ELEMENTS (rows), cases[i].height, 10, cases[i].beyond);
      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        if (rows[j].given != cases[i].given[j])
          g_error ("Height %d: row %u gets %d, not %d", cases[i].height, j, rows[j].given,
                   cases[i].given[j]);
    }
}

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    ConyLinesKind kind;
  } rows[] = {
    { "first", CONY_LINES_PLAIN },
    { "SIN salt", CONY_LINES_WITHOUT },
    { "second", CONY_LINES_PLAIN },
    { "struck", CONY_LINES_STRUCK },
    { "third", CONY_LINES_PLAIN },
  };
  GtkWidget *lines = cony_lines_new ();
  GtkWidget *window = widget_test_present (lines, 300, 400, "cony");
  int row_height = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    cony_lines_append (CONY_LINES (lines), gtk_label_new (rows[i].text), rows[i].kind);
  widget_test_settle (window);
  g_assert_cmpuint (cony_lines_get_n_hidden (CONY_LINES (lines)), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (widget_test_shows (window, rows[i].text));

  /* Room for four rows of five and the line that counts: the struck one goes first. */
  row_height = gtk_widget_get_height (gtk_widget_get_first_child (lines));
  gtk_window_set_default_size (GTK_WINDOW (window), 300, row_height * 5 - 2);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "struck"));
  g_assert_true (widget_test_shows (window, "1 more, already struck"));

  /* Then the others from the end, and last what takes something away. */
  gtk_window_set_default_size (GTK_WINDOW (window), 300, row_height * 3);
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, "third"));
  g_assert_false (widget_test_shows (window, "second"));
  g_assert_true (widget_test_shows (window, "first"));
  g_assert_true (widget_test_shows (window, "SIN salt"));
  g_assert_true (widget_test_shows (window, "3 more"));

  cony_lines_set_n_beyond (CONY_LINES (lines), 40);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "43 more"));

  /* Not even that fits: then it is said. */
  gtk_window_set_default_size (GTK_WINDOW (window), 300, row_height * 3 / 2);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "45 more, with SIN…"));
  cony_lines_set_kind (CONY_LINES (lines), cony_lines_get_row (CONY_LINES (lines), 1),
                       CONY_LINES_ADDED);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "45 more, ADDED"));

  cony_lines_clear (CONY_LINES (lines));
  widget_test_settle (window);
  g_assert_cmpuint (cony_lines_get_n_hidden (CONY_LINES (lines)), ==, 0);
  widget_test_assert_dies (window);
}

static ConyAlerta *
alerta_new (const char *uid,
            const char *prioridad,
            int         seconds_ago)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) sent = g_date_time_add_seconds (now, -seconds_ago);

  return g_object_new (CONY_TYPE_ALERTA, "uid", uid, "prioridad", prioridad, "mensaje", uid,
                       "fecha-envio", sent, "envia", "Rosa", NULL);
}

static void
add_alerta (GListStore *alertas,
            const char *uid,
            const char *prioridad,
            int         seconds_ago)
{
  g_autoptr (ConyAlerta) alerta = alerta_new (uid, prioridad, seconds_ago);

  g_list_store_append (alertas, alerta);
}

static const char *
current_uid (GtkWidget *banner)
{
  ConyAlerta *alerta = cony_alert_banner_get_current (CONY_ALERT_BANNER (banner));

  return alerta ? cony_alerta_get_uid (alerta) : NULL;
}

static void
test_banner (void)
{
  g_autoptr (GListStore) alertas = g_list_store_new (CONY_TYPE_ALERTA);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 50);
  GtkWidget *banner = cony_alert_banner_new ();
  ConyAlertBanner *self = CONY_ALERT_BANNER (banner);
  GtkWidget *window = widget_test_present (banner, 1400, 200, "board");

  cony_alert_banner_set_model (self, G_LIST_MODEL (alertas));
  g_assert_null (current_uid (banner));
  g_assert_cmpint (cony_alert_banner_get_level (self), ==, CONY_ALERT_LEVEL_NONE);

  add_alerta (alertas, "normal", "normal", 100);
  cony_alert_banner_tick (self, now);
  g_assert_cmpstr (current_uid (banner), ==, "normal");
  g_assert_cmpint (cony_alert_banner_get_level (self), ==, CONY_ALERT_LEVEL_CALM);

  /* By priority, then the oldest; what is more important takes over at once. */
  add_alerta (alertas, "high", "alta", 1);
  g_assert_cmpstr (current_uid (banner), ==, "high");
  add_alerta (alertas, "new urgent", "urgente", 2);
  g_assert_cmpstr (current_uid (banner), ==, "new urgent");
  add_alerta (alertas, "old urgent", "urgente", 20);
  g_assert_cmpstr (current_uid (banner), ==, "new urgent");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 of 4"));
  g_assert_true (widget_test_shows (window, "URGENT"));

  cony_alert_banner_next (self);
  g_assert_cmpstr (current_uid (banner), ==, "high");
  cony_alert_banner_next (self);
  cony_alert_banner_next (self);
  g_assert_cmpstr (current_uid (banner), ==, "old urgent");
  cony_alert_banner_tick (self, now);
  g_assert_cmpint (cony_alert_banner_get_level (self), ==, CONY_ALERT_LEVEL_LOUD);
  g_assert_false (cony_alert_banner_is_red (self));
  cony_alert_banner_tick (self, later);
  g_assert_cmpint (cony_alert_banner_get_level (self), ==, CONY_ALERT_LEVEL_TOLD);
  g_assert_true (cony_alert_banner_is_red (self));

  /* One is seen: the next in order is shown. */
  g_list_store_remove (alertas, 3);
  g_assert_cmpstr (current_uid (banner), ==, "new urgent");
  g_assert_true (cony_alert_banner_select (self, "normal"));
  g_assert_cmpstr (current_uid (banner), ==, "normal");
  g_assert_false (cony_alert_banner_select (self, "unknown"));

  g_list_store_remove_all (alertas);
  g_assert_null (current_uid (banner));
  g_assert_cmpint (cony_alert_banner_get_level (self), ==, CONY_ALERT_LEVEL_NONE);
  widget_test_assert_dies (window);
}

static void
test_banner_read (void)
{
  g_autoptr (GListStore) alertas = g_list_store_new (CONY_TYPE_ALERTA);
  g_autoptr (ConyAlerta) read = alerta_new ("read", "urgente", 5);
  GtkWidget *banner = g_object_ref_sink (cony_alert_banner_new ());

  g_object_set (read, "leida", TRUE, NULL);
  g_list_store_append (alertas, read);
  add_alerta (alertas, "unread", "normal", 5);
  cony_alert_banner_set_model (CONY_ALERT_BANNER (banner), G_LIST_MODEL (alertas));
  g_assert_cmpuint (cony_alert_banner_get_n_unread (CONY_ALERT_BANNER (banner)), ==, 1);
  g_assert_cmpstr (current_uid (banner), ==, "unread");
  g_assert_finalize_object (banner);
}

static void
login_cb (GtkWidget  *window,
          const char *server,
          const char *user,
          const char *password,
          char      **asked)
{
  g_free (*asked);
  *asked = g_strjoin ("|", server, user, password, NULL);
}

static void
test_login (void)
{
  static const struct
  {
    ConyDbError code;
    const char *text;
  } errors[] = {
    { CONY_DB_ERROR_PASSWORD, "The password does not belong to the user “rosa”. Check capital "
                              "letters and type it again." },
    { CONY_DB_ERROR_UNREACHABLE, "The server “centro.local” does not answer. Check its name, and "
                                 "that this computer is on the shop's network." },
    { CONY_DB_ERROR_FORBIDDEN, "The user “rosa” may not use Cony Test. Ask an administrator for "
                               "this role, or enter with another user." },
  };
  const char *waiting[] = { "2 queued of Ana", "1 queued of Dora", NULL };
  const char *nothing[] = { NULL };
  GtkWidget *window;
  GtkWidget *password;
  GtkWidget *button;
  g_autofree char *asked = NULL;

  g_set_application_name ("Cony Test");
  window = cony_login_window_new (NULL);
  g_signal_connect (window, "login", G_CALLBACK (login_cb), &asked);
  cony_login_window_set_fields (CONY_LOGIN_WINDOW (window), "centro.local", "rosa");
  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  password = widget_test_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL);
  button = gtk_widget_get_ancestor (widget_test_find (window, GTK_TYPE_LABEL, "Enter"),
                                    GTK_TYPE_BUTTON);
  g_assert_false (gtk_widget_get_sensitive (button));

  gtk_editable_set_text (GTK_EDITABLE (password), "secret");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (asked, ==, "centro.local|rosa|secret");

  cony_login_window_set_busy (CONY_LOGIN_WINDOW (window), TRUE);
  widget_test_settle (window);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_true (widget_test_shows (window, "Checking…"));
  cony_login_window_set_busy (CONY_LOGIN_WINDOW (window), FALSE);
  g_assert_true (gtk_widget_get_sensitive (button));

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (CONY_DB_ERROR, errors[i].code, "technical");

      cony_login_window_show_error (CONY_LOGIN_WINDOW (window), error);
      widget_test_settle (window);
      g_assert_true (widget_test_shows (window, errors[i].text));
      g_assert_cmpint (gtk_widget_has_css_class (password, "error"), ==,
                       errors[i].code == CONY_DB_ERROR_PASSWORD);
      if (i == 0)
        widget_test_save_png (window, "login-error");
    }
  gtk_editable_set_text (GTK_EDITABLE (password), "another");
  widget_test_settle (window);
  g_assert_false (widget_test_shows (window, errors[2].text));
  cony_login_window_set_waiting (CONY_LOGIN_WINDOW (window), waiting);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "2 queued of Ana\n1 queued of Dora"));
  widget_test_save_png (window, "login-waiting");
  cony_login_window_set_waiting (CONY_LOGIN_WINDOW (window), nothing);
  g_assert_false (widget_test_shows (window, "2 queued of Ana\n1 queued of Dora"));
  widget_test_assert_dies (window);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/widgets/text", test_text);
  g_test_add_func ("/widgets/state-pill", test_state_pill);
  g_test_add_func ("/widgets/delivery-button", test_delivery_button);
  g_test_add_func ("/widgets/freshness-pill", test_freshness_pill);
  g_test_add_func ("/widgets/lines", test_lines);
  g_test_add_func ("/widgets/lines/fit", test_lines_fit);
  g_test_add_func ("/widgets/alert-banner/order", test_banner);
  g_test_add_func ("/widgets/alert-banner/read", test_banner_read);
  g_test_add_func ("/widgets/login", test_login);
  return g_test_run ();
}
