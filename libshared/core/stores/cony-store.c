/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-store.h"

#include "cony-item.h"

/* Wait before a read that the database refused is tried again.  A lost connection is not waited
 * for here: the session says when it is back. */
#define RETRY_SECONDS 2

typedef struct
{
  /* construct-time */
  ConySession *session;
  ConyRealtime *realtime;

  /* owned */
  GPtrArray *items;    /* GObject of item_type */
  GHashTable *pending; /* gint64 id → ConyEvent that touched it last, or NULL */
  GCancellable *cancellable;

  guint retry_source;
  gboolean loaded;
  gboolean loading;
  gboolean load_again;
  gboolean refreshing;
} ConyStorePrivate;

static void cony_store_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (ConyStore, cony_store, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (ConyStore)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                         cony_store_list_model_init))

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_REALTIME,
  PROP_LOADED,
  PROP_N_ITEMS,
  N_PROPS
};

enum
{
  ROW_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void flush (ConyStore *self);

/* Items */

static gint64
item_id (ConyStore *self,
         GObject   *item)
{
  return CONY_STORE_GET_CLASS (self)->get_id (self, item);
}

static const char *
item_uid (ConyStore *self,
          GObject   *item)
{
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);

  return klass->get_uid ? klass->get_uid (self, item) : NULL;
}

static GObject *
find_row (ConyStore  *self,
          ConyResult *result,
          guint       row)
{
  GObject *item = cony_store_find (self, cony_result_get_int (result, row, "id"));

  if (item == NULL && cony_result_has_column (result, "uid") &&
      !cony_result_is_null (result, row, "uid"))
    item = cony_store_find_uid (self, cony_result_get_string (result, row, "uid"));
  return item;
}

static void
report (ConyStore *self,
        guint      position,
        guint      removed,
        guint      added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
append (ConyStore *self,
        GObject   *item)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
  const guint limit = CONY_STORE_GET_CLASS (self)->limit;

  g_ptr_array_add (priv->items, g_object_ref (item));
  report (self, priv->items->len - 1, 0, 1);

  if (limit > 0 && priv->items->len > limit)
    {
      g_ptr_array_remove_index (priv->items, 0);
      report (self, 0, 1, 0);
    }
}

static void
remove_id (ConyStore *self,
           gint64     id)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

  for (guint i = 0; i < priv->items->len; i++)
    if (item_id (self, g_ptr_array_index (priv->items, i)) == id)
      {
        g_ptr_array_remove_index (priv->items, i);
        report (self, i, 1, 0);
        return;
      }
}

static void
apply_row (ConyStore  *self,
           ConyResult *result,
           guint       row,
           ConyEvent  *event)
{
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  GObject *known = find_row (self, result, row);

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
      append (self, item);
      g_signal_emit (self, signals[ROW_CHANGED], 0, item, event);
    }
}

/* The snapshot */

/* Rows that the snapshot cannot know: those without an id, and those that an event named after it
 * was asked for; they are read right after it. */
static gboolean
outlives_snapshot (ConyStore *self,
                   GObject   *item)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  const gint64 id = item_id (self, item);

  if (id == 0)
    return klass->keep_live == NULL || klass->keep_live (self, item);
  return g_hash_table_contains (priv->pending, &id);
}

static void
take_snapshot (ConyStore  *self,
               ConyResult *result)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) changed = g_hash_table_new (NULL, NULL);
  guint head = 0;
  guint tail = 0;

  for (guint i = 0; i < cony_result_get_n_rows (result); i++)
    {
      GObject *known = find_row (self, result, i);
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
    report (self, head, old->len - head - tail, items->len - head - tail);

  for (guint i = 0; priv->items == items && i < items->len; i++)
    if ((i < head || i >= items->len - tail) &&
        g_hash_table_contains (changed, g_ptr_array_index (items, i)))
      report (self, i, 1, 1);
}

static gboolean
retry_cb (gpointer user_data)
{
  ConyStore *self = user_data;
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

  priv->retry_source = 0;
  if (priv->load_again)
    cony_store_load (self);
  else
    flush (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (ConyStore    *self,
             const GError *error)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

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
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
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
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }

  if (priv->load_again)
    cony_store_load (self);
  else
    flush (self);
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

static GHashTable *
make_pending (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, clear_event);
}

static void
touch_id (ConyStore *self,
          gint64     id,
          ConyEvent *event)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

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
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, &event))
    if (!g_hash_table_contains (priv->pending, id))
      touch_id (self, *(gint64 *) id, event);
}

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Refresh) refresh = user_data;
  ConyStore *self = refresh->store;
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
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
    remove_id (self, *(gint64 *) id);

  flush (self);
}

static void
flush (ConyStore *self)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
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
  priv->pending = make_pending ();
  priv->refreshing = TRUE;
  cony_database_query_async (cony_session_get_database (priv->session),
                             CONY_STORE_GET_CLASS (self)->rows_sql (self), params,
                             priv->cancellable, rows_cb, refresh);
}

/* Events */

static void
event_cb (ConyStore *self,
          ConyEvent *event)
{
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  gint64 id;

  if (klass->apply_event)
    klass->apply_event (self, event);

  id = klass->member ? cony_event_get_int (event, klass->member, 0) : cony_event_get_id (event);
  if (id > 0)
    {
      touch_id (self, id, event);
      flush (self);
    }
}

static void
connect_event (ConyStore      *self,
               ConyDispatcher *dispatcher,
               const char     *signal,
               const char     *tipo)
{
  g_autofree char *detailed = tipo ? g_strdup_printf ("%s::%s", signal, tipo) : g_strdup (signal);

  g_signal_connect_object (dispatcher, detailed, G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
}

static void
cony_store_constructed (GObject *object)
{
  ConyStore *self = CONY_STORE (object);
  ConyStorePrivate *priv = cony_store_get_instance_private (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (priv->session);

  G_OBJECT_CLASS (cony_store_parent_class)->constructed (object);

  if (klass->tipos == NULL)
    {
      connect_event (self, dispatcher, "event", NULL);
      connect_event (self, dispatcher, "completed", NULL);
    }
  for (guint i = 0; klass->tipos && klass->tipos[i]; i++)
    {
      connect_event (self, dispatcher, "event", klass->tipos[i]);
      connect_event (self, dispatcher, "completed", klass->tipos[i]);
    }

  g_signal_connect_object (priv->session, "reconnected", G_CALLBACK (cony_store_load), self,
                           G_CONNECT_SWAPPED);
  if (priv->realtime)
    g_signal_connect_object (priv->realtime, "reload", G_CALLBACK (cony_store_load), self,
                             G_CONNECT_SWAPPED);
}

static GObject *
cony_store_real_create (ConyStore  *self,
                        ConyResult *result,
                        guint       row)
{
  GObject *item = g_object_new (CONY_STORE_GET_CLASS (self)->item_type, NULL);

  cony_item_apply (CONY_ITEM (item), result, row);
  return item;
}

static gboolean
cony_store_real_apply (ConyStore  *self,
                       GObject    *item,
                       ConyResult *result,
                       guint       row,
                       gboolean    force)
{
  if (!force && cony_result_has_column (result, "version") &&
      cony_result_get_int (result, row, "version") < cony_item_get_version (CONY_ITEM (item)))
    return FALSE;
  return cony_item_apply (CONY_ITEM (item), result, row);
}

static gint64
cony_store_real_get_id (ConyStore *self,
                        GObject   *item)
{
  return cony_item_get_id (CONY_ITEM (item));
}

static const char *
cony_store_real_get_uid (ConyStore *self,
                         GObject   *item)
{
  return cony_item_get_uid (CONY_ITEM (item));
}

static GType
cony_store_get_item_type (GListModel *model)
{
  return CONY_STORE_GET_CLASS (model)->item_type;
}

static guint
cony_store_get_n_items (GListModel *model)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (model));

  return priv->items->len;
}

static gpointer
cony_store_get_item (GListModel *model,
                     guint       position)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (model));

  if (position >= priv->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (priv->items, position));
}

static void
cony_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cony_store_get_item_type;
  iface->get_n_items = cony_store_get_n_items;
  iface->get_item = cony_store_get_item;
}

static void
cony_store_dispose (GObject *object)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_handle_id (&priv->retry_source, g_source_remove);
  g_clear_object (&priv->realtime);
  g_clear_object (&priv->session);

  G_OBJECT_CLASS (cony_store_parent_class)->dispose (object);
}

static void
cony_store_finalize (GObject *object)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (object));

  g_ptr_array_unref (priv->items);
  g_hash_table_unref (priv->pending);
  g_object_unref (priv->cancellable);

  G_OBJECT_CLASS (cony_store_parent_class)->finalize (object);
}

static void
cony_store_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (object));

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_REALTIME:
      g_value_set_object (value, priv->realtime);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, priv->loaded);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, priv->items->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_store_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (CONY_STORE (object));

  switch (prop_id)
    {
    case PROP_SESSION:
      priv->session = g_value_dup_object (value);
      break;
    case PROP_REALTIME:
      priv->realtime = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_store_class_init (ConyStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = cony_store_constructed;
  object_class->dispose = cony_store_dispose;
  object_class->finalize = cony_store_finalize;
  object_class->get_property = cony_store_get_property;
  object_class->set_property = cony_store_set_property;

  klass->create = cony_store_real_create;
  klass->apply = cony_store_real_apply;
  klass->get_id = cony_store_real_get_id;
  klass->get_uid = cony_store_real_get_uid;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CONY_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REALTIME] =
    g_param_spec_object ("realtime", NULL, NULL, CONY_TYPE_REALTIME,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ROW_CHANGED] =
    g_signal_new ("row-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_OBJECT, CONY_TYPE_EVENT);
}

static void
cony_store_init (ConyStore *self)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

  priv->items = g_ptr_array_new_with_free_func (g_object_unref);
  priv->pending = make_pending ();
  priv->cancellable = g_cancellable_new ();
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

  priv = cony_store_get_instance_private (self);
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
 * cony_store_get_loaded:
 * @self: a store
 *
 * Returns: %TRUE once the first snapshot is in the list
 */
gboolean
cony_store_get_loaded (ConyStore *self)
{
  ConyStorePrivate *priv;

  g_return_val_if_fail (CONY_IS_STORE (self), FALSE);

  priv = cony_store_get_instance_private (self);
  return priv->loaded;
}

/**
 * cony_store_find:
 * @self: a store
 * @id: id of a row
 *
 * Returns: (transfer none) (nullable): its item
 */
gpointer
cony_store_find (ConyStore *self,
                 gint64     id)
{
  ConyStorePrivate *priv;

  g_return_val_if_fail (CONY_IS_STORE (self), NULL);

  priv = cony_store_get_instance_private (self);
  for (guint i = 0; id != 0 && i < priv->items->len; i++)
    if (item_id (self, g_ptr_array_index (priv->items, i)) == id)
      return g_ptr_array_index (priv->items, i);
  return NULL;
}

/**
 * cony_store_find_uid:
 * @self: a store
 * @uid: (nullable): the uid that a row shares with its event
 *
 * Returns: (transfer none) (nullable): the item
 */
gpointer
cony_store_find_uid (ConyStore  *self,
                     const char *uid)
{
  ConyStorePrivate *priv;

  g_return_val_if_fail (CONY_IS_STORE (self), NULL);

  priv = cony_store_get_instance_private (self);
  for (guint i = 0; uid && i < priv->items->len; i++)
    if (g_strcmp0 (item_uid (self, g_ptr_array_index (priv->items, i)), uid) == 0)
      return g_ptr_array_index (priv->items, i);
  return NULL;
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

  touch_id (self, id, NULL);
  flush (self);
}

/**
 * cony_store_get_session:
 * @self: a store
 *
 * Returns: (transfer none): the session whose database it reads
 */
ConySession *
cony_store_get_session (ConyStore *self)
{
  ConyStorePrivate *priv;

  g_return_val_if_fail (CONY_IS_STORE (self), NULL);

  priv = cony_store_get_instance_private (self);
  return priv->session;
}

/**
 * cony_store_add:
 * @self: a store
 * @item: an item that is known from an event only
 * @event: that event
 *
 * Shows a row before it was read, at the end of the list.
 */
void
cony_store_add (ConyStore *self,
                GObject   *item,
                ConyEvent *event)
{
  g_return_if_fail (CONY_IS_STORE (self));
  g_return_if_fail (g_type_is_a (G_OBJECT_TYPE (item), CONY_STORE_GET_CLASS (self)->item_type));

  append (self, item);
  g_signal_emit (self, signals[ROW_CHANGED], 0, item, event);
}

/**
 * cony_store_touch:
 * @self: a store
 * @item: one of its items that has just changed
 * @event: (nullable): the event that was the reason
 *
 * Reports a changed item at its place.
 */
void
cony_store_touch (ConyStore *self,
                  GObject   *item,
                  ConyEvent *event)
{
  ConyStorePrivate *priv;
  guint position = 0;

  g_return_if_fail (CONY_IS_STORE (self));

  priv = cony_store_get_instance_private (self);
  if (!g_ptr_array_find (priv->items, item, &position))
    return;
  report (self, position, 1, 1);
  g_signal_emit (self, signals[ROW_CHANGED], 0, item, event);
}
