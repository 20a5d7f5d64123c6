/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

/* Moving about, the keys, and what can be done at all. */

static const char * const tab_names[] = { "aprobar", "cocina", "listos", "refill" };

static gboolean
is_open (ConyPedido *pedido)
{
  const char *estado = cony_pedido_get_estado (pedido);

  return g_strcmp0 (estado, "ENTREGADO") != 0 && g_strcmp0 (estado, "CANCELADO") != 0;
}

static void
tab_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  AtencionWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tab_names); i++)
    if (g_str_equal (tab_names[i], name))
      atencion_window_set_tab (self, i);
}

static void
ver_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido
    = cony_store_find (CONY_STORE (self->pedidos), g_variant_get_int64 (parameter));

  if (pedido)
    atencion_window_show_pedido (self, pedido, TRUE);
}

static void
volver_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
buscar_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (self->search);
}

static void
recargar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;

  cony_store_load (CONY_STORE (self->pedidos));
  cony_store_load (CONY_STORE (self->alertas));
  cony_store_load (CONY_STORE (self->refills_store));
  cony_store_load (CONY_STORE (self->insumos));
  cony_store_load (CONY_STORE (self->productos));
  cony_store_load (CONY_STORE (self->undelivered));
  cony_store_load (CONY_STORE (self->sucursales));
}

static void
descartar_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyOutbox *outbox = cony_session_get_outbox (self->session);

  if (outbox)
    cony_outbox_dismiss (outbox, g_variant_get_string (parameter, NULL));
}

static void
set_enabled (AtencionWindow *self,
             const char     *name,
             gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_checking (ConyActionButton *button,
               const char           *running,
               const char           *action)
{
  cony_action_button_set_checking (button, g_strcmp0 (running, action) == 0);
}

/* atencion_window_add_actions: gives @self its actions. */
void
atencion_window_add_actions (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "buscar", .activate = buscar_cb },
    { .name = "descartar", .activate = descartar_cb, .parameter_type = "s" },
    { .name = "recargar", .activate = recargar_cb },
    { .name = "tab", .activate = tab_cb, .parameter_type = "s", .state = "'aprobar'" },
    { .name = "ver", .activate = ver_cb, .parameter_type = "x" },
    { .name = "volver", .activate = volver_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  atencion_window_add_alert_actions (self);
  atencion_window_add_dialog_actions (self);
  atencion_window_add_order_actions (self);
  atencion_window_add_paper_actions (self);
}

/* atencion_window_class_bind: gives the class its keys. */
void
atencion_window_class_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "win.primary", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "win.primary", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.copiar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.nuevo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "win.imprimir",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.buscar",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "win.alertar",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.avisar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "win.avisos",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refill",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.priorizar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_CONTROL_MASK,
                                       "win.cancelar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK,
                                       "win.comprobante", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK,
                                       "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "win.recargar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.volver",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.volver", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tab_names); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.tab", "s",
                                         tab_names[i]);
}

/* atencion_window_update_actions: what can be done now, with this order and this connection. */
void
atencion_window_update_actions (AtencionWindow *self)
{
  ConyPedido *pedido = atencion_window_get_pedido (self);
  const char *estado = pedido ? cony_pedido_get_estado (pedido) : NULL;
  gboolean connected = cony_database_get_connected (cony_session_get_database (self->session));
  const char *running = atencion_window_get_running (self, pedido);
  gboolean ready = connected && !running;
  gboolean keeps = connected || cony_session_get_outbox (self->session);
  gboolean checking = cony_session_get_checking (self->session);
  gboolean pending = g_strcmp0 (estado, "PENDIENTE") == 0;
  gboolean done = g_strcmp0 (estado, "LISTO") == 0;
  gboolean open = pedido && is_open (pedido);
  gboolean cooking = pending || g_strcmp0 (estado, "EN_PREPARACION") == 0;
  GAction *avisos = g_action_map_lookup_action (G_ACTION_MAP (self), "avisos");
  GAction *tab = g_action_map_lookup_action (G_ACTION_MAP (self), "tab");

  set_enabled (self, "alertar", keeps && open);
  set_enabled (self, "avisar", keeps);
  set_enabled (self, "aprobar", ready && pending);
  set_enabled (self, "cancelar", ready && open);
  set_enabled (self, "comprobante",
               connected && pedido && cony_pedido_get_voucher_id (pedido) > 0);
  set_enabled (self, "copiar", pedido != NULL);
  set_enabled (self, "entregar", ready && done);
  set_enabled (self, "imprimir", pedido && g_strcmp0 (estado, "CANCELADO") != 0);
  set_enabled (self, "insistir", keeps);
  /* An order is of one branch; whoever has them all cannot say of which. */
  set_enabled (self, "nuevo", connected && cony_session_get_sucursal_id (self->session) > 0);
  set_enabled (self, "primary", ready && (pending || done));
  set_enabled (self, "priorizar", ready && cooking);
  set_enabled (self, "recargar", connected);
  set_enabled (self, "refill", keeps);
  set_enabled (self, "repetir", keeps);
  set_enabled (self, "volver",
               self->narrow && atencion_window_is_detail_visible (self));
  g_simple_action_set_state (G_SIMPLE_ACTION (avisos), g_variant_new_boolean (self->avisos));
  g_simple_action_set_state (G_SIMPLE_ACTION (tab), g_variant_new_string (tab_names[self->tab]));

  gtk_widget_set_visible (GTK_WIDGET (self->aprobar), pending);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_aprobar), pending);
  gtk_widget_set_visible (GTK_WIDGET (self->entregar), done);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_entregar), done);
  gtk_widget_set_visible (self->alertar, open);
  gtk_widget_set_visible (self->narrow_alertar, open);
  gtk_widget_set_visible (self->avisar, self->avisos);
  gtk_widget_set_visible (self->narrow_avisar, self->avisos);
  gtk_widget_set_visible (self->cancelar, open);
  gtk_widget_set_visible (GTK_WIDGET (self->apurar), cooking);
  cony_action_button_set_text (self->apurar, pedido && cony_pedido_get_prioridad (pedido)
                                                   ? _("No rush") : _("Rush…"));
  running = checking ? running : NULL;
  show_checking (self->apurar, running, "priorizar");
  show_checking (self->aprobar, running, "aprobar");
  show_checking (self->entregar, running, "entregar");
  show_checking (self->narrow_aprobar, running, "aprobar");
  show_checking (self->narrow_entregar, running, "entregar");
  gtk_widget_set_visible (self->checking, checking);
  gtk_widget_set_visible (self->waiting, !connected && !checking);
}
