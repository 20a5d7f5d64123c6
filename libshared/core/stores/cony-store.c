/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-store.h"

#include "cony-item.h"
#include "cony-store-private.h"

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

ConyStorePrivate *
cony_store_get_priv (ConyStore *self)
{
  return cony_store_get_instance_private (self);
}

void
cony_store_notify_loaded (ConyStore *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/* Items */

gint64
cony_store_item_id (ConyStore *self,
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

GObject *
cony_store_find_row (ConyStore  *self,
                     ConyResult *result,
                     guint       row)
{
  GObject *item = cony_store_find (self, cony_result_get_int (result, row, "id"));

  if (item == NULL && cony_result_has_column (result, "uid") &&
      !cony_result_is_null (result, row, "uid"))
    item = cony_store_find_uid (self, cony_result_get_string (result, row, "uid"));
  return item;
}

void
cony_store_report (ConyStore *self,
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
  cony_store_report (self, priv->items->len - 1, 0, 1);

  if (limit > 0 && priv->items->len > limit)
    {
      g_ptr_array_remove_index (priv->items, 0);
      cony_store_report (self, 0, 1, 0);
    }
}

void
cony_store_remove_id (ConyStore *self,
                      gint64     id)
{
  ConyStorePrivate *priv = cony_store_get_instance_private (self);

  for (guint i = 0; i < priv->items->len; i++)
    if (cony_store_item_id (self, g_ptr_array_index (priv->items, i)) == id)
      {
        g_ptr_array_remove_index (priv->items, i);
        cony_store_report (self, i, 1, 0);
        return;
      }
}

static void
cony_store_constructed (GObject *object)
{
  ConyStore *self = CONY_STORE (object);

  G_OBJECT_CLASS (cony_store_parent_class)->constructed (object);

  cony_store_follow (self);
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
  priv->pending = cony_store_make_pending ();
  priv->cancellable = g_cancellable_new ();
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
    if (cony_store_item_id (self, g_ptr_array_index (priv->items, i)) == id)
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
  cony_store_report (self, position, 1, 1);
  g_signal_emit (self, signals[ROW_CHANGED], 0, item, event);
}
