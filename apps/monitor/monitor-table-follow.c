/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-table-private.h"

/* Where the table is scrolled to: at the newest row, or where a person reads. */

/* New rows are laid out in one frame, scrolled to in the next. */
#define SETTLE_FRAMES 2
/* Rows that are kept for who reads them, though nothing else has them any more. */
#define MAX_OLD 10000

static void
tell_unseen (MonitorTable *self)
{
  if (self->n_told == self->n_unseen)
    return;
  self->n_told = self->n_unseen;
  g_object_notify (G_OBJECT (self), "n-unseen");
}

static void
set_following (MonitorTable *self,
               gboolean      following)
{
  if (self->following == following)
    return;
  self->following = following;
  self->n_unseen = 0;
  tell_unseen (self);
  g_object_notify (G_OBJECT (self), "following");
}

static double
get_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static void
scroll_to_newest (MonitorTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (adjustment, self->newest_first ? 0 : get_end (adjustment));
}

static gboolean
is_at_newest (MonitorTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);

  return self->newest_first ? value <= 1 : value >= get_end (adjustment) - 1;
}

static void
follow_rows (MonitorTable *self)
{
  if (self->moved)
    set_following (self, is_at_newest (self));
  self->moved = FALSE;
  if (self->following && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0
      && !is_at_newest (self))
    {
      scroll_to_newest (self);
      self->settling = SETTLE_FRAMES;
    }
  else if (self->settling > 0)
    self->settling--;
}

static void
change_rows (MonitorTable *self)
{
  guint n_old = monitor_batch_get_old (self->rows);
  gboolean changed;

  /* What was old when the rows were laid out that are in sight now; or what is old for too long. */
  if (self->following)
    changed = monitor_batch_drop_old (self->rows, MIN (n_old, self->n_hidden));
  else
    changed = n_old > MAX_OLD && monitor_batch_drop_old (self->rows, n_old);
  changed |= monitor_batch_flush (self->rows);
  self->n_hidden = monitor_batch_get_old (self->rows);
  if (changed && self->follows)
    self->settling = SETTLE_FRAMES;
}

/* Before the layout of each frame while something is to be decided; inside a layout nothing may
 * show or hide.  Rows change here only: whatever scrolls at another time finds them laid out, and
 * GTK complains about a place where no row is. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  MonitorTable *self = MONITOR_TABLE (widget);
  gboolean was_mapped = gtk_widget_get_mapped (GTK_WIDGET (self->view));

  /* What nobody sees may wait. */
  if (self->rows && gtk_widget_get_mapped (widget))
    {
      if (!self->stale)
        follow_rows (self);
      change_rows (self);
      tell_unseen (self);
      self->stale = !was_mapped;
      if (self->stale || self->settling > 0 || (self->following && self->n_hidden > 0))
        return G_SOURCE_CONTINUE;
    }
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_tick (MonitorTable *self)
{
  if (!self->tick_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
settle (MonitorTable *self)
{
  if (!self->follows)
    return;
  self->settling = SETTLE_FRAMES;
  start_tick (self);
}

static void
adjustment_changed_cb (MonitorTable *self)
{
  g_assert (MONITOR_IS_TABLE (self));

  /* Another size of the window moves the end as well. */
  if (self->following)
    settle (self);
}

static void
value_changed_cb (MonitorTable *self)
{
  g_assert (MONITOR_IS_TABLE (self));

  if (!self->follows || (self->following && self->settling > 0))
    return;
  self->moved = TRUE;
  start_tick (self);
}

static void
scrollbar_pressed_cb (MonitorTable *self)
{
  g_assert (MONITOR_IS_TABLE (self));

  monitor_table_pause (self);
}

/* What the person does counts at once, also while rows keep coming. */
static gboolean
scroll_cb (MonitorTable *self,
           double        dx,
           double        dy)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  g_assert (MONITOR_IS_TABLE (self));

  if ((self->newest_first ? dy > 0 : dy < 0) && get_end (adjustment) > 0)
    monitor_table_pause (self);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
key_cb (MonitorTable    *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  g_assert (MONITOR_IS_TABLE (self));

  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      if (!self->newest_first)
        monitor_table_pause (self);
      return GDK_EVENT_PROPAGATE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      if (self->newest_first)
        monitor_table_pause (self);
      return GDK_EVENT_PROPAGATE;
    case GDK_KEY_space:
      if (!self->follows || self->following)
        return GDK_EVENT_PROPAGATE;
      monitor_table_follow (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
source_changed_cb (MonitorTable *self,
                   guint         position,
                   guint         removed,
                   guint         added,
                   GListModel   *source)
{
  g_assert (MONITOR_IS_TABLE (self));

  /* What comes at the end is new; what is removed at the start made room for it. */
  if (self->follows && !self->following && !self->newest_first && added > removed
      && position + added == g_list_model_get_n_items (source))
    self->n_unseen += added - removed;
  start_tick (self);
}

/* A hidden page takes and lays out what came meanwhile when it is shown. */
static void
map_cb (MonitorTable *self)
{
  g_assert (MONITOR_IS_TABLE (self));

  self->stale = TRUE;
  self->settling = SETTLE_FRAMES;
  start_tick (self);
}

/* monitor_table_watch: follows the newest row when told so, and the person who scrolls away. */
void
monitor_table_watch (MonitorTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkEventController *scroll, *key;
  GtkGesture *press;

  g_signal_connect_object (adjustment, "changed", G_CALLBACK (adjustment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_after (self, "map", G_CALLBACK (map_cb), NULL);

  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  press = gtk_gesture_click_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (scrollbar_pressed_cb), self);
  gtk_widget_add_controller (gtk_scrolled_window_get_vscrollbar (self->scroller),
                             GTK_EVENT_CONTROLLER (press));
  key = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

/* monitor_table_watch_source: shows what changes in @source, one change a frame. */
void
monitor_table_watch_source (MonitorTable *self,
                            GListModel   *source)
{
  g_signal_connect_object (source, "items-changed", G_CALLBACK (source_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* monitor_table_unwatch: nothing is decided any more. */
void
monitor_table_unwatch (MonitorTable *self)
{
  if (self->tick_id)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

/**
 * monitor_table_follow:
 * @self: a table with a model
 *
 * Goes to the newest row and keeps it in sight until the person scrolls away.
 */
void
monitor_table_follow (MonitorTable *self)
{
  g_return_if_fail (MONITOR_IS_TABLE (self));

  g_return_if_fail (self->rows != NULL);

  /* A list that grows at its end drops what is at its start. */
  if (!self->newest_first)
    monitor_batch_keep_old (self->rows);
  self->follows = TRUE;
  set_following (self, TRUE);
  scroll_to_newest (self);
  settle (self);
}

/**
 * monitor_table_follow_first:
 * @self: a table whose model has the newest row first
 *
 * As monitor_table_follow(), at the other end.
 */
void
monitor_table_follow_first (MonitorTable *self)
{
  g_return_if_fail (MONITOR_IS_TABLE (self));

  self->newest_first = TRUE;
  monitor_table_follow (self);
}

/**
 * monitor_table_pause:
 * @self: a table
 *
 * Stays where it is and counts what comes.
 */
void
monitor_table_pause (MonitorTable *self)
{
  g_return_if_fail (MONITOR_IS_TABLE (self));

  if (self->follows)
    set_following (self, FALSE);
}

/**
 * monitor_table_get_following:
 * @self: a table
 *
 * Returns: %TRUE while the newest row is kept in sight
 */
gboolean
monitor_table_get_following (MonitorTable *self)
{
  g_return_val_if_fail (MONITOR_IS_TABLE (self), FALSE);

  return self->following;
}

/**
 * monitor_table_get_n_unseen:
 * @self: a table
 *
 * Returns: how many rows came since the newest is not kept in sight
 */
guint
monitor_table_get_n_unseen (MonitorTable *self)
{
  g_return_val_if_fail (MONITOR_IS_TABLE (self), 0);

  return self->n_unseen;
}
