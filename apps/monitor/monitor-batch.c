/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-batch.h"

/* A change of one row costs GTK's lists as much as a change of all: they go over some two hundred
 * rows for each.  So a list that changes a thousand times at once is shown by one change a frame.
 *
 * They make a row anew for each that is removed in sight, but use one again that is scrolled out of
 * it.  So what the source dropped from its start may stay until the view is elsewhere. */
struct _MonitorBatch
{
  GObject parent_instance;

  /* construct-time, owned */
  GListModel *source;

  /* owned */
  GPtrArray *shown;

  /* state */
  gboolean keeps_old;
  guint n_old; /* at the start of @shown, no more in @source */

  /* What is left of @shown in @source: n_kept items, from @kept here, from @kept_at there. */
  guint kept;
  guint kept_at;
  guint n_kept;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MonitorBatch, monitor_batch, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* The row of a changed item follows the item itself: not its place in the list changes. */
static gboolean
is_same (MonitorBatch *self,
         guint         position,
         guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->source, position + i);

      if (item != self->shown->pdata[self->kept + position + i - self->kept_at])
        return FALSE;
    }
  return TRUE;
}

static void
items_changed_cb (MonitorBatch *self,
                  guint         position,
                  guint         removed,
                  guint         added)
{
  guint end = self->kept_at + self->n_kept;
  guint left, right;

  g_assert (MONITOR_IS_BATCH (self));

  if (self->keeps_old && position == 0 && added == 0 && self->kept == self->n_old
      && self->kept_at == 0)
    {
      guint n = MIN (removed, self->n_kept);

      self->n_old += n;
      self->kept += n;
      self->n_kept -= n;
      return;
    }
  if (position >= end)
    return;
  if (position + removed <= self->kept_at)
    {
      self->kept_at = self->kept_at + added - removed;
      return;
    }
  if (removed == added && position >= self->kept_at && position + removed <= end
      && is_same (self, position, removed))
    return;
  left = position > self->kept_at ? position - self->kept_at : 0;
  right = end > position + removed ? end - position - removed : 0;
  if (left < right)
    {
      self->kept += self->n_kept - right;
      self->kept_at = position + added;
    }
  self->n_kept = MAX (left, right);
}

static GType
monitor_batch_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (MONITOR_BATCH (model)->source);
}

static guint
monitor_batch_get_n_items (GListModel *model)
{
  return MONITOR_BATCH (model)->shown->len;
}

static gpointer
monitor_batch_get_item (GListModel *model,
                        guint       position)
{
  GPtrArray *shown = MONITOR_BATCH (model)->shown;

  return position < shown->len ? g_object_ref (shown->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = monitor_batch_get_item_type;
  iface->get_n_items = monitor_batch_get_n_items;
  iface->get_item = monitor_batch_get_item;
}

static void
monitor_batch_finalize (GObject *object)
{
  MonitorBatch *self = MONITOR_BATCH (object);

  g_ptr_array_unref (self->shown);
  g_object_unref (self->source);

  G_OBJECT_CLASS (monitor_batch_parent_class)->finalize (object);
}

static void
monitor_batch_class_init (MonitorBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = monitor_batch_finalize;
}

static void
monitor_batch_init (MonitorBatch *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

static GPtrArray *
copy_items (GListModel *source,
            guint       from,
            guint       to)
{
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = from; i < to; i++)
    g_ptr_array_add (items, g_list_model_get_item (source, i));
  return items;
}

/* Takes the references of @items. */
static void
splice (MonitorBatch *self,
        guint         position,
        guint         removed,
        GPtrArray    *items)
{
  guint n = items ? items->len : 0;

  if (removed == 0 && n == 0)
    return;
  if (removed > 0)
    g_ptr_array_remove_range (self->shown, position, removed);
  for (guint i = 0; i < n; i++)
    g_ptr_array_insert (self->shown, position + i, items->pdata[i]);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, n);
}

/**
 * monitor_batch_new:
 * @source: (transfer full): a list
 *
 * Returns: (transfer full): @source as it is now
 */
MonitorBatch *
monitor_batch_new (GListModel *source)
{
  MonitorBatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (source), NULL);

  self = g_object_new (MONITOR_TYPE_BATCH, NULL);
  self->source = source;
  g_signal_connect_object (source, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  monitor_batch_flush (self);
  return self;
}

/**
 * monitor_batch_keep_old:
 * @self: a list
 *
 * From now on items that the source removes from its start stay until monitor_batch_drop_old().
 */
void
monitor_batch_keep_old (MonitorBatch *self)
{
  g_return_if_fail (MONITOR_IS_BATCH (self));

  self->keeps_old = TRUE;
}

/**
 * monitor_batch_get_old:
 * @self: a list
 *
 * Returns: how many items at the start are no more in the source
 */
guint
monitor_batch_get_old (MonitorBatch *self)
{
  g_return_val_if_fail (MONITOR_IS_BATCH (self), 0);

  return self->n_old;
}

/**
 * monitor_batch_drop_old:
 * @self: a list
 * @n: how many, at most what monitor_batch_get_old() tells
 *
 * Removes the oldest that are no more in the source.
 *
 * Returns: %FALSE if nothing was changed
 */
gboolean
monitor_batch_drop_old (MonitorBatch *self,
                        guint         n)
{
  g_return_val_if_fail (MONITOR_IS_BATCH (self), FALSE);
  g_return_val_if_fail (n <= self->n_old, FALSE);

  if (n == 0)
    return FALSE;
  self->n_old -= n;
  self->kept -= n;
  splice (self, 0, n, NULL);
  return TRUE;
}

/**
 * monitor_batch_flush:
 * @self: a list
 *
 * Becomes what its source is now, but for what is old: one change before what stayed and one behind
 * it, or one of all.
 *
 * Returns: %FALSE if nothing was changed
 */
gboolean
monitor_batch_flush (MonitorBatch *self)
{
  g_autoptr (GPtrArray) head = NULL;
  g_autoptr (GPtrArray) tail = NULL;
  guint n, n_kept, n_head, n_tail;

  g_return_val_if_fail (MONITOR_IS_BATCH (self), FALSE);

  n = g_list_model_get_n_items (self->source);
  n_kept = self->n_kept;
  if (n_kept == 0)
    {
      self->kept = self->n_old;
      self->kept_at = 0;
    }
  n_head = self->kept - self->n_old;
  n_tail = self->shown->len - self->kept - n_kept;
  head = copy_items (self->source, 0, self->kept_at);
  tail = copy_items (self->source, self->kept_at + n_kept, n);
  if (n_head + head->len + n_tail + tail->len == 0)
    return FALSE;
  self->kept = self->n_old;
  self->kept_at = 0;
  self->n_kept = n;
  splice (self, self->shown->len - n_tail, n_tail, tail);
  splice (self, self->n_old, n_head, head);
  return TRUE;
}
