/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-alerta-row.h"

#include "atencion-format.h"
#include "cony-receipt-strip.h"
#include "cony-state-pill.h"

struct _AtencionAlertaRow
{
  GtkListBoxRow parent_instance;

  ConyAlerta *alerta; /* owned */
  gboolean listed;

  /* template */
  GtkWidget *again;
  GtkButton *call;
  GtkLabel *message;
  GtkButton *order;
  ConyStatePill *pill;
  ConyReceiptStrip *strip;
};

G_DEFINE_FINAL_TYPE (AtencionAlertaRow, atencion_alerta_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_again (AtencionAlertaRow *self)
{
  gtk_widget_set_visible (self->again, self->listed
                                         && !cony_receipt_strip_get_overdue (self->strip));
}

static void
atencion_alerta_row_dispose (GObject *object)
{
  g_clear_object (&ATENCION_ALERTA_ROW (object)->alerta);
  gtk_widget_dispose_template (GTK_WIDGET (object), ATENCION_TYPE_ALERTA_ROW);

  G_OBJECT_CLASS (atencion_alerta_row_parent_class)->dispose (object);
}

static void
atencion_alerta_row_class_init (AtencionAlertaRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_alerta_row_dispose;

  g_type_ensure (CONY_TYPE_RECEIPT_STRIP);
  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-alerta-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, again);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, call);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, message);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, order);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, pill);
  gtk_widget_class_bind_template_child (widget_class, AtencionAlertaRow, strip);
}

static void
atencion_alerta_row_init (AtencionAlertaRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_object_bind_property (self->strip, "overdue", self->call, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->strip, "notify::overdue", G_CALLBACK (show_again), self,
                           G_CONNECT_SWAPPED);
}

/**
 * atencion_alerta_row_new:
 * @alerta: an alert to the kitchen
 * @session: tells the server's time and the branch's zone
 *
 * Returns: (transfer floating): a row with the message and what became of it
 */
GtkWidget *
atencion_alerta_row_new (ConyAlerta  *alerta,
                         ConySession *session)
{
  AtencionAlertaRow *self = NULL;
  AtencionPill pill;

  g_return_val_if_fail (CONY_IS_ALERTA (alerta), NULL);
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (ATENCION_TYPE_ALERTA_ROW, NULL);
  self->alerta = g_object_ref (alerta);
  pill = atencion_format_prioridad (cony_alerta_get_prioridad (alerta));
  cony_state_pill_set (self->pill, pill.kind, pill.icon_name, pill.label);
  gtk_label_set_label (self->message, cony_alerta_get_mensaje (alerta));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->call), "s", cony_alerta_get_uid (alerta));
  cony_receipt_strip_set_session (self->strip, session);
  cony_receipt_strip_set_alerta (self->strip, alerta);
  return GTK_WIDGET (self);
}

/**
 * atencion_alerta_row_set_listed:
 * @self: a row
 *
 * Makes it a row of the list of all alerts: it says which order it is about and can be repeated.
 */
void
atencion_alerta_row_set_listed (AtencionAlertaRow *self)
{
  const char *cliente = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  g_return_if_fail (ATENCION_IS_ALERTA_ROW (self));

  self->listed = TRUE;
  id = cony_alerta_get_pedido_id (self->alerta);
  cliente = cony_alerta_get_cliente (self->alerta);
  text = g_strdup_printf ("#%" G_GINT64_FORMAT " %s", id, cliente ? cliente : "");
  gtk_button_set_label (self->order, g_strchomp (text));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->order), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->order), "win.ver");
  gtk_widget_set_visible (GTK_WIDGET (self->order), id > 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->again), "s",
                                    cony_alerta_get_uid (self->alerta));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again), "win.repetir");
  show_again (self);
}

/**
 * atencion_alerta_row_set_compact:
 * @self: a row
 * @compact: %TRUE in a narrow window
 */
void
atencion_alerta_row_set_compact (AtencionAlertaRow *self,
                                 gboolean           compact)
{
  g_return_if_fail (ATENCION_IS_ALERTA_ROW (self));

  cony_receipt_strip_set_compact (self->strip, compact);
}
