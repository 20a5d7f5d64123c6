/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-undelivered-store.h"

#define INTERVAL_MS 10000
/* The broker repeats what is owed after 5 and 15 s; a window that is starting needs a few as well. */
#define PATIENCE_S 20

struct _ConyUndeliveredStore
{
  ConyStore parent_instance;

  char *sql;
  guint source;
};

G_DEFINE_FINAL_TYPE (ConyUndeliveredStore, cony_undelivered_store, CONY_TYPE_STORE)

/* The events that can shorten the list. */
static const char * const shown[] = {
  "alerta_entregada",
  "alerta_vista",
  "pedido_actualizado",
  "refill_actualizado",
};

/* The rows have ids of their own: no event names one. */
static const char * const no_tipos[] = { NULL };

static const char *
cony_undelivered_store_snapshot_sql (ConyStore *store)
{
  return CONY_UNDELIVERED_STORE (store)->sql;
}

static const char *
cony_undelivered_store_rows_sql (ConyStore *store)
{
  return "SELECT * FROM api.sin_pantalla WHERE id = ANY ($1::bigint[]) ORDER BY fecha, id";
}

static void
load (ConyUndeliveredStore *self)
{
  ConyDatabase *database = cony_session_get_database (cony_store_get_session (CONY_STORE (self)));

  if (cony_store_get_loaded (CONY_STORE (self)) && cony_database_get_connected (database))
    cony_store_load (CONY_STORE (self));
}

static gboolean
load_cb (gpointer user_data)
{
  load (user_data);
  return G_SOURCE_CONTINUE;
}

static void
shown_cb (ConyUndeliveredStore *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self)) > 0)
    load (self);
}

static void
cony_undelivered_store_constructed (GObject *object)
{
  ConyUndeliveredStore *self = CONY_UNDELIVERED_STORE (object);
  ConyDispatcher *dispatcher;

  G_OBJECT_CLASS (cony_undelivered_store_parent_class)->constructed (object);

  dispatcher = cony_session_get_dispatcher (cony_store_get_session (CONY_STORE (self)));
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autofree char *signal = g_strconcat ("event::", shown[i], NULL);

      g_signal_connect_object (dispatcher, signal, G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
    }
  cony_undelivered_store_set_interval (self, INTERVAL_MS);
  cony_undelivered_store_set_patience (self, PATIENCE_S);
}

static void
cony_undelivered_store_dispose (GObject *object)
{
  g_clear_handle_id (&CONY_UNDELIVERED_STORE (object)->source, g_source_remove);

  G_OBJECT_CLASS (cony_undelivered_store_parent_class)->dispose (object);
}

static void
cony_undelivered_store_finalize (GObject *object)
{
  g_free (CONY_UNDELIVERED_STORE (object)->sql);

  G_OBJECT_CLASS (cony_undelivered_store_parent_class)->finalize (object);
}

static void
cony_undelivered_store_class_init (ConyUndeliveredStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ConyStoreClass *store_class = CONY_STORE_CLASS (klass);

  object_class->constructed = cony_undelivered_store_constructed;
  object_class->dispose = cony_undelivered_store_dispose;
  object_class->finalize = cony_undelivered_store_finalize;
  store_class->item_type = CONY_TYPE_UNDELIVERED;
  store_class->snapshot_sql = cony_undelivered_store_snapshot_sql;
  store_class->rows_sql = cony_undelivered_store_rows_sql;
  store_class->tipos = no_tipos;
}

static void
cony_undelivered_store_init (ConyUndeliveredStore *self)
{
}

/**
 * cony_undelivered_store_new:
 * @session: whose database is read
 * @realtime: (nullable): says when the snapshot must be read again
 *
 * Returns: (transfer full): an empty store; cony_store_load() fills it, and then it reads again by
 *   itself
 */
ConyUndeliveredStore *
cony_undelivered_store_new (ConySession  *session,
                            ConyRealtime *realtime)
{
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (CONY_TYPE_UNDELIVERED_STORE,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}

/**
 * cony_undelivered_store_set_interval:
 * @self: a store
 * @interval_ms: from one read to the next; 10 seconds by default
 */
void
cony_undelivered_store_set_interval (ConyUndeliveredStore *self,
                                     guint                 interval_ms)
{
  g_return_if_fail (CONY_IS_UNDELIVERED_STORE (self));
  g_return_if_fail (interval_ms > 0);

  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (interval_ms, load_cb, self);
}

/**
 * cony_undelivered_store_set_patience:
 * @self: a store
 * @seconds: how old a message must be to count; 20 by default
 */
void
cony_undelivered_store_set_patience (ConyUndeliveredStore *self,
                                     guint                 seconds)
{
  g_return_if_fail (CONY_IS_UNDELIVERED_STORE (self));

  g_free (self->sql);
  self->sql = g_strdup_printf ("SELECT * FROM api.sin_pantalla"
                               " WHERE fecha <= clock_timestamp () AT TIME ZONE 'UTC'"
                               " - interval '%u s' ORDER BY fecha, id", seconds);
}
