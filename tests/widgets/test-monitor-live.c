/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <time.h>

#include "monitor-batch.h"
#include "monitor-table.h"
#include "monitor-test.h"
#include "monitor-window.h"
#include "widget-test.h"

/* The table that follows what happens, until a person reads in it. */

static void
test_live (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = monitor_test_log (1000);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  GtkAdjustment *adjustment;
  GtkWidget *table, *resume;
  double value;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  adjustment = monitor_test_adjustment (window);

  /* Opens at its end and stays there while events come. */
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  for (guint i = 0; i < 30; i++)
    {
      monitor_test_add (log, i);
      if (i % 10 == 0)
        widget_test_settle (window);
    }
  widget_test_settle (window);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  g_assert_null (widget_test_find (window, GTK_TYPE_LABEL, "Resume"));
  widget_test_settle (window);

  /* The person scrolls up: the list stands still and counts. */
  value = gtk_adjustment_get_value (adjustment) - 400;
  gtk_adjustment_set_value (adjustment, value);
  widget_test_settle (window);
  g_assert_false (monitor_table_get_following (MONITOR_TABLE (table)));
  for (guint i = 0; i < 42; i++)
    monitor_test_add (log, i);
  widget_test_settle (window);
  g_assert_cmpuint (monitor_table_get_n_unseen (MONITOR_TABLE (table)), ==, 42);
  g_assert_true (widget_test_shows (window, "Paused · 42 new"));
  g_assert_false (monitor_test_is_at_end (adjustment));
  widget_test_save_png (window, "monitor-paused");

  resume = widget_test_find (window, GTK_TYPE_LABEL, "Resume");
  g_assert_nonnull (resume);
  gtk_widget_activate_action (window, "win.resume", NULL);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
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
  adjustment = monitor_test_adjustment (window);
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
  g_autoptr (GListStore) log = monitor_test_log (1000);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  GtkWidget *table;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, monitor_test_adjustment (window)));

  monitor_test_add (log, 0);
  turn_wheel (table, 1);
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  turn_wheel (table, -1);
  monitor_test_add (log, 1);
  monitor_test_add (log, 2);
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
    monitor_test_add (log, i);
  monitor_test_add_json (log, "{\"tipo\":\"pedido_creado\",\"pedido_id\":20000}");
}

/* As much as the log holds, at once: the list changes once, and no row is made. */
static void
test_live_burst (void)
{
  g_autoptr (ConySession) session = cony_session_new ("Monitor 1");
  g_autoptr (GListStore) log = monitor_test_log (1000);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  GtkWidget *table, *view;
  GtkAdjustment *adjustment;
  Changes changes = { 0 };
  gint64 longest;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  view = widget_test_find (table, GTK_TYPE_COLUMN_VIEW, NULL);
  adjustment = monitor_test_adjustment (window);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  widget_test_settle (window);
  g_signal_connect_swapped (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)), "items-changed",
                            G_CALLBACK (count_changes_cb), &changes);

  longest = processor_time ();
  add_burst (log);
  longest = processor_time () - longest;
  g_assert_cmpuint (changes.n_changes, ==, 0);
  while (!is_last_shown (window) || !monitor_test_is_at_end (adjustment))
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
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
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
  g_autoptr (GListStore) log = monitor_test_log (1000);
  GtkWidget *window = monitor_window_new (NULL, session, NULL, G_LIST_MODEL (log));
  GtkWidget *table;
  GtkAdjustment *adjustment;

  gtk_window_present (GTK_WINDOW (window));
  widget_test_settle (window);
  table = widget_test_find (window, MONITOR_TYPE_TABLE, NULL);
  adjustment = monitor_test_adjustment (window);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  for (guint round = 0; round < 30; round++)
    {
      guint n = g_test_rand_int_range (0, g_test_rand_bit () ? 20 : 1200);

      for (guint i = 0; i < n; i++)
        monitor_test_add (log, i);
      press (table, g_test_rand_bit () ? GDK_KEY_End : GDK_KEY_Home);
      for (guint i = 0; i < n; i++)
        monitor_test_add (log, i);
      g_main_context_iteration (NULL, FALSE);
      if (g_test_rand_bit ())
        widget_test_settle (window);
    }
  press (table, GDK_KEY_Home);
  widget_test_settle (window);
  g_assert_false (monitor_table_get_following (MONITOR_TABLE (table)));
  g_assert_true (is_at_start (adjustment));
  press (table, GDK_KEY_End);
  g_assert_true (widget_test_wait (monitor_test_is_at_end, adjustment));
  widget_test_settle (window);
  g_assert_true (monitor_table_get_following (MONITOR_TABLE (table)));
  widget_test_assert_dies (window);
}

int
main (int    argc,
      char **argv)
{
  monitor_test_init (&argc, &argv);
  g_test_add_func ("/monitor/live", test_live);
  g_test_add_func ("/monitor/live/flood", test_live_flood);
  g_test_add_func ("/monitor/newest-first", test_newest_first);
  g_test_add_func ("/monitor/live/burst", test_live_burst);
  g_test_add_func ("/monitor/live/keys", test_live_keys);
  g_test_add_func ("/monitor/batch", test_batch);
  return g_test_run ();
}
