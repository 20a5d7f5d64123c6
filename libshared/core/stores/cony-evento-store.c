/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-evento-store.h"

struct _ConyEventoStore
{
  ConyStore parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyEventoStore, cony_evento_store, CONY_TYPE_STORE)

#define N_EVENTOS 30

static const char *
cony_evento_store_snapshot_sql (ConyStore *store)
{
  return "SELECT id, uid, payload, sucursal_id, fecha FROM api.eventos"
         " WHERE id IN (SELECT id FROM api.eventos ORDER BY id DESC"
         "              LIMIT " G_STRINGIFY (N_EVENTOS) ") ORDER BY id";
}

static const char *
cony_evento_store_rows_sql (ConyStore *store)
{
  return "SELECT id, uid, payload, sucursal_id, fecha FROM api.eventos"
         " WHERE id = ANY ($1::integer[]) ORDER BY id";
}

static GObject *
cony_evento_store_create (ConyStore  *store,
                          ConyResult *result,
                          guint       row)
{
  g_autoptr (GDateTime) fecha = cony_result_get_time (result, row, "fecha");
  g_autoptr (GError) error = NULL;
  ConyEvent *event;

  event = cony_event_new_stored (cony_result_get_string (result, row, "payload"),
                                 cony_result_get_string (result, row, "uid"),
                                 cony_result_get_int (result, row, "id"),
                                 NULL,
                                 cony_result_get_int (result, row, "sucursal_id"),
                                 fecha,
                                 &error);
  if (event == NULL)
    g_warning ("Stored event %s: %s", cony_result_get_string (result, row, "id"), error->message);
  return (GObject *) event;
}

/* A stored event never changes. */
static gboolean
cony_evento_store_apply (ConyStore  *store,
                         GObject    *item,
                         ConyResult *result,
                         guint       row,
                         gboolean    force)
{
  return FALSE;
}

static gint64
cony_evento_store_get_id (ConyStore *store,
                          GObject   *item)
{
  return cony_event_get_id (CONY_EVENT (item));
}

static const char *
cony_evento_store_get_uid (ConyStore *store,
                           GObject   *item)
{
  return cony_event_get_uid (CONY_EVENT (item));
}


static void
cony_evento_store_class_init (ConyEventoStoreClass *klass)
{
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  store_class->item_type = CONY_TYPE_EVENT;
  store_class->snapshot_sql = cony_evento_store_snapshot_sql;
  store_class->rows_sql = cony_evento_store_rows_sql;
  store_class->limit = N_EVENTOS;
  store_class->create = cony_evento_store_create;
  store_class->apply = cony_evento_store_apply;
  store_class->get_id = cony_evento_store_get_id;
  store_class->get_uid = cony_evento_store_get_uid;
}

static void
cony_evento_store_init (ConyEventoStore *self)
{
}

/**
 * cony_evento_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it
 */
ConyEventoStore *
cony_evento_store_new (ConySession  *session,
                       ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_EVENTO_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}
