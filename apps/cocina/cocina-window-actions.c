/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

/* What a press on a ticket does, and the board's keys. */

static void
confirm (CocinaWindow *self,
         ConyPedido   *pedido)
{
  gint64 id = cony_pedido_get_id (pedido);
  g_autoptr (ConyCommand) command
    = cony_command_new_confirmar_cambio (id, cony_pedido_get_version (pedido));

  cocina_window_run (self, "pedido", id, self->pedido_store, id, command, NULL);
}

static void
set_ready (CocinaWindow *self,
           ConyPedido   *pedido)
{
  gint64 id = cony_pedido_get_id (pedido);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  /* Translators: %s is the order's number, like "#133" */
  g_autofree char *done = g_strdup_printf (_ ("%s ready"), number);
  g_autoptr (ConyCommand) command
    = cony_command_new_pedido_listo (id, cony_pedido_get_estado (pedido));

  /* An opened order is done with. */
  if (cocina_pedido_panel_get_pedido (self->order) == pedido)
    cocina_window_close_panel (self);
  cocina_window_run_ready (self, id, command, done);
}

static void
start (CocinaWindow *self,
       ConyPedido   *pedido)
{
  gint64 id = cony_pedido_get_id (pedido);
  g_autoptr (ConyCommand) command
    = cony_command_new_empezar_pedido (id, cony_pedido_get_estado (pedido));

  cocina_window_run (self, "pedido", id, self->pedido_store, id, command, NULL);
}

/* The button of a ticket: what comes next for this order. */
static void
advance (CocinaWindow *self,
         ConyPedido   *pedido)
{
  g_autoptr (GDateTime) now = cocina_window_get_now (self);
  CocinaUmbrales umbrales = cocina_window_get_umbrales (self);

  if (cocina_queue_find (self->queue, "pedido_listo", cony_pedido_get_id (pedido)))
    return;
  switch (cocina_queue_get_estado (self->queue, pedido, now, &umbrales))
    {
    case COCINA_ESTADO_CAMBIO:
    case COCINA_ESTADO_CANCELADO:
      confirm (self, pedido);
      break;
    case COCINA_ESTADO_NUEVO:
      start (self, pedido);
      break;
    case COCINA_ESTADO_A_TIEMPO:
    case COCINA_ESTADO_APURAR:
    case COCINA_ESTADO_TARDE:
    default:
      set_ready (self, pedido);
      break;
    }
}

static void
advance_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  CocinaWindow *self = user_data;
  g_autoptr (ConyPedido) pedido = cocina_window_find_pedido (self, g_variant_get_int64 (parameter));

  if (pedido)
    advance (self, pedido);
}

static void
advance_selected_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyPedido *pedido = cocina_window_get_current (self);

  if (pedido)
    advance (self, pedido);
}

static void
ready (CocinaWindow *self,
       ConyPedido   *pedido)
{
  if (cocina_pedido_is_cooking (pedido) && !cony_pedido_get_cambio (pedido)
      && !cocina_queue_find (self->queue, "pedido_listo", cony_pedido_get_id (pedido)))
    set_ready (self, pedido);
}

static void
ready_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  CocinaWindow *self = user_data;
  g_autoptr (ConyPedido) pedido
    = cocina_window_find_pedido (self, g_variant_get_int64 (parameter));

  if (pedido)
    ready (self, pedido);
}

static void
ready_selected_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  CocinaWindow *self = user_data;
  ConyPedido *pedido = cocina_window_get_current (self);

  if (pedido)
    ready (self, pedido);
}

static void
strike_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;
  gint64 pedido_id, item_id;
  g_autoptr (ConyPedido) pedido = NULL;
  GListModel *items;

  g_variant_get (parameter, "(xx)", &pedido_id, &item_id);
  pedido = cocina_window_find_pedido (self, pedido_id);
  if (!pedido || !cocina_pedido_is_cooking (pedido))
    return;
  items = cony_pedido_get_items (pedido);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      g_autoptr (ConyCommand) command = NULL;
      gboolean queued;

      if (cony_pedido_item_get_id (item) != item_id)
        continue;
      command = cony_command_new_marcar_item (
        item_id, !cocina_queue_get_hecho (self->queue, item, &queued));
      cocina_window_run (self, "item", item_id, self->pedido_store, pedido_id, command, NULL);
      break;
    }
}

static void
select_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_tickets_select (self->tickets, g_variant_get_int64 (parameter));
  gtk_widget_grab_focus (GTK_WIDGET (self->tickets));
}

static void
select_digit_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_tickets_select_digit (self->tickets, g_variant_get_int32 (parameter));
  /* A digit means a ticket: an opened order gives way to it. */
  if (cocina_pedido_panel_get_pedido (self->order))
    cocina_window_close_panel (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->tickets));
}

static void
page_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_tickets_turn_page (self->tickets, g_variant_get_int32 (parameter));
}

/* ---- window ---- */

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  GtkWindow *window = user_data;

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;

  if (!cocina_window_close_panel (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->tickets));
}

static const GActionEntry entries[] = {
  { .name = "advance", .activate = advance_cb, .parameter_type = "x" },
  { .name = "advance-selected", .activate = advance_selected_cb },
  { .name = "ready", .activate = ready_cb, .parameter_type = "x" },
  { .name = "ready-selected", .activate = ready_selected_cb },
  { .name = "strike", .activate = strike_cb, .parameter_type = "(xx)" },
  { .name = "select", .activate = select_cb, .parameter_type = "x" },
  { .name = "select-digit", .activate = select_digit_cb, .parameter_type = "i" },
  { .name = "page", .activate = page_cb, .parameter_type = "i" },
  { .name = "fullscreen", .activate = fullscreen_cb },
  { .name = "back", .activate = back_cb },
};

static const struct
{
  guint key;
  const char *action;
} keys[] = {
  { GDK_KEY_l, "win.ready-selected" },
  { GDK_KEY_o, "win.open-selected" },
  { GDK_KEY_r, "win.refill" },
  { GDK_KEY_c, "win.preferences" },
  { GDK_KEY_i, "win.supplies" },
  { GDK_KEY_t, "win.totals" },
  { GDK_KEY_BackSpace, "win.recall" },
  { GDK_KEY_KP_Subtract, "win.recall" },
  { GDK_KEY_d, "win.dismiss-lost" },
  { GDK_KEY_F11, "win.fullscreen" },
  { GDK_KEY_Escape, "win.back" },
};

/* Adds the board's keys: a bump bar is a keyboard. */
void
cocina_window_class_add_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
  for (int digit = 1; digit <= 9; digit++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + digit, 0, "win.select-digit",
                                           "i", digit);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + digit, 0,
                                           "win.select-digit", "i", digit);
    }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "win.page", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "win.page", "i", -1);
}

/* Adds the actions of the window. */
void
cocina_window_add_actions (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
