/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-persona-store.h"

struct _ConyPersonaStore
{
  ConyStore parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyPersonaStore, cony_persona_store, CONY_TYPE_STORE)

/* No event tells of a new PIN: whoever shows the list loads it. */
static const char * const tipos[] = {
  NULL
};

static const char *
cony_persona_store_snapshot_sql (ConyStore *store)
{
  return "SELECT id, login, nombre FROM api.personas_con_pin() ORDER BY nombre, id";
}

static const char *
cony_persona_store_rows_sql (ConyStore *store)
{
  return "SELECT id, login, nombre FROM api.personas_con_pin() WHERE id = ANY ($1::integer[])"
         " ORDER BY id";
}

static void
cony_persona_store_class_init (ConyPersonaStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_PERSONA;
  store_class->snapshot_sql = cony_persona_store_snapshot_sql;
  store_class->rows_sql = cony_persona_store_rows_sql;
  store_class->tipos = tipos;
  store_class->member = "persona_id";
}

static void
cony_persona_store_init (ConyPersonaStore *self)
{
}

/**
 * cony_persona_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyPersonaStore *
cony_persona_store_new (ConySession  *session,
                        ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_PERSONA_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
