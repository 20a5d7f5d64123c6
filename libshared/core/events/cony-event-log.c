/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-log.h"

struct _ConyEventLog
{
  GObject parent_instance;

  /* owned: a ring of ConyEvent */
  ConyEvent *ring[CONY_EVENT_LOG_LENGTH];
  guint first;
  guint length;

  /* how many arrived since the mark: a fill does not know them */
  guint n_since_mark;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConyEventLog, cony_event_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static ConyEvent **
get_slot (ConyEventLog *self,
          guint         position)
{
  return &self->ring[(self->first + position) % CONY_EVENT_LOG_LENGTH];
}

static void
drop_first (ConyEventLog *self)
{
  g_clear_object (get_slot (self, 0));
  self->first = (self->first + 1) % CONY_EVENT_LOG_LENGTH;
  self->length--;
}

static void
append (ConyEventLog *self,
        ConyEvent    *event)
{
  *get_slot (self, self->length) = g_object_ref (event);
  self->length++;
}

static void
event_cb (ConyEventLog *self,
          ConyEvent    *event)
{
  if (self->length == CONY_EVENT_LOG_LENGTH)
    {
      drop_first (self);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 1, 0);
    }
  append (self, event);
  self->n_since_mark++;
  g_list_model_items_changed (G_LIST_MODEL (self), self->length - 1, 0, 1);
}

/* What is looked for was mostly shown a moment ago, so it is near the end. */
static gboolean
find_position (ConyEventLog *self,
               const char   *uid,
               guint        *position)
{
  for (guint i = self->length; i-- > 0;)
    if (g_strcmp0 (cony_event_get_uid (*get_slot (self, i)), uid) == 0)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static void
completed_cb (ConyEventLog *self,
              ConyEvent    *event)
{
  guint position;

  if (!find_position (self, cony_event_get_uid (event), &position))
    return;
  g_set_object (get_slot (self, position), event);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
}

static void
clear_ring (ConyEventLog *self)
{
  while (self->length > 0)
    drop_first (self);
  self->first = 0;
}

/* The events that arrived since the mark and are not among @events. */
static GPtrArray *
find_later (ConyEventLog *self,
            GPtrArray    *events)
{
  GPtrArray *later = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = MIN (self->n_since_mark, self->length);

  for (guint i = 0; i < events->len; i++)
    g_hash_table_add (uids, (char *) cony_event_get_uid (events->pdata[i]));
  for (guint i = self->length - n; i < self->length; i++)
    {
      ConyEvent *event = *get_slot (self, i);
      const char *uid = cony_event_get_uid (event);

      if (uid == NULL || !g_hash_table_contains (uids, uid))
        g_ptr_array_add (later, g_object_ref (event));
    }
  return later;
}

static GType
cony_event_log_get_item_type (GListModel *model)
{
  return CONY_TYPE_EVENT;
}

static guint
cony_event_log_get_n_items (GListModel *model)
{
  return CONY_EVENT_LOG (model)->length;
}

static gpointer
cony_event_log_get_item (GListModel *model,
                         guint       position)
{
  ConyEventLog *self = CONY_EVENT_LOG (model);

  return position < self->length ? g_object_ref (*get_slot (self, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cony_event_log_get_item_type;
  iface->get_n_items = cony_event_log_get_n_items;
  iface->get_item = cony_event_log_get_item;
}

static void
cony_event_log_dispose (GObject *object)
{
  clear_ring (CONY_EVENT_LOG (object));

  G_OBJECT_CLASS (cony_event_log_parent_class)->dispose (object);
}

static void
cony_event_log_class_init (ConyEventLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cony_event_log_dispose;
}

static void
cony_event_log_init (ConyEventLog *self)
{
}

/**
 * cony_event_log_new:
 * @dispatcher: where the events come from
 *
 * Returns: (transfer full): a log that follows @dispatcher as long as both live
 */
ConyEventLog *
cony_event_log_new (ConyDispatcher *dispatcher)
{
  ConyEventLog *self;

  g_return_val_if_fail (CONY_IS_DISPATCHER (dispatcher), NULL);

  self = g_object_new (CONY_TYPE_EVENT_LOG, NULL);
  g_signal_connect_object (dispatcher, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "completed", G_CALLBACK (completed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * cony_event_log_mark:
 * @self: a log
 *
 * Events that arrive from now on stay behind those of the next fill: its snapshot may not have
 * them.
 */
void
cony_event_log_mark (ConyEventLog *self)
{
  g_return_if_fail (CONY_IS_EVENT_LOG (self));

  self->n_since_mark = 0;
}

/**
 * cony_event_log_fill:
 * @self: a log
 * @events: (element-type ConyEvent): stored events with uids, oldest first
 *
 * Shows these instead of what was shown, and behind them what arrived since the mark; of more than
 * 1000, the last 1000.
 */
void
cony_event_log_fill (ConyEventLog *self,
                     GPtrArray    *events)
{
  g_autoptr (GPtrArray) all = NULL;
  guint before;

  g_return_if_fail (CONY_IS_EVENT_LOG (self));
  g_return_if_fail (events != NULL);

  all = find_later (self, events);
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_insert (all, i, g_object_ref (events->pdata[i]));
  before = self->length;
  clear_ring (self);
  for (guint i = all->len - MIN (all->len, CONY_EVENT_LOG_LENGTH); i < all->len; i++)
    append (self, all->pdata[i]);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->length);
}

/**
 * cony_event_log_find:
 * @self: a log
 * @uid: uid of an event
 *
 * Returns: (transfer none) (nullable): the event
 */
ConyEvent *
cony_event_log_find (ConyEventLog *self,
                     const char   *uid)
{
  guint position;

  g_return_val_if_fail (CONY_IS_EVENT_LOG (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  return find_position (self, uid, &position) ? *get_slot (self, position) : NULL;
}

/**
 * cony_event_log_clear:
 * @self: a log
 *
 * Forgets everything.
 */
void
cony_event_log_clear (ConyEventLog *self)
{
  guint before;

  g_return_if_fail (CONY_IS_EVENT_LOG (self));

  before = self->length;
  clear_ring (self);
  self->n_since_mark = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
}
