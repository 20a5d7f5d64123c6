/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-motivo-dialog.h"
#include "atencion-nuevo-dialog.h"
#include "atencion-refill-dialog.h"
#include "atencion-voucher-window.h"

/* What asks something first. */

static void
dialog_closed_cb (AtencionWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "shaded");
}

/* Says what was done; without a database it is kept on this machine instead. */
static void
dialog_done_cb (AtencionWindow *self,
                GtkWindow      *dialog)
{
  JsonObject *result = atencion_dialog_get_result (ATENCION_DIALOG (dialog));
  ConyPedido *pedido = g_object_get_data (G_OBJECT (dialog), "pedido");
  const char *queued = g_object_get_data (G_OBJECT (dialog), "queued");

  if (pedido)
    cony_store_refresh (CONY_STORE (self->pedidos), cony_pedido_get_id (pedido));
  if (queued && json_object_get_boolean_member_with_default (result, "en_cola", FALSE))
    atencion_window_toast (self, queued);
  else
    atencion_window_toast (self, g_object_get_data (G_OBJECT (dialog), "done"));
}

static void
cancelar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);

  /* Translators: %s is an order's number, like #142 */
  atencion_window_open_dialog (self, atencion_motivo_dialog_new_cancelar (self->session, pedido),
                               pedido, _("%s cancelled"), NULL);
}

static void
refill_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AtencionWindow *self = user_data;

  atencion_window_open_dialog (self,
                               atencion_refill_dialog_new (self->session,
                                                           G_LIST_MODEL (self->insumos),
                                                           G_LIST_MODEL (self->sucursales)),
                               NULL, _("Refill asked for"),
                               _("Refill queued: it is stored when the database is back"));
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
  atencion_window_present_dialog (self, dialog);
}

static void
comprobante_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  AtencionWindow *self = user_data;
  ConyPedido *pedido = atencion_window_get_pedido (self);

  atencion_window_present_dialog (self, atencion_voucher_window_new (self->vouchers, pedido));
}

/* atencion_window_add_dialog_actions: gives @self the actions of this file. */
void
atencion_window_add_dialog_actions (AtencionWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "cancelar", .activate = cancelar_cb },
    { .name = "comprobante", .activate = comprobante_cb },
    { .name = "nuevo", .activate = nuevo_cb },
    { .name = "refill", .activate = refill_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* atencion_window_ask_motivo: why an order is approved whose payment nobody has verified. */
void
atencion_window_ask_motivo (AtencionWindow *self,
                            ConyPedido     *pedido)
{
  atencion_window_open_dialog (self, atencion_motivo_dialog_new_aprobar (self->session, pedido),
                               pedido, _("%s approved"), NULL);
}

/* atencion_window_ask_rush: why an order goes before the others. */
void
atencion_window_ask_rush (AtencionWindow *self,
                          ConyPedido     *pedido)
{
  /* Translators: %s is an order's number, like #142 */
  atencion_window_open_dialog (self, atencion_motivo_dialog_new_priorizar (self->session, pedido),
                               pedido, _("%s goes first"), NULL);
}

/* atencion_window_open_dialog: shows a dialog; @done and @queued (nullable) are said when it has ended
 * well; %s in @done is the number of @pedido (nullable). */
void
atencion_window_open_dialog (AtencionWindow *self,
                             GtkWindow      *dialog,
                             ConyPedido     *pedido,
                             const char     *done,
                             const char     *queued)
{
  char *text = NULL;

  if (pedido)
    {
      g_auto (GStrv) parts = g_strsplit (done, "%s", 2);
      g_autofree char *number
        = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));

      text = g_strjoinv (number, parts);
      g_object_set_data_full (G_OBJECT (dialog), "pedido", g_object_ref (pedido), g_object_unref);
    }
  g_object_set_data_full (G_OBJECT (dialog), "done", text ? text : g_strdup (done), g_free);
  g_object_set_data (G_OBJECT (dialog), "queued", (gpointer) queued);
  g_signal_connect_object (dialog, "done", G_CALLBACK (dialog_done_cb), self, G_CONNECT_SWAPPED);
  atencion_window_present_dialog (self, dialog);
}

/* As high as its content, but never higher or wider than the window below, which is whole on the
 * screen: what does not fit scrolls. */
static void
set_size (AtencionWindow *self,
          GtkWindow      *dialog)
{
  int width, height;

  gtk_window_get_default_size (dialog, &width, &height);
  width = MIN (width, gtk_widget_get_width (GTK_WIDGET (self)));
  if (height <= 0 && ATENCION_IS_DIALOG (dialog))
    height = atencion_dialog_get_natural_height (ATENCION_DIALOG (dialog), width);
  height = MIN (height, gtk_widget_get_height (GTK_WIDGET (self)));
  gtk_window_set_default_size (dialog, width > 0 ? width : -1, height > 0 ? height : -1);
}

/* atencion_window_present_dialog: shows a dialog over @self, which is darker meanwhile. */
void
atencion_window_present_dialog (AtencionWindow *self,
                                GtkWindow      *dialog)
{
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  if (self->narrow)
    gtk_widget_add_css_class (GTK_WIDGET (dialog), "narrow");
  set_size (self, dialog);
  gtk_widget_add_css_class (GTK_WIDGET (self), "shaded");
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (dialog_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}
