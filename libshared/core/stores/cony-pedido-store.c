/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pedido-store.h"

struct _ConyPedidoStore
{
  ConyStore parent_instance;
};

/* What was closed stays listed for so long. */
#define CLOSED_HOURS 24

G_DEFINE_FINAL_TYPE (ConyPedidoStore, cony_pedido_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "pedido_creado",
  "pedido_aprobado",
  "pedido_actualizado",
  "voucher_nuevo",
  "voucher_aprobado",
  "voucher_rechazado",
  NULL
};

#define OPEN_OR_OF_TODAY \
  " WHERE estado NOT IN ('ENTREGADO', 'CANCELADO')" \
  " OR COALESCE (entregado, cancelado)" \
  "    > clock_timestamp () AT TIME ZONE 'UTC' - interval '" G_STRINGIFY (CLOSED_HOURS) " hours'" \
  " ORDER BY creado, id"
#define OF_IDS " WHERE id = ANY ($1::integer[]) ORDER BY creado, id"

static gboolean
sees_money (ConyStore *store)
{
  return cony_roles_allow (cony_session_get_roles (cony_store_get_session (store)),
                           CONY_ROL_ATENCION | CONY_ROL_VALIDADOR | CONY_ROL_ADMIN);
}

static const char *
cony_pedido_store_snapshot_sql (ConyStore *store)
{
  return sees_money (store) ? "SELECT * FROM api.pedidos" OPEN_OR_OF_TODAY
                            : "SELECT * FROM api.pedidos_cocina" OPEN_OR_OF_TODAY;
}

static const char *
cony_pedido_store_rows_sql (ConyStore *store)
{
  return sees_money (store) ? "SELECT * FROM api.pedidos" OF_IDS
                            : "SELECT * FROM api.pedidos_cocina" OF_IDS;
}

static gboolean
cony_pedido_store_may_leave (ConyStore *store,
                             GObject   *item,
                             guint      n_newer)
{
  ConyPedido *pedido = CONY_PEDIDO (item);
  const char *estado = cony_pedido_get_estado (pedido);
  GDateTime *closed = NULL;

  if (g_strcmp0 (estado, "ENTREGADO") == 0)
    closed = cony_pedido_get_entregado (pedido);
  else if (g_strcmp0 (estado, "CANCELADO") == 0)
    closed = cony_pedido_get_cancelado (pedido);
  return closed && cony_session_seconds_since (cony_store_get_session (store), closed)
                     > CLOSED_HOURS * 3600;
}

static void
cony_pedido_store_class_init (ConyPedidoStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_PEDIDO;
  store_class->snapshot_sql = cony_pedido_store_snapshot_sql;
  store_class->rows_sql = cony_pedido_store_rows_sql;
  store_class->tipos = tipos;
  store_class->may_leave = cony_pedido_store_may_leave;
  store_class->member = "pedido_id";
}

static void
cony_pedido_store_init (ConyPedidoStore *self)
{
}

/**
 * cony_pedido_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyPedidoStore *
cony_pedido_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_PEDIDO_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
