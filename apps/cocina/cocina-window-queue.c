/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cocina-refill-row.h"

static ConyPedidoItem *
find_item (CocinaWindow  *self,
           gint64         id,
           ConyPedido   **pedido)
{
  guint n = self->pedidos ? g_list_model_get_n_items (self->pedidos) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedido) candidate = g_list_model_get_item (self->pedidos, i);
      GListModel *items = cony_pedido_get_items (candidate);

      for (guint j = 0; j < g_list_model_get_n_items (items); j++)
        {
          g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, j);

          if (cony_pedido_item_get_id (item) != id)
            continue;
          *pedido = candidate;
          return item;
        }
    }
  return NULL;
}

static char *
describe_refill (CocinaWindow    *self,
                 ConyOutboxEntry *entry)
{
  ConyRefill *refill = NULL;
  const char *estado = cony_command_get_params (cony_outbox_entry_get_command (entry))[3];

  if (self->refill_store)
    refill = cony_store_find (CONY_STORE (self->refill_store),
                              cony_outbox_entry_get_refill_id (entry));
  if (!refill)
    return cony_outbox_entry_dup_title (entry);
  /* Translators: an answer to a request for supplies; %1$s is the product, %2$s the state */
  return g_strdup_printf (_ ("Refill of %1$s: %2$s"), cony_refill_get_insumo (refill),
                          cocina_refill_name (estado));
}

static char *
describe_strike (ConyOutboxEntry *entry,
                 ConyPedido      *pedido,
                 ConyPedidoItem  *item)
{
  const char *hecho = cony_command_get_params (cony_outbox_entry_get_command (entry))[2];
  g_autofree char *text = NULL;

  text = g_strdup_printf (g_str_equal (hecho, "true") ? _ ("Strike %1$d %2$s")
                                                      : _ ("Unstrike %1$d %2$s"),
                          cony_pedido_item_get_cantidad (item),
                          cony_pedido_item_get_producto (item));
  return g_strdup_printf ("#%" G_GINT64_FORMAT " · %s", cony_pedido_get_id (pedido), text);
}

/* What somebody did, as the kitchen calls it. */
static char *
describe (CocinaWindow    *self,
          ConyOutboxEntry *entry)
{
  gint64 item_id = cony_outbox_entry_get_item_id (entry);
  ConyPedido *pedido = NULL;
  ConyPedidoItem *item = item_id ? find_item (self, item_id, &pedido) : NULL;

  if (item)
    return describe_strike (entry, pedido, item);
  if (cony_outbox_entry_get_refill_id (entry))
    return describe_refill (self, entry);
  return cony_outbox_entry_dup_title (entry);
}

static void
show_lost (CocinaWindow *self)
{
  ConyOutboxEntry *entry = cocina_queue_get_lost (self->queue);
  g_autofree char *what = entry ? describe (self, entry) : NULL;
  g_autofree char *hour = NULL;
  g_autofree char *title = NULL;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "dismiss-lost");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), entry != NULL);
  if (!entry)
    {
      cocina_lost_show (self->lost, NULL, NULL, 0);
      return;
    }
  hour = cocina_window_format_hour (self, cony_outbox_entry_get_made (entry), "%H:%M");
  /* Translators: %1$s is what somebody did at the time %2$s */
  title = g_strdup_printf (_ ("Not stored: %1$s (%2$s)"), what, hour);
  cocina_lost_show (self->lost, title, cony_outbox_entry_get_error (entry),
                    cocina_queue_get_n_lost (self->queue));
}

static void
dismiss_lost_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyOutboxEntry *entry = cocina_queue_get_lost (self->queue);
  ConyOutbox *outbox = self->session ? cony_session_get_outbox (self->session) : NULL;

  if (entry && outbox)
    cony_outbox_dismiss (outbox, cony_outbox_entry_get_clave (entry));
}

static const GActionEntry entries[] = {
  { .name = "dismiss-lost", .activate = dismiss_lost_cb },
};

static void
queue_changed_cb (CocinaWindow *self)
{
  show_lost (self);
  cocina_panel_refresh (self->refills);
  cocina_window_update_actions (self);
}

/* It is in the database, and the row tells so in a moment: its button stays quiet until then. */
static void
stored_cb (CocinaWindow *self,
           gint64        pedido_id,
           gint64        refill_id)
{
  if (pedido_id)
    {
      cocina_window_settle (self, "pedido", pedido_id);
      cony_store_refresh (CONY_STORE (self->pedido_store), pedido_id);
    }
  if (refill_id)
    {
      cocina_window_settle (self, "refill", refill_id);
      cony_store_refresh (CONY_STORE (self->refill_store), refill_id);
    }
}

/* Adds the action of the strip of what was lost. */
void
cocina_window_add_queue (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* Shows what waits in @outbox, a list of ConyOutboxEntry; nothing may wait when it is %NULL. */
void
cocina_window_set_outbox (CocinaWindow *self,
                          GListModel   *outbox)
{
  g_assert (self->queue == NULL);

  self->queue = cocina_queue_new (outbox);
  self->keeps = outbox != NULL;
  g_signal_connect_object (self->queue, "changed", G_CALLBACK (queue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "stored", G_CALLBACK (stored_cb), self, G_CONNECT_SWAPPED);
  cocina_tickets_set_queue (self->tickets, self->queue);
  cocina_window_set_rail_queue (self);
  queue_changed_cb (self);
}

/* Takes back a *Ready* that waits; %FALSE when none does, or it may have been done already. */
gboolean
cocina_window_withdraw_ready (CocinaWindow *self,
                              gint64        pedido_id)
{
  ConyOutboxEntry *entry = cocina_queue_find (self->queue, "pedido_listo", pedido_id);
  ConyOutbox *outbox = self->session ? cony_session_get_outbox (self->session) : NULL;

  return entry && outbox && cony_outbox_undo (outbox, cony_outbox_entry_get_clave (entry));
}
