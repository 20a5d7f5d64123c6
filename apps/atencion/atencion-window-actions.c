/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-alertar-dialog.h"
#include "atencion-format.h"
#include "atencion-message.h"
#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-printed.h"
#include "atencion-refill-dialog.h"
#include "atencion-ticket.h"
#include "atencion-voucher-window.h"

static const char * const tab_names[] = { "aprobar", "cocina", "listos", "refill" };

/* What a running command needs when its answer arrives. */
typedef struct
{
  AtencionWindow *window; /* owned */
  ConyPedido *pedido;     /* owned */
  char *success;          /* owned: said when it has succeeded */
} Run;

static void
run_free (Run *run)
{
  g_clear_object (&run->window);
  g_clear_object (&run->pedido);
  g_clear_pointer (&run->success, g_free);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gboolean
is_open (ConyPedido *pedido)
{
  const char *estado = cony_pedido_get_estado (pedido);

  return g_strcmp0 (estado, "ENTREGADO") != 0 && g_strcmp0 (estado, "CANCELADO") != 0;
}

static char *
describe (ConyPedido *pedido)
{
  return g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));
}

static void
dialog_closed_cb (AtencionWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "shaded");
}

static void
present_dialog (AtencionWindow *self,
                GtkWindow      *dialog)
{
  int width, height;

  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_get_default_size (dialog, &width, &height);
  width = MIN (width, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_window_set_default_size (dialog, width > 0 ? width : -1, height);
  gtk_widget_add_css_class (GTK_WIDGET (self), "shaded");
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (dialog_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* ---- commands without a dialog ---- */

static void ask_motivo (AtencionWindow *self,
                        ConyPedido     *pedido);

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  AtencionWindow *self = run->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer
    = cony_session_run_finish (CONY_SESSION (source), result, &error);

  if (!self->session)
    return; /* closed meanwhile */
  self->busy = FALSE;
  cony_store_refresh (CONY_STORE (self->pedidos), cony_pedido_get_id (run->pedido));
  if (answer)
    atencion_window_toast (self, run->success);
  else if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PRECONDITION))
    ask_motivo (self, run->pedido);
  else
    {
      g_autofree char *number = describe (run->pedido);
      /* Translators: an order's number and what was wrong, as a sentence */
      g_autofree char *text = g_strdup_printf (_("%s: %s"), number, error->message);

      atencion_window_toast (self, text);
    }
  atencion_window_update_actions (self);
}

static void
run (AtencionWindow *self,
     ConyPedido     *pedido,
     ConyCommand    *command,
     const char     *success_format)
{
  Run *data = g_new0 (Run, 1);
  g_autofree char *number = describe (pedido);
  g_auto (GStrv) parts = g_strsplit (success_format, "%s", 2);

  data->window = g_object_ref (self);
  data->pedido = g_object_ref (pedido);
  data->success = g_strjoinv (number, parts);
  self->busy = TRUE;
  atencion_window_update_actions (self);
  cony_session_run_async (self->session, command, NULL, run_cb, data);
}

static void
aprobar_done_cb (AtencionWindow *self,
                 GtkWindow      *dialog)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");
  g_autofree char *number = describe (pedido);
  g_autofree char *text = g_strdup_printf (_("%s approved"), number);

  cony_store_refresh (CONY_STORE (self->pedidos), cony_pedido_get_id (pedido));
  atencion_window_toast (self, text);
}

static void
ask_motivo (AtencionWindow *self,
            ConyPedido     *pedido)
{
  GtkWindow *dialog = atencion_motivo_dialog_new_aprobar (self->session, pedido);

  g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (dialog, "done", G_CALLBACK (aprobar_done_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

static void
approve (AtencionWindow *self,
         ConyPedido     *pedido)
{
  g_autoptr (ConyCommand) command = NULL;

  if (g_strcmp0 (cony_pedido_get_voucher_estado (pedido), "APROBADO") != 0)
    {
      ask_motivo (self, pedido);
      return;
    }
  command = cony_command_new_aprobar_pedido (cony_pedido_get_id (pedido),
                                             cony_pedido_get_estado (pedido), NULL);
  /* Translators: %s is an order's number, like #142 */
  run (self, pedido, command, _("%s approved"));
}

static void
approve_anyway_cb (AtencionWindow *self,
                   const char     *response,
                   GtkWidget      *dialog)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");

  if (g_str_equal (response, "approve") && self->session)
    approve (self, pedido);
}

/* Once more: what cannot be cooked has to be told to the customer before it is promised. */
static void
ask_missing (AtencionWindow *self,
             ConyPedido     *pedido,
             const char     *missing)
{
  g_autofree char *number = describe (pedido);
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  /* Translators: an order like #142, and products with the supplies that they lack */
  body = g_strdup_printf (_("The kitchen has run out of something in %s: %s. Has the customer "
                            "been told?"), number, missing);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Approve what has run out?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", _("Back"), "approve",
                                    _("Approve all the same"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "approve",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  gtk_widget_add_css_class (dialog, "cony");
  g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (approve_anyway_cb), self,
                           G_CONNECT_SWAPPED);
  present_dialog (self, GTK_WINDOW (dialog));
}

static void
aprobar_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autofree char *missing
    = atencion_format_missing (pedido, G_LIST_MODEL (self->productos));

  if (missing)
    ask_missing (self, pedido, missing);
  else
    approve (self, pedido);
}

static void
entregar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autoptr (ConyCommand) command
    = cony_command_new_entregar_pedido (cony_pedido_get_id (pedido),
                                        cony_pedido_get_estado (pedido));

  /* Translators: %s is an order's number, like #142 */
  run (self, pedido, command, _("%s handed over"));
}

static void
primary_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  const char *estado = pedido ? cony_pedido_get_estado (pedido) : NULL;

  if (g_strcmp0 (estado, "PENDIENTE") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.aprobar", NULL);
  else if (g_strcmp0 (estado, "LISTO") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.entregar", NULL);
}

/* ---- dialogs ---- */

static void
cancelar_done_cb (AtencionWindow *self,
                  GtkWindow      *dialog)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");
  g_autofree char *number = describe (pedido);
  /* Translators: %s is an order's number, like #142 */
  g_autofree char *text = g_strdup_printf (_("%s cancelled"), number);

  cony_store_refresh (CONY_STORE (self->pedidos), cony_pedido_get_id (pedido));
  atencion_window_toast (self, text);
}

static void
cancelar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  GtkWindow *dialog = atencion_motivo_dialog_new_cancelar (self->session, pedido);

  g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (dialog, "done", G_CALLBACK (cancelar_done_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

static void
priorizar_done_cb (AtencionWindow *self,
                   GtkWindow      *dialog)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");
  g_autofree char *number = describe (pedido);
  /* Translators: %s is an order's number, like #142 */
  g_autofree char *text = g_strdup_printf (_("%s goes first"), number);

  cony_store_refresh (CONY_STORE (self->pedidos), cony_pedido_get_id (pedido));
  atencion_window_toast (self, text);
}

static void
priorizar_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  GtkWindow *dialog;

  if (cony_pedido_get_prioridad (pedido))
    {
      g_autoptr (ConyCommand) command
        = cony_command_new_priorizar_pedido (cony_pedido_get_id (pedido),
                                             cony_pedido_get_estado (pedido), FALSE, NULL);

      /* Translators: %s is an order's number, like #142 */
      run (self, pedido, command, _("%s takes its turn again"));
      return;
    }
  dialog = atencion_motivo_dialog_new_priorizar (self->session, pedido);
  g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (dialog, "done", G_CALLBACK (priorizar_done_cb), self,
                           G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

/* Without a database it is kept on this machine instead. */
static gboolean
is_queued (GtkWindow *dialog)
{
  return json_object_get_boolean_member_with_default (
    atencion_dialog_get_result (ATENCION_DIALOG (dialog)), "en_cola", FALSE);
}

static void
alertar_done_cb (AtencionWindow *self,
                 GtkWindow      *dialog)
{
  atencion_window_toast (self, is_queued (dialog)
                                 ? _("Alert queued: it is stored when the database is back")
                                 : _("Alert sent to the kitchen"));
}

static void
alertar (AtencionWindow *self,
         ConyPedido     *pedido,
         const char     *mensaje)
{
  GtkWindow *dialog = atencion_alertar_dialog_new (self->session, self->realtime, pedido);

  if (mensaje)
    atencion_alertar_dialog_fill (ATENCION_ALERTAR_DIALOG (dialog), mensaje, "urgente");
  atencion_alertar_dialog_set_narrow (ATENCION_ALERTAR_DIALOG (dialog), self->narrow);
  g_signal_connect_object (dialog, "done", G_CALLBACK (alertar_done_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

static void
alertar_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  AtencionWindow *self = user_data;

  alertar (self, atencion_window_get_pedido (self), NULL);
}

/* An alert that nobody saw: the same words again, as urgent. */
static void
insistir_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyAlerta *alerta
    = cony_store_find_uid (CONY_STORE (self->alertas), g_variant_get_string (parameter, NULL));
  ConyPedido *pedido = atencion_window_get_pedido (self);

  if (alerta && pedido)
    alertar (self, pedido, cony_alerta_get_mensaje (alerta));
}

static void
refill_done_cb (AtencionWindow *self,
                GtkWindow      *dialog)
{
  atencion_window_toast (self, is_queued (dialog)
                                 ? _("Refill queued: it is stored when the database is back")
                                 : _("Refill asked for"));
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
refill_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;
  GtkWindow *dialog = atencion_refill_dialog_new (self->session, G_LIST_MODEL (self->insumos));

  g_signal_connect_object (dialog, "done", G_CALLBACK (refill_done_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

static void
nuevo_done_cb (AtencionWindow *self,
               GtkWindow      *dialog)
{
  JsonObject *result = atencion_dialog_get_result (ATENCION_DIALOG (dialog));
  gint64 id = json_object_get_int_member_with_default (result, "id", 0);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  g_autofree char *text = NULL;

  if (json_object_get_boolean_member_with_default (result, "anadido", FALSE))
    /* Translators: %s is an order's number, like #142 */
    text = g_strdup_printf (_("Added to %s, which the same telephone ordered just now"), number);
  else
    /* Translators: %s is an order's number, like #142 */
    text = g_strdup_printf (_("%s taken"), number);
  atencion_window_toast (self, text);
  self->wanted = id;
  cony_store_refresh (CONY_STORE (self->pedidos), id);
}

static void
nuevo_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AtencionWindow *self = user_data;
  GtkWindow *dialog = atencion_nuevo_dialog_new (self->session, G_LIST_MODEL (self->productos));

  atencion_nuevo_dialog_set_narrow (ATENCION_NUEVO_DIALOG (dialog), self->narrow);
  g_signal_connect_object (dialog, "done", G_CALLBACK (nuevo_done_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, dialog);
}

static void
comprobante_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  AtencionWindow *self = user_data;

  present_dialog (self,
                  atencion_voucher_window_new (self->vouchers, atencion_window_get_pedido (self)));
}

/* ---- for the customer and the kitchen's wall ---- */

static void
copiar_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;
  g_autofree char *message = atencion_message_format (atencion_window_get_pedido (self));
  g_autofree char *text = NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), message);
  /* Translators: %s is a message for a customer */
  text = g_strdup_printf (_("Copied: “%s”"), message);
  atencion_window_toast (self, text);
}

static void
print_done_cb (AtencionWindow          *self,
               GtkPrintOperationResult  result,
               GtkPrintOperation       *operation)
{
  ConyPedido *pedido = g_object_get_data (G_OBJECT (operation), "pedido");
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      g_autofree char *text = NULL;

      gtk_print_operation_get_error (operation, &error);
      /* Translators: %s is what went wrong, as a sentence */
      text = g_strdup_printf (_("The ticket was not printed: %s"), error ? error->message : "");
      atencion_window_toast (self, text);
      return;
    }
  if (result != GTK_PRINT_OPERATION_RESULT_APPLY)
    return;
  atencion_printed_add (pedido);
  g_set_object (&self->print_settings, gtk_print_operation_get_print_settings (operation));
}

static void
imprimir_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);
  g_autoptr (GtkPrintOperation) operation
    = atencion_ticket_create_operation (pedido, self->clock, atencion_printed_contains (pedido));

  g_object_set_data_full (G_OBJECT (operation), "pedido", g_object_ref (pedido), g_object_unref);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, G_CONNECT_SWAPPED);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_print_settings (operation, self->print_settings);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self),
                           NULL);
}

/* ---- moving about ---- */

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
}

static const GActionEntry entries[] = {
  { .name = "alertar", .activate = alertar_cb },
  { .name = "aprobar", .activate = aprobar_cb },
  { .name = "buscar", .activate = buscar_cb },
  { .name = "cancelar", .activate = cancelar_cb },
  { .name = "comprobante", .activate = comprobante_cb },
  { .name = "copiar", .activate = copiar_cb },
  { .name = "descartar", .activate = descartar_cb, .parameter_type = "s" },
  { .name = "entregar", .activate = entregar_cb },
  { .name = "imprimir", .activate = imprimir_cb },
  { .name = "insistir", .activate = insistir_cb, .parameter_type = "s" },
  { .name = "nuevo", .activate = nuevo_cb },
  { .name = "primary", .activate = primary_cb },
  { .name = "priorizar", .activate = priorizar_cb },
  { .name = "recargar", .activate = recargar_cb },
  { .name = "refill", .activate = refill_cb },
  { .name = "tab", .activate = tab_cb, .parameter_type = "s", .state = "'aprobar'" },
  { .name = "ver", .activate = ver_cb, .parameter_type = "x" },
  { .name = "volver", .activate = volver_cb },
};

static void
set_enabled (AtencionWindow *self,
             const char     *name,
             gboolean        enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* atencion_window_add_actions: gives @self its actions. */
void
atencion_window_add_actions (AtencionWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.refill",
                                       NULL);
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
  gboolean ready = connected && !self->busy;
  gboolean keeps = !self->busy && (connected || cony_session_get_outbox (self->session));
  gboolean checking = cony_session_get_checking (self->session);
  gboolean pending = g_strcmp0 (estado, "PENDIENTE") == 0;
  gboolean done = g_strcmp0 (estado, "LISTO") == 0;
  gboolean open = pedido && is_open (pedido);
  gboolean cooking = pending || g_strcmp0 (estado, "EN_PREPARACION") == 0;
  GAction *tab = g_action_map_lookup_action (G_ACTION_MAP (self), "tab");

  set_enabled (self, "alertar", keeps && open);
  set_enabled (self, "aprobar", ready && pending);
  set_enabled (self, "cancelar", ready && open);
  set_enabled (self, "comprobante",
               connected && pedido && cony_pedido_get_voucher_id (pedido) > 0);
  set_enabled (self, "copiar", pedido != NULL);
  set_enabled (self, "entregar", ready && done);
  set_enabled (self, "imprimir", pedido && g_strcmp0 (estado, "CANCELADO") != 0);
  set_enabled (self, "insistir", keeps && open);
  /* An order is of one branch; whoever has them all cannot say of which. */
  set_enabled (self, "nuevo", ready && cony_session_get_sucursal_id (self->session) > 0);
  set_enabled (self, "primary", ready && (pending || done));
  set_enabled (self, "priorizar", ready && cooking);
  set_enabled (self, "recargar", connected);
  set_enabled (self, "refill", keeps);
  set_enabled (self, "volver",
               self->narrow && atencion_window_is_detail_visible (self));
  g_simple_action_set_state (G_SIMPLE_ACTION (tab), g_variant_new_string (tab_names[self->tab]));

  gtk_widget_set_visible (self->aprobar, pending);
  gtk_widget_set_visible (self->narrow_aprobar, pending);
  gtk_widget_set_visible (self->entregar, done);
  gtk_widget_set_visible (self->narrow_entregar, done);
  gtk_widget_set_visible (self->alertar, open);
  gtk_widget_set_visible (self->narrow_alertar, open);
  gtk_widget_set_visible (self->cancelar, open);
  gtk_widget_set_visible (GTK_WIDGET (self->apurar), cooking);
  gtk_button_set_label (self->apurar, pedido && cony_pedido_get_prioridad (pedido)
                                        ? _("No rush") : _("Rush…"));
  gtk_widget_set_visible (self->checking, checking);
  gtk_widget_set_visible (self->waiting, !connected && !checking);
}
