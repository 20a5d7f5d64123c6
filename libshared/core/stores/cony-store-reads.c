/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-store-private.h"

/* Wait before a read that the database refused is tried again.  A lost connection is not waited
 * for here: the session says when it is back. */
#define RETRY_SECONDS 2

static void
apply_row (ConyStore  *self,
           ConyResult *result,
           guint       row,
           ConyEvent  *event)
{
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  GObject *known = cony_store_find_row (self, result, row);

  if (known)
    {
      if (klass->apply (self, known, result, row, FALSE))
        cony_store_touch (self, known, event);
    }
  else
    {
      g_autoptr (GObject) item = klass->create (self, result, row);

      if (item == NULL)
        return;
      cony_store_add (self, item, event);
    }
}

/* The snapshot */

/* Rows that the snapshot cannot know: those without an id, and those that an event named after it
 * was asked for; they are read right after it. */
static gboolean
outlives_snapshot (ConyStore *self,
                   GObject   *item)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  const gint64 id = cony_store_item_id (self, item);

  if (id == 0)
    return klass->keep_live == NULL || klass->keep_live (self, item);
  return g_hash_table_contains (priv->pending, &id);
}

static void
take_snapshot (ConyStore  *self,
               ConyResult *result)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) changed = g_hash_table_new (NULL, NULL);
  guint head = 0;
  guint tail = 0;

  for (guint i = 0; i < cony_result_get_n_rows (result); i++)
    {
      GObject *known = cony_store_find_row (self, result, i);
      g_autoptr (GObject) item = known ? g_object_ref (known) : klass->create (self, result, i);

      if (item == NULL || !g_hash_table_add (seen, item))
        continue;
      if (known && klass->apply (self, item, result, i, TRUE))
        g_hash_table_add (changed, item);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
  for (guint i = 0; i < priv->items->len; i++)
    {
      GObject *item = g_ptr_array_index (priv->items, i);

      if (!g_hash_table_contains (seen, item) && outlives_snapshot (self, item))
        g_ptr_array_add (items, g_object_ref (item));
    }

  old = g_steal_pointer (&priv->items);
  priv->items = g_ptr_array_ref (items);

  while (head < old->len && head < items->len &&
         g_ptr_array_index (old, head) == g_ptr_array_index (items, head))
    head++;
  while (tail < old->len - head && tail < items->len - head &&
         g_ptr_array_index (old, old->len - 1 - tail) ==
         g_ptr_array_index (items, items->len - 1 - tail))
    tail++;
  if (old->len - head - tail > 0 || items->len - head - tail > 0)
    cony_store_report (self, head, old->len - head - tail, items->len - head - tail);

  for (guint i = 0; priv->items == items && i < items->len; i++)
    if ((i < head || i >= items->len - tail) &&
        g_hash_table_contains (changed, g_ptr_array_index (items, i)))
      cony_store_report (self, i, 1, 1);
}

static gboolean
retry_cb (gpointer user_data)
{
  ConyStore *self = user_data;
  ConyStorePrivate *priv = cony_store_get_priv (self);

  priv->retry_source = 0;
  if (priv->load_again)
    cony_store_load (self);
  else
    cony_store_flush (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (ConyStore    *self,
             const GError *error)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE))
    return;
  g_warning ("%s cannot read: %s", G_OBJECT_TYPE_NAME (self), error->message);
  if (priv->retry_source == 0)
    priv->retry_source = g_timeout_add_seconds (RETRY_SECONDS, retry_cb, self);
}

static void
snapshot_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ConyStore) self = CONY_STORE (user_data);
  ConyStorePrivate *priv = cony_store_get_priv (self);
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  gboolean again = FALSE;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  priv->loading = FALSE;
  if (g_cancellable_is_cancelled (priv->cancellable))
    return;
  if (rows == NULL)
    {
      again = priv->load_again;
      priv->load_again = TRUE;
      if (again && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cony_store_load (self);
      else
        retry_later (self, error);
      return;
    }

  take_snapshot (self, rows);
  if (!priv->loaded)
    {
      priv->loaded = TRUE;
      cony_store_notify_loaded (self);
    }

  if (priv->load_again)
    cony_store_load (self);
  else
    cony_store_flush (self);
}

/* Rows named by events */

typedef struct
{
  ConyStore *store;
  GHashTable *ids; /* as in pending */
} Refresh;

static void
refresh_free (Refresh *refresh)
{
  g_object_unref (refresh->store);
  g_hash_table_unref (refresh->ids);
  g_free (refresh);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Refresh, refresh_free)

static void
clear_event (gpointer event)
{
  if (event)
    g_object_unref (event);
}

GHashTable *
cony_store_make_pending (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, clear_event);
}

void
cony_store_touch_id (ConyStore *self,
                     gint64     id,
                     ConyEvent *event)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);

  g_hash_table_insert (priv->pending, g_memdup2 (&id, sizeof id),
                       event ? g_object_ref (event) : NULL);
}

static void
put_back (ConyStore  *self,
          GHashTable *ids)
{
  GHashTableIter iter;
  gpointer id;
  gpointer event;
  ConyStorePrivate *priv = cony_store_get_priv (self);

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, &event))
    if (!g_hash_table_contains (priv->pending, id))
      cony_store_touch_id (self, *(gint64 *) id, event);
}

/* Rows that became old while this window was open. */
static void
let_leave (ConyStore *self)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  guint i = 0;

  while (klass->may_leave && i < priv->items->len)
    if (klass->may_leave (self, g_ptr_array_index (priv->items, i), priv->items->len - 1 - i))
      {
        g_ptr_array_remove_index (priv->items, i);
        cony_store_report (self, i, 1, 0);
      }
    else
      {
        i++;
      }
}

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Refresh) refresh = user_data;
  ConyStore *self = refresh->store;
  ConyStorePrivate *priv = cony_store_get_priv (self);
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer id;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  priv->refreshing = FALSE;
  if (g_cancellable_is_cancelled (priv->cancellable))
    return;
  if (rows == NULL)
    {
      put_back (self, refresh->ids);
      retry_later (self, error);
      return;
    }

  for (guint i = 0; i < cony_result_get_n_rows (rows); i++)
    {
      const gint64 row_id = cony_result_get_int (rows, i, "id");
      g_autoptr (ConyEvent) event = NULL;
      ConyEvent *reason = g_hash_table_lookup (refresh->ids, &row_id);

      event = reason ? g_object_ref (reason) : NULL;
      apply_row (self, rows, i, event);
      g_hash_table_remove (refresh->ids, &row_id);
    }

  /* What was asked for and is not there: deleted, or no longer visible to this person. */
  g_hash_table_iter_init (&iter, refresh->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    cony_store_remove_id (self, *(gint64 *) id);

  let_leave (self);
  cony_store_flush (self);
}

void
cony_store_flush (ConyStore *self)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  g_autoptr (GString) ids = NULL;
  const char *params[2] = { NULL, NULL };
  Refresh *refresh;
  GHashTableIter iter;
  gpointer id;

  if (!priv->loaded || priv->loading || priv->refreshing ||
      g_hash_table_size (priv->pending) == 0)
    return;

  ids = g_string_new ("{");
  g_hash_table_iter_init (&iter, priv->pending);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, ids->len > 1 ? "," : "", *(gint64 *) id);
  g_string_append_c (ids, '}');
  params[0] = ids->str;

  refresh = g_new0 (Refresh, 1);
  refresh->store = g_object_ref (self);
  refresh->ids = g_steal_pointer (&priv->pending);
  priv->pending = cony_store_make_pending ();
  priv->refreshing = TRUE;
  cony_database_query_async (cony_session_get_database (priv->session),
                             CONY_STORE_GET_CLASS (self)->rows_sql (self), params,
                             priv->cancellable, rows_cb, refresh);
}

/**
 * cony_store_load:
 * @self: a store of a session that is logged in
 *
 * Reads the snapshot.  While one is being read, a further call reads it once more after it.
 */
void
cony_store_load (ConyStore *self)
{
  ConyStorePrivate *priv;

  g_return_if_fail (CONY_IS_STORE (self));

  priv = cony_store_get_priv (self);
  if (priv->session == NULL)
    return;
  if (priv->loading)
    {
      priv->load_again = TRUE;
      return;
    }
  g_clear_handle_id (&priv->retry_source, g_source_remove);
  priv->loading = TRUE;
  priv->load_again = FALSE;
  cony_database_query_async (cony_session_get_database (priv->session),
                             CONY_STORE_GET_CLASS (self)->snapshot_sql (self), NULL,
                             priv->cancellable, snapshot_cb, g_object_ref (self));
}

/**
 * cony_store_refresh:
 * @self: a store
 * @id: id of a row
 *
 * Reads one row again, together with others that wait.
 */
void
cony_store_refresh (ConyStore *self,
                    gint64     id)
{
  g_return_if_fail (CONY_IS_STORE (self));
  g_return_if_fail (id > 0);

  cony_store_touch_id (self, id, NULL);
  cony_store_flush (self);
}
