/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-sucursal-store.h"

struct _ConySucursalStore
{
  ConyStore parent_instance;
};

G_DEFINE_FINAL_TYPE (ConySucursalStore, cony_sucursal_store, CONY_TYPE_STORE)

/* No event tells of them: they are read with everything else after a loss. */
static const char * const tipos[] = { NULL };

static const char *
cony_sucursal_store_snapshot_sql (ConyStore *store)
{
  return "SELECT * FROM api.sucursales ORDER BY nombre, id";
}

static const char *
cony_sucursal_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.sucursales WHERE id = ANY ($1::integer[]) ORDER BY id";
}

static void
cony_sucursal_store_class_init (ConySucursalStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_SUCURSAL;
  store_class->snapshot_sql = cony_sucursal_store_snapshot_sql;
  store_class->rows_sql = cony_sucursal_store_rows_sql;
  store_class->tipos = tipos;
  store_class->member = "sucursal_id";
}

static void
cony_sucursal_store_init (ConySucursalStore *self)
{
}

/**
 * cony_sucursal_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConySucursalStore *
cony_sucursal_store_new (ConySession  *session,
                         ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_SUCURSAL_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
