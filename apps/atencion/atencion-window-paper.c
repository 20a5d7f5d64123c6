/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-message.h"
#include "atencion-printed.h"
#include "atencion-ticket.h"

/* The open order for the customer and for the kitchen's wall. */

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
      atencion_window_complain (self, text);
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

/* atencion_window_add_paper_actions: gives @self the actions of this file. */
void
atencion_window_add_paper_actions (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "copiar", .activate = copiar_cb },
    { .name = "imprimir", .activate = imprimir_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
