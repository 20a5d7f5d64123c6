/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

/* A whole order in the place of the tickets. */

static gboolean
is_open (CocinaWindow *self)
{
  return gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->order);
}

/* The order that Enter means: the opened one, else the selected one; (transfer none) (nullable). */
ConyPedido *
cocina_window_get_current (CocinaWindow *self)
{
  return is_open (self) ? cocina_pedido_panel_get_pedido (self->order)
                        : cocina_tickets_get_selected (self->tickets);
}

/* Shows the opened order as it is now; one that has left the board is closed. */
void
cocina_window_update_order (CocinaWindow *self)
{
  ConyPedido *pedido = cocina_pedido_panel_get_pedido (self->order);
  g_autoptr (ConyPedido) now_so = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  CocinaUmbrales umbrales;

  if (!pedido || !is_open (self))
    return;
  now_so = cocina_window_find_pedido (self, cony_pedido_get_id (pedido));
  if (!now_so)
    {
      cocina_window_close_panel (self);
      return;
    }
  now = cocina_window_get_now (self);
  zone = cocina_window_get_zone (self);
  umbrales = cocina_window_get_umbrales (self);
  cocina_pedido_panel_set_pedido (self->order, now_so, zone, self->queue);
  cocina_pedido_panel_set_work (self->order,
                                cocina_window_get_pedido_work (cony_pedido_get_id (now_so), self));
  cocina_pedido_panel_tick (self->order, now, &umbrales);
}

static void
open_order (CocinaWindow *self,
            gint64        id)
{
  g_autoptr (ConyPedido) pedido = cocina_window_find_pedido (self, id);
  g_autoptr (GTimeZone) zone = cocina_window_get_zone (self);

  if (!pedido)
    return;
  cocina_tickets_select (self->tickets, id);
  cocina_pedido_panel_set_pedido (self->order, pedido, zone, self->queue);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->order));
  cocina_window_update_order (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->order));
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  open_order (user_data, g_variant_get_int64 (parameter));
}

static void
open_selected_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyPedido *pedido = cocina_window_get_current (self);

  if (is_open (self))
    cocina_window_close_panel (self);
  else if (pedido)
    open_order (self, cony_pedido_get_id (pedido));
}

/* What is on no screen is not looked after. */
static void
page_changed_cb (CocinaWindow *self)
{
  g_autoptr (GTimeZone) zone = cocina_window_get_zone (self);

  if (!is_open (self))
    cocina_pedido_panel_set_pedido (self->order, NULL, zone, NULL);
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = open_cb, .parameter_type = "x" },
  { .name = "open-selected", .activate = open_selected_cb },
};

/* Adds the panel of one order and its actions. */
void
cocina_window_add_order (CocinaWindow *self)
{
  self->order = COCINA_PEDIDO_PANEL (cocina_pedido_panel_new ());
  gtk_widget_set_focusable (GTK_WIDGET (self->order), TRUE);
  gtk_stack_add_child (self->pages, GTK_WIDGET (self->order));
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
