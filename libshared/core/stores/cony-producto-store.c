/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-producto-store.h"

struct _ConyProductoStore
{
  ConyStore parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyProductoStore, cony_producto_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "insumo_agotado",
  "insumo_repuesto",
  NULL
};

#define COLUMNS_OF_ALL \
  "SELECT id, nombre, activo, agotado, NULLIF (array_to_string (faltan, ', '), '') AS faltan"

/* A cook sees no prices. */
static gboolean
sees_money (ConyStore *store)
{
  return cony_roles_allow (cony_session_get_roles (cony_store_get_session (store)),
                           CONY_ROL_ATENCION | CONY_ROL_VALIDADOR | CONY_ROL_ADMIN);
}

static const char *
cony_producto_store_snapshot_sql (ConyStore *store)
{
  return sees_money (store) ? COLUMNS_OF_ALL ", precio FROM api.productos ORDER BY nombre, id"
                            : COLUMNS_OF_ALL " FROM api.productos ORDER BY nombre, id";
}

static const char *
cony_producto_store_rows_sql (ConyStore *store)
{
  return sees_money (store)
         ? COLUMNS_OF_ALL ", precio FROM api.productos WHERE id = ANY ($1::integer[]) ORDER BY id"
         : COLUMNS_OF_ALL " FROM api.productos WHERE id = ANY ($1::integer[]) ORDER BY id";
}

/* One supply is in many products, and only the database knows in which. */
static GObject *
cony_producto_store_apply_event (ConyStore *store,
                                 ConyEvent *event)
{
  if (cony_store_get_loaded (store))
    cony_store_load (store);
  return NULL;
}

static void
cony_producto_store_class_init (ConyProductoStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_PRODUCTO;
  store_class->snapshot_sql = cony_producto_store_snapshot_sql;
  store_class->rows_sql = cony_producto_store_rows_sql;
  store_class->tipos = tipos;
  store_class->member = "producto_id";
  store_class->apply_event = cony_producto_store_apply_event;
}

static void
cony_producto_store_init (ConyProductoStore *self)
{
}

/**
 * cony_producto_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyProductoStore *
cony_producto_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_PRODUCTO_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
