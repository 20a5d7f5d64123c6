/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-queue.h"

/**
 * CocinaQueue:
 *
 * What this screen's person did without a database, by order, line and request: the board shows it
 * as if it had happened, and says that it waits.  Every method takes a %NULL queue for an empty one.
 */
struct _CocinaQueue
{
  GObject parent_instance;

  GListModel *outbox;  /* owned, nullable, of ConyOutboxEntry */
  GHashTable *waiting; /* owned, "pedido_listo:7" → ConyOutboxEntry, the newest one */
  GPtrArray *lost;     /* owned, of ConyOutboxEntry, oldest first */
  guint serial;
};

G_DEFINE_FINAL_TYPE (CocinaQueue, cocina_queue, G_TYPE_OBJECT)

enum { CHANGED, STORED, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
make_key (const char *function,
          gint64      id)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, function, id);
}

/* The order, line or request that an entry is about; 0 for what the board does not show. */
static gint64
get_target (ConyOutboxEntry *entry)
{
  gint64 id = cony_outbox_entry_get_pedido_id (entry);

  if (!id)
    id = cony_outbox_entry_get_item_id (entry);
  return id ? id : cony_outbox_entry_get_refill_id (entry);
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
fill (CocinaQueue *self)
{
  guint n = self->outbox ? g_list_model_get_n_items (self->outbox) : 0;

  g_ptr_array_set_size (self->lost, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyOutboxEntry) entry = g_list_model_get_item (self->outbox, i);
      const char *function = cony_command_get_function (cony_outbox_entry_get_command (entry));
      gint64 id = get_target (entry);

      if (cony_outbox_entry_get_estado (entry) == CONY_OUTBOX_IMPOSIBLE)
        g_ptr_array_add (self->lost, g_object_ref (entry));
      else if (id)
        g_hash_table_replace (self->waiting, make_key (function, id), g_object_ref (entry));
    }
}

static gboolean
is_listed (CocinaQueue     *self,
           ConyOutboxEntry *entry)
{
  guint n = g_list_model_get_n_items (self->outbox);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyOutboxEntry) other = g_list_model_get_item (self->outbox, i);

      if (other == entry)
        return TRUE;
    }
  return FALSE;
}

static void
outbox_changed_cb (CocinaQueue *self)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->waiting);
  GHashTableIter iter;
  gpointer entry;

  self->waiting = table_new ();
  fill (self);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    /* One that was taken back leaves the list before it was on its way. */
    if (cony_outbox_entry_get_estado (entry) == CONY_OUTBOX_ENVIANDO && !is_listed (self, entry))
      g_signal_emit (self, signals[STORED], 0, cony_outbox_entry_get_pedido_id (entry),
                     cony_outbox_entry_get_refill_id (entry));
  self->serial++;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cocina_queue_dispose (GObject *object)
{
  CocinaQueue *self = COCINA_QUEUE (object);

  if (self->outbox)
    g_signal_handlers_disconnect_by_func (self->outbox, outbox_changed_cb, self);
  g_clear_object (&self->outbox);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->lost, g_ptr_array_unref);

  G_OBJECT_CLASS (cocina_queue_parent_class)->dispose (object);
}

static void
cocina_queue_class_init (CocinaQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cocina_queue_dispose;

  signals[CHANGED] = g_signal_new ("changed", COCINA_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[STORED] = g_signal_new ("stored", COCINA_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
cocina_queue_init (CocinaQueue *self)
{
  self->waiting = table_new ();
  self->lost = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * cocina_queue_new:
 * @outbox: (nullable): list of #ConyOutboxEntry
 *
 * Returns: (transfer full): what waits in it
 */
CocinaQueue *
cocina_queue_new (GListModel *outbox)
{
  CocinaQueue *self = g_object_new (COCINA_TYPE_QUEUE, NULL);

  if (outbox)
    {
      self->outbox = g_object_ref (outbox);
      g_signal_connect_swapped (outbox, "items-changed", G_CALLBACK (outbox_changed_cb), self);
    }
  fill (self);
  return self;
}

/**
 * cocina_queue_get_serial:
 * @self: (nullable): a #CocinaQueue
 *
 * Returns: a number that is another one after each change
 */
guint
cocina_queue_get_serial (CocinaQueue *self)
{
  return self ? self->serial : 0;
}

/**
 * cocina_queue_find:
 * @self: (nullable): a #CocinaQueue
 * @function: what was done, as the database calls it
 * @id: to which order, line or request
 *
 * Returns: (transfer none) (nullable): the entry that waits for it
 */
ConyOutboxEntry *
cocina_queue_find (CocinaQueue *self,
                   const char  *function,
                   gint64       id)
{
  g_autofree char *key = make_key (function, id);

  g_return_val_if_fail (self == NULL || COCINA_IS_QUEUE (self), NULL);

  return self ? g_hash_table_lookup (self->waiting, key) : NULL;
}

static const char *
find_param (CocinaQueue *self,
            const char  *function,
            gint64       id,
            guint        n)
{
  ConyOutboxEntry *entry = cocina_queue_find (self, function, id);

  return entry ? cony_command_get_params (cony_outbox_entry_get_command (entry))[n] : NULL;
}

/**
 * cocina_queue_get_hecho:
 * @self: (nullable): a #CocinaQueue
 * @item: a line of an order
 * @queued: (out): whether a strike of it waits
 *
 * Returns: whether the line is struck through
 */
gboolean
cocina_queue_get_hecho (CocinaQueue    *self,
                        ConyPedidoItem *item,
                        gboolean       *queued)
{
  const char *hecho = find_param (self, "marcar_item", cony_pedido_item_get_id (item), 2);

  *queued = hecho != NULL;
  return hecho ? g_str_equal (hecho, "true") : cony_pedido_item_get_hecho (item);
}

/**
 * cocina_queue_get_estado:
 * @self: (nullable): a #CocinaQueue
 * @pedido: an order
 * @now: the server's time
 * @umbrales: the branch's thresholds
 *
 * Returns: what its ticket shows: as cocina_pedido_get_estado(), begun also if that only waits
 */
CocinaEstado
cocina_queue_get_estado (CocinaQueue          *self,
                         ConyPedido           *pedido,
                         GDateTime            *now,
                         const CocinaUmbrales *umbrales)
{
  CocinaEstado estado = cocina_pedido_get_estado (pedido, now, umbrales);

  if (estado == COCINA_ESTADO_NUEVO
      && cocina_queue_find (self, "empezar_pedido", cony_pedido_get_id (pedido)))
    return COCINA_ESTADO_A_TIEMPO;
  return estado;
}

/**
 * cocina_queue_get_refill_estado:
 * @self: (nullable): a #CocinaQueue
 * @refill: a request
 * @queued: (out): whether a step of it waits
 *
 * Returns: (transfer none): the state that the request has, or will have
 */
const char *
cocina_queue_get_refill_estado (CocinaQueue *self,
                                ConyRefill  *refill,
                                gboolean    *queued)
{
  const char *estado = find_param (self, "atender_refill", cony_refill_get_id (refill), 3);

  *queued = estado != NULL;
  return estado ? estado : cony_refill_get_estado (refill);
}

/**
 * cocina_queue_get_n_lost:
 * @self: (nullable): a #CocinaQueue
 *
 * Returns: how many things have become impossible and were not dismissed yet
 */
guint
cocina_queue_get_n_lost (CocinaQueue *self)
{
  g_return_val_if_fail (self == NULL || COCINA_IS_QUEUE (self), 0);

  return self ? self->lost->len : 0;
}

/**
 * cocina_queue_get_lost:
 * @self: (nullable): a #CocinaQueue
 *
 * Returns: (transfer none) (nullable): the oldest of them
 */
ConyOutboxEntry *
cocina_queue_get_lost (CocinaQueue *self)
{
  return cocina_queue_get_n_lost (self) ? g_ptr_array_index (self->lost, 0) : NULL;
}
