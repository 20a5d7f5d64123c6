/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-store.h"

#include "cony-store-private.h"

static void
event_cb (ConyStore *self,
          ConyEvent *event)
{
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  gint64 id;

  if (klass->apply_event)
    klass->apply_event (self, event);

  id = klass->member ? cony_event_get_int (event, klass->member, 0) : cony_event_get_id (event);
  if (id > 0)
    {
      cony_store_touch_id (self, id, event);
      cony_store_flush (self);
    }
}

/* A row that is known from the outbox only will never be stored. */
static void
withdrawn_cb (ConyStore  *self,
              const char *uid)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  GObject *item = cony_store_find_uid (self, uid);
  guint position = 0;

  if (item == NULL || cony_store_item_id (self, item) != 0 ||
      !g_ptr_array_find (priv->items, item, &position))
    return;
  g_ptr_array_remove_index (priv->items, position);
  cony_store_report (self, position, 1, 0);
}

static void
connect_event (ConyStore      *self,
               ConyDispatcher *dispatcher,
               const char     *signal,
               const char     *tipo)
{
  g_autofree char *detailed = tipo ? g_strdup_printf ("%s::%s", signal, tipo) : g_strdup (signal);

  g_signal_connect_object (dispatcher, detailed, G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
}

/*< private >
 * cony_store_follow:
 *
 * From now on the events of the store's kinds change it, and what came back is read again.
 */
void
cony_store_follow (ConyStore *self)
{
  ConyStorePrivate *priv = cony_store_get_priv (self);
  ConyStoreClass *klass = CONY_STORE_GET_CLASS (self);
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (priv->session);

  if (klass->tipos == NULL)
    {
      connect_event (self, dispatcher, "event", NULL);
      connect_event (self, dispatcher, "completed", NULL);
    }
  for (guint i = 0; klass->tipos && klass->tipos[i]; i++)
    {
      connect_event (self, dispatcher, "event", klass->tipos[i]);
      connect_event (self, dispatcher, "completed", klass->tipos[i]);
    }

  if (cony_session_get_outbox (priv->session))
    g_signal_connect_object (cony_session_get_outbox (priv->session), "withdrawn",
                             G_CALLBACK (withdrawn_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->session, "reconnected", G_CALLBACK (cony_store_load), self,
                           G_CONNECT_SWAPPED);
  if (priv->realtime)
    g_signal_connect_object (priv->realtime, "reload", G_CALLBACK (cony_store_load), self,
                             G_CONNECT_SWAPPED);
}
