/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-insumo-store.h"

struct _ConyInsumoStore
{
  ConyStore parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyInsumoStore, cony_insumo_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "insumo_agotado",
  "insumo_repuesto",
  NULL
};

static const char *
cony_insumo_store_snapshot_sql (ConyStore *store)
{
  return "SELECT * FROM api.insumos ORDER BY nombre, id";
}

static const char *
cony_insumo_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.insumos WHERE id = ANY ($1::integer[]) ORDER BY id";
}


static void
cony_insumo_store_class_init (ConyInsumoStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_INSUMO;
  store_class->snapshot_sql = cony_insumo_store_snapshot_sql;
  store_class->rows_sql = cony_insumo_store_rows_sql;
  store_class->tipos = tipos;
  store_class->member = "insumo_id";
}

static void
cony_insumo_store_init (ConyInsumoStore *self)
{
}

/**
 * cony_insumo_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyInsumoStore *
cony_insumo_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_INSUMO_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
