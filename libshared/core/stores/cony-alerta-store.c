/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"

struct _ConyAlertaStore
{
  ConyStore parent_instance;
};

/* So many of the last ones are listed, whether they were seen or not. */
#define N_SEEN 50

G_DEFINE_FINAL_TYPE (ConyAlertaStore, cony_alerta_store, CONY_TYPE_STORE)

static const char * const tipos[] = {
  "alerta_cocina",
  "alerta_vista",
  "alerta_entregada",
  "alerta_escalada",
  NULL
};

static const char *
cony_alerta_store_snapshot_sql (ConyStore *store)
{
  return "SELECT * FROM api.alertas WHERE leida IS NOT TRUE"
         " OR id IN (SELECT id FROM api.alertas ORDER BY id DESC LIMIT " G_STRINGIFY (N_SEEN) ") ORDER BY id";
}

static const char *
cony_alerta_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.alertas WHERE id = ANY ($1::integer[]) ORDER BY id";
}

static GObject *
find_alerta (ConyStore  *store,
             ConyEvent  *event,
             const char *uid)
{
  GObject *alerta = cony_store_find_uid (store, uid);

  return alerta ? alerta : cony_store_find (store, cony_event_get_int (event, "alerta_id", 0));
}

static GObject *
show_alerta (ConyStore *store,
             ConyEvent *event)
{
  GObject *known = find_alerta (store, event, cony_event_get_uid (event));
  g_autoptr (GObject) alerta = NULL;

  if (known)
    return known;
  alerta = g_object_new (CONY_TYPE_ALERTA,
                         "id", cony_event_get_int (event, "alerta_id", 0),
                         "uid", cony_event_get_uid (event),
                         "pedido-id", cony_event_get_int (event, "pedido_id", 0),
                         "cliente", cony_event_get_string (event, "cliente"),
                         "sucursal-id", cony_event_get_sucursal (event),
                         "mensaje", cony_event_get_string (event, "mensaje"),
                         "prioridad", cony_event_get_prioridad (event),
                         "fecha-envio", cony_event_get_fecha (event),
                         "usuario-envia", cony_event_get_int (event, "usuario_id", 0),
                         "envia", cony_event_get_string (event, "usuario"),
                         "tarde", json_object_get_boolean_member_with_default (
                                    cony_event_get_payload (event), "tarde", FALSE),
                         NULL);
  cony_store_add (store, alerta, event);
  return alerta;
}

static GObject *
mark_vista (ConyStore *store,
            ConyEvent *event)
{
  GObject *alerta = find_alerta (store, event, cony_event_get_string (event, "alerta_uid"));

  if (alerta == NULL || cony_alerta_get_leida (CONY_ALERTA (alerta)))
    return alerta;
  g_object_set (alerta,
                "leida", TRUE,
                "vista-por", cony_event_get_string (event, "usuario"),
                "fecha-lectura", cony_event_get_fecha (event),
                NULL);
  cony_store_touch (store, alerta, event);
  return alerta;
}

static GObject *
mark_entregada (ConyStore *store,
                ConyEvent *event)
{
  GObject *alerta = find_alerta (store, event, cony_event_get_string (event, "alerta_uid"));

  if (alerta == NULL || cony_alerta_get_entregada (CONY_ALERTA (alerta)))
    return alerta;
  g_object_set (alerta,
                "entregada", cony_event_get_fecha (event),
                "pantalla", cony_event_get_string (event, "pantalla"),
                NULL);
  cony_store_touch (store, alerta, event);
  return alerta;
}

static GObject *
mark_escalada (ConyStore *store,
               ConyEvent *event)
{
  GObject *alerta = find_alerta (store, event, cony_event_get_string (event, "alerta_uid"));
  const int rung = (int) cony_event_get_int (event, "escalon", 0);

  if (alerta == NULL || cony_alerta_get_escalon (CONY_ALERTA (alerta)) >= rung)
    return alerta;
  g_object_set (alerta, "escalon", rung, NULL);
  cony_store_touch (store, alerta, event);
  return alerta;
}

static GObject *
cony_alerta_store_apply_event (ConyStore *store,
                               ConyEvent *event)
{
  const char *tipo = cony_event_get_tipo (event);

  if (g_str_equal (tipo, "alerta_cocina"))
    return show_alerta (store, event);
  if (g_str_equal (tipo, "alerta_vista"))
    return mark_vista (store, event);
  if (g_str_equal (tipo, "alerta_escalada"))
    return mark_escalada (store, event);
  return mark_entregada (store, event);
}

/* Known only from its event and seen already: nothing is owed any more, its row will come. */
static gboolean
cony_alerta_store_keep_live (ConyStore *store,
                             GObject   *item)
{
  return !cony_alerta_get_leida (CONY_ALERTA (item));
}

static void
escalated_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows
    = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  /* The ladder asks again. */
  if (rows == NULL)
    g_debug ("A rung was not stored: %s", error->message);
}

static void
due_cb (ConyStore  *self,
        ConyAlerta *alerta,
        int         escalon)
{
  ConyDatabase *database = cony_session_get_database (cony_store_get_session (self));
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, cony_alerta_get_id (alerta));
  g_autofree char *rung = g_strdup_printf ("%d", escalon);
  const char *params[] = { id, rung };

  if (cony_database_get_connected (database))
    cony_database_query_async (database,
                               "SELECT api.escalar_alerta($1::integer, $2::integer) AS escalada",
                               params, NULL, escalated_cb, NULL);
}

static gboolean
cony_alerta_store_may_leave (ConyStore *store,
                             GObject   *item,
                             guint      n_newer)
{
  return cony_alerta_get_id (CONY_ALERTA (item)) != 0 && cony_alerta_get_leida (CONY_ALERTA (item))
         && n_newer >= N_SEEN;
}

static void
cony_alerta_store_class_init (ConyAlertaStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_ALERTA;
  store_class->snapshot_sql = cony_alerta_store_snapshot_sql;
  store_class->rows_sql = cony_alerta_store_rows_sql;
  store_class->tipos = tipos;
  store_class->may_leave = cony_alerta_store_may_leave;
  store_class->member = "alerta_id";
  store_class->apply_event = cony_alerta_store_apply_event;
  store_class->keep_live = cony_alerta_store_keep_live;
}

static void
cony_alerta_store_init (ConyAlertaStore *self)
{
}

/**
 * cony_alerta_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyAlertaStore *
cony_alerta_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_ALERTA_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}

/**
 * cony_alerta_store_keep_rungs:
 * @self: a store
 * @ladder: the ladder of its alerts
 *
 * Has every rung stored as soon as it is due.  All windows of a branch may do so: the database makes
 * each rung once.
 */
void
cony_alerta_store_keep_rungs (ConyAlertaStore *self,
                              ConyAlertLadder *ladder)
{
  g_return_if_fail (CONY_IS_ALERTA_STORE (self));
  g_return_if_fail (CONY_IS_ALERT_LADDER (ladder));

  g_signal_connect_object (ladder, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
}
