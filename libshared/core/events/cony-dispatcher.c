/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-dispatcher.h"

#include "cony-catalogo.h"

/* One remembered event. */
typedef struct
{
  char *uid;
  gboolean stored;
} Memory;

/* A handler that has run for the event that is being emitted under two names. */
typedef struct
{
  GCallback callback;
  gpointer data;
} Served;

struct _ConyDispatcher
{
  GObject parent_instance;

  /* owned: the ring is in order of arrival, the hash points into it by uid */
  Memory *ring;
  guint n_ring;
  guint oldest;
  GHashTable *by_uid;

  /* borrowed from the stack of the emission that is going on */
  GArray *served;
};

G_DEFINE_FINAL_TYPE (ConyDispatcher, cony_dispatcher, G_TYPE_OBJECT)

enum { EVENT, COMPLETED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
remember (ConyDispatcher *self,
          ConyEvent      *event)
{
  Memory *memory;

  if (self->n_ring < CONY_DISPATCHER_MEMORY)
    memory = &self->ring[self->n_ring++];
  else
    {
      memory = &self->ring[self->oldest];
      self->oldest = (self->oldest + 1) % CONY_DISPATCHER_MEMORY;
      g_hash_table_remove (self->by_uid, memory->uid);
      g_free (memory->uid);
    }
  memory->uid = g_strdup (cony_event_get_uid (event));
  memory->stored = cony_event_get_id (event) > 0;
  g_hash_table_insert (self->by_uid, memory->uid, memory);
}

static gboolean
was_served (GArray   *served,
            GClosure *closure)
{
  Served key = { ((GCClosure *) closure)->callback, closure->data };

  for (guint i = 0; i < served->len; i++)
    {
      const Served *other = &g_array_index (served, Served, i);

      if (other->callback == key.callback && other->data == key.data)
        return TRUE;
    }
  g_array_append_val (served, key);
  return FALSE;
}

/* Set on every C handler of our signals; leaves out one that has had this event under another
 * name. */
static void
marshal (GClosure     *closure,
         GValue       *return_value,
         guint         n_params,
         const GValue *params,
         gpointer      hint,
         gpointer      marshal_data)
{
  ConyDispatcher *self = g_value_get_object (&params[0]);

  if (self->served && was_served (self->served, closure))
    return;
  g_cclosure_marshal_VOID__OBJECT (closure, return_value, n_params, params, hint, marshal_data);
}

/* A name from the wire never makes a quark: one that is none has no subscriber. */
static void
emit (ConyDispatcher *self,
      guint           signal,
      ConyEvent      *event)
{
  const char *tipo = cony_event_get_tipo (event);
  const ConyTipo *row = cony_catalogo_find (tipo);
  g_autoptr (GArray) served = NULL;
  GArray *outer = self->served;

  if (row == NULL || row->alias == NULL)
    {
      self->served = NULL;
      g_signal_emit (self, signals[signal], g_quark_try_string (tipo), event);
      self->served = outer;
      return;
    }

  served = g_array_new (FALSE, FALSE, sizeof (Served));
  self->served = served;
  g_signal_emit (self, signals[signal], g_quark_try_string (tipo), event);
  self->served = served;
  g_signal_emit (self, signals[signal], g_quark_try_string (row->alias), event);
  self->served = outer;
}

static void
cony_dispatcher_finalize (GObject *object)
{
  ConyDispatcher *self = CONY_DISPATCHER (object);

  cony_dispatcher_clear (self);
  g_clear_pointer (&self->by_uid, g_hash_table_unref);
  g_clear_pointer (&self->ring, g_free);

  G_OBJECT_CLASS (cony_dispatcher_parent_class)->finalize (object);
}

static void
cony_dispatcher_class_init (ConyDispatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cony_dispatcher_finalize;

  signals[EVENT] =
    g_signal_new ("event", CONY_TYPE_DISPATCHER, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, marshal, G_TYPE_NONE, 1, CONY_TYPE_EVENT);
  signals[COMPLETED] =
    g_signal_new ("completed", CONY_TYPE_DISPATCHER, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, marshal, G_TYPE_NONE, 1, CONY_TYPE_EVENT);
}

static void
cony_dispatcher_init (ConyDispatcher *self)
{
  self->ring = g_new0 (Memory, CONY_DISPATCHER_MEMORY);
  self->by_uid = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * cony_dispatcher_new:
 *
 * Returns: (transfer full): a dispatcher that has seen nothing
 */
ConyDispatcher *
cony_dispatcher_new (void)
{
  return g_object_new (CONY_TYPE_DISPATCHER, NULL);
}

/**
 * cony_dispatcher_dispatch:
 * @self: a dispatcher
 * @event: an event from any source, not a control message
 *
 * Emits the event unless its uid was seen before.  An event without uid is always emitted.
 *
 * Returns: what was done
 */
ConyDispatchResult
cony_dispatcher_dispatch (ConyDispatcher *self,
                          ConyEvent      *event)
{
  g_autoptr (ConyDispatcher) keep = NULL;
  g_autoptr (ConyEvent) keep_event = NULL;
  const char *uid;
  Memory *memory;

  g_return_val_if_fail (CONY_IS_DISPATCHER (self), CONY_DISPATCH_REPEATED);
  g_return_val_if_fail (CONY_IS_EVENT (event), CONY_DISPATCH_REPEATED);
  g_return_val_if_fail (!cony_event_is_control (event), CONY_DISPATCH_REPEATED);

  keep = g_object_ref (self);
  keep_event = g_object_ref (event);
  uid = cony_event_get_uid (event);
  memory = uid ? g_hash_table_lookup (self->by_uid, uid) : NULL;
  if (memory == NULL)
    {
      if (uid)
        remember (self, event);
      emit (self, EVENT, event);
      return CONY_DISPATCH_SHOWN;
    }
  if (memory->stored || cony_event_get_id (event) == 0)
    return CONY_DISPATCH_REPEATED;
  memory->stored = TRUE;
  emit (self, COMPLETED, event);
  return CONY_DISPATCH_COMPLETED;
}

/**
 * cony_dispatcher_seed:
 * @self: a dispatcher
 * @event: an event that the first fill already shows
 *
 * Remembers the event without emitting it.
 */
void
cony_dispatcher_seed (ConyDispatcher *self,
                      ConyEvent      *event)
{
  g_return_if_fail (CONY_IS_DISPATCHER (self));
  g_return_if_fail (CONY_IS_EVENT (event));

  if (cony_event_get_uid (event) && !cony_dispatcher_knows (self, cony_event_get_uid (event)))
    remember (self, event);
}

/**
 * cony_dispatcher_clear:
 * @self: a dispatcher
 *
 * Forgets what was seen: another person comes.
 */
void
cony_dispatcher_clear (ConyDispatcher *self)
{
  g_return_if_fail (CONY_IS_DISPATCHER (self));

  g_hash_table_remove_all (self->by_uid);
  for (guint i = 0; i < self->n_ring; i++)
    g_clear_pointer (&self->ring[i].uid, g_free);
  self->n_ring = 0;
  self->oldest = 0;
}

/**
 * cony_dispatcher_knows:
 * @self: a dispatcher
 * @uid: identity of an event, a lower-case UUID
 *
 * Returns: whether it is among the last 20,000 that were seen
 */
gboolean
cony_dispatcher_knows (ConyDispatcher *self,
                       const char     *uid)
{
  g_return_val_if_fail (CONY_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return g_hash_table_contains (self->by_uid, uid);
}
