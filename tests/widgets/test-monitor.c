/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>

#include "cony-alerta-store.h"
#include "cony-event.h"
#include "cony-refill-store.h"
#include "monitor-batch.h"
#include "monitor-event-format.h"
#include "monitor-item-json.h"
#include "monitor-pages.h"
#include "monitor-table.h"
#include "monitor-window.h"
#include "widget-test.h"

static gint64 last_id;

static ConyEvent *
event_new (const char *json)
{
  g_autofree char *uid = g_uuid_string_random ();
  g_autoptr (GDateTime) fecha = g_date_time_new_from_iso8601 ("2026-11-24T12:41:12.087Z", NULL);
  g_autoptr (GError) error = NULL;
  ConyEvent *event = cony_event_new_stored (json, uid, ++last_id, NULL, 1, fecha, &error);

  g_assert_no_error (error);
  return event;
}

/* ---- words ---- */

static void
test_format (void)
{
  static const struct
  {
    const char *json;
    const char *name;
    const char *detail;
    const char *about;
    const char *who;
    gboolean urgent;
  } rows[] = {
    { "{\"tipo\":\"alerta_cocina\",\"alerta_id\":10,\"pedido_id\":135,\"prioridad\":\"urgente\","
      "\"mensaje\":\"Alergia al huevo:\\nSIN mayonesa\",\"usuario\":\"Rosa\"}",
      "Urgent alert", "Alergia al huevo: SIN mayonesa", "#135", "Rosa", TRUE },
    { "{\"tipo\":\"alerta_cocina\",\"alerta_id\":11,\"prioridad\":\"alta\",\"mensaje\":\"Apurar\"}",
      "High alert", "Apurar", "A-11", "", FALSE },
    { "{\"tipo\":\"alerta_vista\",\"alerta_id\":10,\"segundos\":8,\"usuario\":\"Ana\"}",
      "Alert seen", "after 8 s", "A-10", "Ana", FALSE },
    { "{\"tipo\":\"alerta_entregada\",\"alerta_id\":10,\"pantalla\":\"Cocina 1\"}",
      "Alert on screen", "Cocina 1", "A-10", "", FALSE },
    { "{\"tipo\":\"refill_solicitado\",\"refill_id\":58,\"insumo\":\"Servilletas\",\"unidad\":"
      "\"paquete\",\"cantidad\":4}",
      "Refill requested", "Servilletas, 4 paquetes", "R-58", "", FALSE },
    { "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"en_camino\"}",
      "Refill on its way", "", "R-56", "", FALSE },
    { "{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\","
      "\"cliente\":\"Nelson\"}",
      "Order created", "Delivery, Nelson", "#144", "", FALSE },
    { "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"pendiente\","
      "\"cambio\":\"en_pantalla\",\"pantalla\":\"Cocina 1\"}",
      "Refill on screen", "Cocina 1", "R-56", "", FALSE },
    { "{\"tipo\":\"pedido_actualizado\",\"pedido_id\":130,\"cambio\":\"listo\"}", "Order ready", "",
      "#130", "", FALSE },
    { "{\"tipo\":\"voucher_rechazado\",\"voucher_id\":9,\"pedido_id\":147,\"motivo\":\"Ilegible\"}",
      "Receipt rejected", "Ilegible", "#147", "", FALSE },
    { "{\"tipo\":\"voucher_whatsapp\",\"voucher_id\":999}", "New receipt", "Receipt 999", "V-999",
      "", FALSE },
    { "{\"tipo\":\"evento_sin_confirmar\",\"evento_tipo\":\"refill_solicitado\",\"motivo\":"
      "\"sin_respuesta\",\"intentos\":3}",
      "Not shown", "Refill requested: no screen answered", "", "", FALSE },
    { "{\"tipo\":\"evento_sin_confirmar\",\"evento_tipo\":\"alerta_cocina\",\"motivo\":"
      "\"sin_sesion\"}",
      "Not shown", "Alert: no screen was connected", "", "", FALSE },
    { "{\"tipo\":\"nadie_lo_conoce\",\"x\":1}", "nadie_lo_conoce",
      "{\"tipo\":\"nadie_lo_conoce\",\"x\":1}", "", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ConyEvent) event = event_new (rows[i].json);
      g_autofree char *detail = monitor_event_detail (event);
      g_autofree char *about = monitor_event_about (event);

      g_assert_cmpstr (monitor_event_name (event), ==, rows[i].name);
      g_assert_cmpstr (detail, ==, rows[i].detail);
      g_assert_cmpstr (about, ==, rows[i].about);
      g_assert_cmpstr (monitor_event_who (event), ==, rows[i].who);
      g_assert_cmpint (monitor_event_is_urgent (event), ==, rows[i].urgent);
      g_assert_true (gtk_icon_theme_has_icon (
          gtk_icon_theme_get_for_display (gdk_display_get_default ()), monitor_event_icon (event)));
    }
}

static void
test_matches (void)
{
  g_autoptr (ConyEvent) event
      = event_new ("{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\","
                   "\"cliente\":\"Íñigo\",\"usuario\":\"bot\"}");

  g_assert_true (monitor_event_matches (event, ""));
  g_assert_true (monitor_event_matches (event, "íÑIGO"));
  g_assert_true (monitor_event_matches (event, "#144"));
  g_assert_true (monitor_event_matches (event, "pedido_creado"));
  g_assert_false (monitor_event_matches (event, "Rosa"));
}

static void
test_pretty (void)
{
  g_autofree char *pretty = monitor_json_pretty ("{\"tipo\":\"x\",\"a\":[1,2]}");
  g_autofree char *broken = monitor_json_pretty ("no JSON");

  g_assert_nonnull (strstr (pretty, "\"tipo\" : \"x\""));
  g_assert_nonnull (strchr (pretty, '\n'));
  g_assert_cmpstr (broken, ==, "no JSON");
}

static void
test_item_json (void)
{
  g_autoptr (GDateTime) sent = g_date_time_new_from_iso8601 ("2026-11-24T12:41:12Z", NULL);
  g_autoptr (GObject) alerta
      = g_object_new (CONY_TYPE_ALERTA, "id", (gint64) 10, "mensaje", "Apurar", "leida", TRUE,
                      "fecha-envio", sent, NULL);
  g_autofree char *json = monitor_item_to_json (alerta);

  g_assert_nonnull (strstr (json, "\"id\":10"));
  g_assert_nonnull (strstr (json, "\"mensaje\":\"Apurar\""));
  g_assert_nonnull (strstr (json, "\"leida\":true"));
  g_assert_nonnull (strstr (json, "\"fecha_envio\":\"2026-11-24T12:41:12Z\""));
  g_assert_nonnull (strstr (json, "\"cliente\":null"));
}

/* ---- the live list ---- */

static const char *samples[] = {
  "{\"tipo\":\"pedido_creado\",\"pedido_id\":144,\"canal\":\"delivery\",\"cliente\":\"Nelson\","
  "\"usuario\":\"bot\"}",
  "{\"tipo\":\"voucher_nuevo\",\"voucher_id\":903,\"pedido_id\":144,\"usuario\":\"bot\"}",
  "{\"tipo\":\"refill_actualizado\",\"refill_id\":56,\"estado\":\"en_camino\",\"usuario\":\"Ana\"}",
  "{\"tipo\":\"pedido_aprobado\",\"pedido_id\":137,\"cliente\":\"Yesenia\",\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"refill_solicitado\",\"refill_id\":57,\"insumo\":\"Mayonesa\",\"unidad\":\"baldes\","
  "\"cantidad\":2,\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"voucher_aprobado\",\"voucher_id\":901,\"pedido_id\":142,\"usuario\":\"Luis\"}",
  "{\"tipo\":\"pedido_actualizado\",\"pedido_id\":130,\"cambio\":\"listo\",\"usuario\":\"Ana\"}",
  "{\"tipo\":\"alerta_cocina\",\"alerta_id\":10,\"pedido_id\":135,\"prioridad\":\"urgente\","
  "\"mensaje\":\"Alergia al huevo: la hamburguesa va SIN mayonesa\",\"usuario\":\"Rosa\"}",
  "{\"tipo\":\"alerta_vista\",\"alerta_id\":10,\"segundos\":8,\"usuario\":\"Ana\"}",
};

static void
add_json (GListStore *log,
          const char *json)
{
  g_autoptr (ConyEvent) event = event_new (json);

  /* As ConyEventLog does: the oldest makes room. */
  if (g_list_model_get_n_items (G_LIST_MODEL (log)) == 1000)
    g_list_store_remove (log, 0);
  g_list_store_append (log, event);
}

static void
add_event (GListStore *log,
           guint       i)
{
  add_json (log, samples[i % G_N_ELEMENTS (samples)]);
}

static GListStore *
log_new (guint n)
{
  GListStore *log = g_list_store_new (CONY_TYPE_EVENT);

  for (guint i = 0; i < n; i++)
    add_event (log, i);
  return log;
}

static GtkAdjustment *
get_adjustment (GtkWidget *window)
{
  GtkWidget *table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  GtkWidget *scroller = widget_test_find (table, GTK_TYPE_SCROLLED_WINDOW, NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static gboolean
is_at_end (gpointer user_data)
{
  GtkAdjustment *adjustment = user_data;

  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment)
         && gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment)
                >= gtk_adjustment_get_upper (adjustment) - 1;
}

static void
test_live (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (1000);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkAdjustment *adjustment;
  GtkWidget *table, *resume;
  double value;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  adjustment = get_adjustment (window);

  /* Opens at its end and stays there while events come. */
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  for (guint i = 0; i < 30; i++)
    {
      add_event (log, i);
      if (i % 10 == 0)
        widget_test_settle (window);
    }
  widget_test_settle (window);
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  g_assert_null (widget_test_find (window, GTK_TYPE_LABEL, "Resume"));
  widget_test_settle (window);

  /* The person scrolls up: the list stands still and counts. */
  value = gtk_adjustment_get_value (adjustment) - 400;
  gtk_adjustment_set_value (adjustment, value);
  widget_test_settle (window);
  g_assert_false (monitor_table_get_following (MONITOR_TABLE (table)));
  for (guint i = 0; i < 42; i++)
    add_event (log, i);
  widget_test_settle (window);
  g_assert_cmpuint (monitor_table_get_n_unseen (MONITOR_TABLE (table)), ==, 42);
  g_assert_true (widget_test_shows (window, "Paused · 42 new"));
  g_assert_false (is_at_end (adjustment));
  widget_test_save_png (window, "monitor-paused");

  resume = widget_test_find (window, GTK_TYPE_LABEL, "Resume");
  g_assert_nonnull (resume);
  gtk_widget_activate_action (window, "win.resume", NULL);
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  widget_test_settle (window);
  g_assert_cmpuint (monitor_table_get_n_unseen (MONITOR_TABLE (table)), ==, 0);
  g_assert_null (widget_test_find (window, GTK_TYPE_LABEL, "Resume"));
  widget_test_assert_dies (window);
}

static void
turn_wheel (GtkWidget *table,
            double     dy)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (table);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean stop;

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_signal_emit_by_name (controller, "scroll", 0.0, dy, &stop);
    }
}

static void
fill_row (MonitorCell *cell,
          gpointer     item,
          gpointer     user_data)
{
  monitor_cell_set (cell, NULL, gtk_string_object_get_string (item), NULL);
}

static gboolean
is_at_start (gpointer user_data)
{
  GtkAdjustment *adjustment = user_data;

  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment)
         && gtk_adjustment_get_value (adjustment) <= 1;
}

static void
add_first (GListStore *store)
{
  g_autoptr (GtkStringObject) row = gtk_string_object_new ("nueva");

  g_list_store_insert (store, 0, row);
  if (g_list_model_get_n_items (G_LIST_MODEL (store)) > 30)
    g_list_store_remove (store, 30);
}

/* Rows that come first while their page is hidden are in sight when it is shown. */
static void
test_newest_first (void)
{
  GListStore *rows = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *other = gtk_label_new ("other");
  GtkWidget *table = g_object_new (MONITOR_TYPE_TABLE, NULL);
  GtkAdjustment *adjustment;

  for (guint i = 0; i < 30; i++)
    add_first (rows);
  monitor_table_add_column (MONITOR_TABLE (table), "Row", -1, fill_row, NULL);
  monitor_table_set_model (MONITOR_TABLE (table), G_LIST_MODEL (g_object_ref (rows)));
  monitor_table_follow_first (MONITOR_TABLE (table));
  gtk_stack_add_child (GTK_STACK (stack), other);
  gtk_stack_add_child (GTK_STACK (stack), table);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 300);
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 12; i++)
    {
      widget_test_settle (window);
      add_first (rows);
    }
  gtk_stack_set_visible_child (GTK_STACK (stack), table);
  widget_test_settle (window);
  adjustment = get_adjustment (window);
  g_assert_true (widget_test_wait (is_at_start, adjustment));
  for (guint i = 0; i < 12; i++)
    {
      add_first (rows);
      widget_test_settle (window);
    }
  g_assert_true (widget_test_wait (is_at_start, adjustment));

  /* Who reads further down is left there. */
  turn_wheel (table, 1);
  gtk_adjustment_set_value (adjustment, 200);
  widget_test_settle (window);
  add_first (rows);
  widget_test_settle (window);
  g_assert_false (is_at_start (adjustment));
  g_object_unref (rows);
  widget_test_assert_dies (window);
}

/* The wheel counts also while events come faster than frames. */
static void
test_live_flood (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (1000);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkWidget *table;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  g_assert_true (widget_test_wait (is_at_end, get_adjustment (window)));

  add_event (log, 0);
  turn_wheel (table, 1);
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  turn_wheel (table, -1);
  add_event (log, 1);
  add_event (log, 2);
  g_assert_false (monitor_table_get_following (MONITOR_TABLE (table)));
  g_assert_cmpuint (monitor_table_get_n_unseen (MONITOR_TABLE (table)), ==, 2);
  widget_test_assert_dies (window);
}

static gint64
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

typedef struct
{
  guint n_changes;
  guint n_added;
} Changes;

static void
count_changes_cb (Changes *changes,
                  guint    position,
                  guint    removed,
                  guint    added)
{
  changes->n_changes++;
  changes->n_added += added;
}

static gboolean
is_last_shown (gpointer user_data)
{
  return widget_test_shows (user_data, "#20000");
}

static void
add_burst (GListStore *log)
{
  for (guint i = 0; i < 999; i++)
    add_event (log, i);
  add_json (log, "{\"tipo\":\"pedido_creado\",\"pedido_id\":20000}");
}

/* As much as the log holds, at once: the list changes once, and no row is made. */
static void
test_live_burst (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (1000);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkWidget *table, *view;
  GtkAdjustment *adjustment;
  Changes changes = { 0 };
  gint64 longest;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  view = widget_test_find (table, GTK_TYPE_COLUMN_VIEW, NULL);
  adjustment = get_adjustment (window);
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  widget_test_settle (window);
  g_signal_connect_swapped (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), "items-changed",
                            G_CALLBACK (count_changes_cb), &changes);

  longest = processor_time ();
  add_burst (log);
  longest = processor_time () - longest;
  g_assert_cmpuint (changes.n_changes, ==, 0);
  while (!is_last_shown (window) || !is_at_end (adjustment))
    {
      gint64 turn = processor_time ();

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, processor_time () - turn);
    }
  widget_test_settle (window);
  g_test_message ("1,000 events at once: the longest turn took %.1f ms of the processor",
                  longest / 1000.0);
  /* The new ones, and once they are in sight the old ones. */
  g_assert_cmpuint (changes.n_changes, ==, 2);
  g_assert_cmpuint (changes.n_added, ==, 1000);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))),
      ==, 1000);

  /* Who reads goes on reading what he reads. */
  monitor_table_pause (MONITOR_TABLE (table));
  gtk_adjustment_set_value (adjustment, 400);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Paused"));
  add_burst (log);
  add_burst (log);
  widget_test_settle (window);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 400);
  g_assert_cmpuint (monitor_table_get_n_unseen (MONITOR_TABLE (table)), ==, 2000);
  g_assert_true (widget_test_shows (window, "Paused · 2000 new"));
  monitor_table_follow (MONITOR_TABLE (table));
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  widget_test_settle (window);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))),
      ==, 1000);
  widget_test_assert_dies (window);
}

/* ---- one change for many ---- */

static void
follow_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           GPtrArray  *copy)
{
  if (removed > 0)
    g_ptr_array_remove_range (copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, position + i, g_list_model_get_item (model, position + i));
}

static void
assert_same (GPtrArray  *copy,
             guint       n_old,
             GListModel *model)
{
  g_assert_cmpuint (copy->len, ==, n_old + g_list_model_get_n_items (model));
  for (guint i = n_old; i < copy->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i - n_old);

      g_assert_true (item == copy->pdata[i]);
    }
}

static void
change_somehow (GListStore *store)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint position = g_test_rand_int_range (0, n + 1);
  guint removed = g_test_rand_int_range (0, MIN (4, n - position + 1));
  guint added = g_test_rand_int_range (0, n > 30 ? 2 : 4);
  gpointer items[4];

  if (g_test_rand_bit ())
    {
      position = 0;
      added = 0;
    }
  for (guint i = 0; i < added; i++)
    items[i] = gtk_string_object_new ("x");
  g_list_store_splice (store, position, removed, items, added);
  for (guint i = 0; i < added; i++)
    g_object_unref (items[i]);
}

static void
check_batch (gboolean keeps_old)
{
  g_autoptr (GListStore) store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MonitorBatch) batch = monitor_batch_new (G_LIST_MODEL (g_object_ref (store)));
  guint n_old = 0;

  if (keeps_old)
    monitor_batch_keep_old (batch);
  g_signal_connect (batch, "items-changed", G_CALLBACK (follow_cb), copy);
  for (guint round = 0; round < 2000; round++)
    {
      Changes changes = { 0 };
      guint n = g_test_rand_int_range (0, 6);
      gulong id;

      for (guint i = 0; i < n; i++)
        change_somehow (store);
      g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (G_LIST_MODEL (batch)));
      id = g_signal_connect_swapped (batch, "items-changed", G_CALLBACK (count_changes_cb), &changes);
      monitor_batch_flush (batch);
      g_signal_handler_disconnect (batch, id);
      g_assert_cmpuint (changes.n_changes, <=, 2);
      n_old = monitor_batch_get_old (batch);
      assert_same (copy, n_old, G_LIST_MODEL (store));
      if (g_test_rand_bit ())
        {
          n = g_test_rand_int_range (0, n_old + 1);
          monitor_batch_drop_old (batch, n);
          assert_same (copy, n_old - n, G_LIST_MODEL (store));
        }
    }
}

static void
test_batch (void)
{
  check_batch (FALSE);
  check_batch (TRUE);
}

static void
press (GtkWidget *table,
       guint      key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (table);
  GtkWidget *view = widget_test_find (table, GTK_TYPE_COLUMN_VIEW, NULL);
  GtkWidget *list = gtk_widget_get_last_child (view);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean stop;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &stop);
    }
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", key == GDK_KEY_Home ? 0 : n - 1);
}

/* Home and End while events come, in whatever order: GTK would complain about a place where no row
 * is, which ends the test. */
static void
test_live_keys (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (1000);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkWidget *table;
  GtkAdjustment *adjustment;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  adjustment = get_adjustment (window);
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  for (guint round = 0; round < 30; round++)
    {
      guint n = g_test_rand_int_range (0, g_test_rand_bit () ? 20 : 1200);

      for (guint i = 0; i < n; i++)
        add_event (log, i);
      press (table, g_test_rand_bit () ? GDK_KEY_End : GDK_KEY_Home);
      for (guint i = 0; i < n; i++)
        add_event (log, i);
      g_main_context_iteration (NULL, FALSE);
      if (g_test_rand_bit ())
        widget_test_settle (window);
    }
  press (table, GDK_KEY_Home);
  widget_test_settle (window);
  g_assert_false (monitor_table_get_following (MONITOR_TABLE (table)));
  g_assert_true (is_at_start (adjustment));
  press (table, GDK_KEY_End);
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  widget_test_settle (window);
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  widget_test_assert_dies (window);
}

static void
test_search (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (90);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkWidget *search;
  GtkAdjustment *adjustment;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  adjustment = get_adjustment (window);
  search = widget_test_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "mayonesa");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  /* Refill requests and urgent alerts, ten of each. */
  g_assert_true (widget_test_shows (window, "20 events"));
  g_assert_false (widget_test_shows (window, "Order ready"));

  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "No events"));

  /* From all rows to none, and one comes: GTK would complain about an end where no row is. */
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  widget_test_settle (window);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (widget_test_wait (is_at_end, adjustment));
  widget_test_assert_dies (window);
}

static void
test_panel (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = log_new (18);
  GtkWidget *window
      = g_object_new (MONITOR_TYPE_WINDOW, "session", session, "events", log, NULL);
  GtkWidget *table, *view;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  view = widget_test_find (table, GTK_TYPE_COLUMN_VIEW, NULL);
  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 16, TRUE);
  g_signal_emit_by_name (view, "activate", 16);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Urgent alert #135"));
  g_assert_true (widget_test_shows (window, "12:41:12.087 · Rosa"));
  widget_test_save_png (window, "monitor");

  /* The open panel follows the selection. */
  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), 15, TRUE);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Order ready #130"));
  widget_test_assert_dies (window);
}

/* ---- the stored lists ---- */

static void
add_alertas (GListStore *store,
             guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) base = g_date_time_new_from_iso8601 ("2026-11-24T12:00:00Z", NULL);
      g_autoptr (GDateTime) sent = g_date_time_add_seconds (base, 60 * i);
      g_autoptr (GDateTime) read = g_date_time_add_seconds (sent, 8);
      g_autofree char *mensaje = g_strdup_printf ("Alerta %u", i);
      g_autoptr (GObject) alerta
          = g_object_new (CONY_TYPE_ALERTA, "id", (gint64) i + 1, "mensaje", mensaje, "prioridad",
                          i % 3 == 0 ? "urgente" : "normal", "fecha-envio", sent, "envia", "Rosa",
                          "leida", i % 2 == 0, "vista-por", "Ana", "fecha-lectura",
                          i % 2 == 0 ? read : NULL, NULL);

      g_list_store_append (store, alerta);
    }
}

static void
test_alertas (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) store = g_list_store_new (CONY_TYPE_ALERTA);
  MonitorTable *table = g_object_new (MONITOR_TYPE_TABLE, NULL);
  g_autoptr (GObject) newest = NULL;
  GtkWidget *window, *view;
  GListModel *rows;

  add_alertas (store, 25);
  monitor_pages_build_alertas (table, session, G_LIST_MODEL (store));
  window = widget_test_present (GTK_WIDGET (table), 1280, 700, "cony");
  view = widget_test_find (window, GTK_TYPE_COLUMN_VIEW, NULL);
  rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, MONITOR_N_ALERTAS);
  newest = g_list_model_get_item (rows, 0);
  g_assert_cmpint (cony_alerta_get_id (CONY_ALERTA (newest)), ==, 25);
  g_assert_true (widget_test_shows (window, "Seen by Ana · 8 s"));
  g_assert_true (widget_test_shows (window, "Pending"));
  widget_test_save_png (window, "monitor-alertas");

  /* A row whose object stays the same shows its new state. */
  g_object_set (newest, "mensaje", "Otra cosa", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "Otra cosa"));
  widget_test_assert_dies (window);
}

static void
test_refills (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) store = g_list_store_new (CONY_TYPE_REFILL);
  MonitorTable *table = g_object_new (MONITOR_TYPE_TABLE, NULL);
  g_autoptr (GDateTime) asked = g_date_time_new_from_iso8601 ("2026-11-24T12:00:00Z", NULL);
  g_autoptr (GObject) refill
      = g_object_new (CONY_TYPE_REFILL, "id", (gint64) 58, "insumo", "Servilletas", "unidad",
                      "paquetes", "cantidad-solicitada", 4.0, "estado", "pendiente", "solicita",
                      "Rosa", "fecha-solicitud", asked, NULL);
  GtkWidget *window;

  monitor_pages_build_refills (table, session, G_LIST_MODEL (store));
  window = widget_test_present (GTK_WIDGET (table), 1280, 700, "cony");
  g_assert_true (widget_test_shows (window, "No refill requests"));
  g_list_store_append (store, refill);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "R-58"));
  g_assert_true (widget_test_shows (window, "4 paquetes"));
  g_assert_true (widget_test_shows (window, "Pending"));
  g_object_set (refill, "estado", "en_camino", "atiende", "Ana", NULL);
  widget_test_settle (window);
  g_assert_true (widget_test_shows (window, "On its way"));
  g_assert_true (widget_test_shows (window, "Ana"));
  widget_test_save_png (window, "monitor-refills");
  widget_test_assert_dies (window);
}

static void
load_css (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/com/conychips/Cony/Monitor/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int    argc,
      char **argv)
{
  widget_test_init (&argc, &argv);
  load_css ();
  g_test_add_func ("/monitor/format", test_format);
  g_test_add_func ("/monitor/matches", test_matches);
  g_test_add_func ("/monitor/pretty", test_pretty);
  g_test_add_func ("/monitor/item-json", test_item_json);
  g_test_add_func ("/monitor/live", test_live);
  g_test_add_func ("/monitor/live/flood", test_live_flood);
  g_test_add_func ("/monitor/newest-first", test_newest_first);
  g_test_add_func ("/monitor/live/burst", test_live_burst);
  g_test_add_func ("/monitor/live/keys", test_live_keys);
  g_test_add_func ("/monitor/batch", test_batch);
  g_test_add_func ("/monitor/search", test_search);
  g_test_add_func ("/monitor/panel", test_panel);
  g_test_add_func ("/monitor/alertas", test_alertas);
  g_test_add_func ("/monitor/refills", test_refills);
  return g_test_run ();
}
