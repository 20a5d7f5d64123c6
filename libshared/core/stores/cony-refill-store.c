/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-refill-store.h"

struct _ConyRefillStore
{
  ConyStore parent_instance;
};

/* So many of the last ones are listed, open or closed. */
#define N_CLOSED 50

G_DEFINE_FINAL_TYPE (ConyRefillStore, cony_refill_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "refill_solicitado",
  "refill_actualizado",
  NULL
};

static const char *
cony_refill_store_snapshot_sql (ConyStore *store)
{
  return "SELECT * FROM api.refills WHERE estado NOT IN ('entregado', 'rechazado')"
         " OR id IN (SELECT id FROM api.refills ORDER BY id DESC LIMIT " G_STRINGIFY (N_CLOSED) ") ORDER BY id";
}

static const char *
cony_refill_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.refills WHERE id = ANY ($1::integer[]) ORDER BY id";
}

static double
event_double (ConyEvent  *event,
              const char *member)
{
  return json_object_get_double_member_with_default (cony_event_get_payload (event), member, 0);
}

static GObject *
cony_refill_store_apply_event (ConyStore *store,
                               ConyEvent *event)
{
  const gint64 id = cony_event_get_int (event, "refill_id", 0);
  GObject *known = cony_store_find (store, id);
  g_autoptr (GObject) refill = NULL;

  /* Only the first event shares its uid with the row, and only it tells what was asked for. */
  if (!g_str_equal (cony_event_get_tipo (event), "refill_solicitado"))
    return known;
  if (known == NULL)
    known = cony_store_find_uid (store, cony_event_get_uid (event));
  if (known)
    return known;

  refill = g_object_new (CONY_TYPE_REFILL,
                         "id", id,
                         "uid", cony_event_get_uid (event),
                         "sucursal-id", cony_event_get_sucursal (event),
                         "insumo-id", cony_event_get_int (event, "insumo_id", 0),
                         "insumo", cony_event_get_string (event, "insumo"),
                         "unidad", cony_event_get_string (event, "unidad"),
                         "cantidad-solicitada", event_double (event, "cantidad"),
                         "estado", "pendiente",
                         "usuario-solicita", cony_event_get_int (event, "usuario_id", 0),
                         "solicita", cony_event_get_string (event, "usuario"),
                         "fecha-solicitud", cony_event_get_fecha (event),
                         NULL);
  cony_store_add (store, refill, event);
  return refill;
}

static gboolean
cony_refill_store_may_leave (ConyStore *store,
                             GObject   *item,
                             guint      n_newer)
{
  const char *estado = cony_refill_get_estado (CONY_REFILL (item));

  return n_newer >= N_CLOSED
         && (g_strcmp0 (estado, "entregado") == 0 || g_strcmp0 (estado, "rechazado") == 0);
}

static void
cony_refill_store_class_init (ConyRefillStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_REFILL;
  store_class->snapshot_sql = cony_refill_store_snapshot_sql;
  store_class->rows_sql = cony_refill_store_rows_sql;
  store_class->tipos = tipos;
  store_class->may_leave = cony_refill_store_may_leave;
  store_class->member = "refill_id";
  store_class->apply_event = cony_refill_store_apply_event;
}

static void
cony_refill_store_init (ConyRefillStore *self)
{
}

/**
 * cony_refill_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyRefillStore *
cony_refill_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_REFILL_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
