/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-pedido-row.h"

#include <glib/gi18n.h>

#include "atencion-format.h"
#include "cony-alert-ladder.h"
#include "cony-state-pill.h"
#include "cony-text.h"

struct _AtencionPedidoRow
{
  GtkBox parent_instance;

  /* owned */
  AtencionClock *clock;
  GListModel *alertas; /* of ConyAlerta, of any order */
  ConyPedido *pedido;
  GSignalGroup *signals;

  /* template */
  GtkWidget *age;
  GtkWidget *age_icon;
  GtkLabel *age_text;
  GtkLabel *canal;
  GtkImage *canal_icon;
  GtkLabel *money;
  GtkLabel *name;
  GtkLabel *number;
  ConyStatePill *pill;
  ConyStatePill *rush;
  GtkWidget *unseen;
};

G_DEFINE_FINAL_TYPE (AtencionPedidoRow, atencion_pedido_row, GTK_TYPE_BOX)

/* An alert about this order that nobody saw in time. */
static gboolean
is_unseen (AtencionPedidoRow *self)
{
  ConySession *session = atencion_clock_get_session (self->clock);
  g_autoptr (GDateTime) now = cony_session_now (session);
  guint n_items = g_list_model_get_n_items (self->alertas);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyAlerta) alerta = g_list_model_get_item (self->alertas, i);

      if (cony_alerta_get_pedido_id (alerta) == cony_pedido_get_id (self->pedido)
          && cony_alerta_compute_level (alerta, now) >= CONY_ALERT_LEVEL_TOLD)
        return TRUE;
    }
  return FALSE;
}

static void
show_age (AtencionPedidoRow *self)
{
  g_autofree char *text = NULL;
  gint64 age;
  gboolean old;

  if (!self->pedido)
    return;
  age = atencion_clock_get_age (self->clock, atencion_format_since (self->pedido));
  old = age >= cony_session_get_umbral (atencion_clock_get_session (self->clock),
                                        cony_pedido_get_canal (self->pedido), "apurar",
                                        ATENCION_APURAR);
  text = cony_age_format (age);
  gtk_label_set_label (self->age_text, text);
  gtk_widget_set_visible (self->unseen, is_unseen (self));
  gtk_widget_set_visible (self->age_icon, old);
  if (old)
    gtk_widget_add_css_class (self->age, "old");
  else
    gtk_widget_remove_css_class (self->age, "old");
}

static void
show_cb (AtencionPedidoRow *self)
{
  g_autofree char *number = NULL, *money = NULL, *spoken = NULL;
  const char *canal, *cliente;
  AtencionPill pill;

  if (!self->pedido)
    return;
  canal = cony_pedido_get_canal (self->pedido);
  cliente = cony_pedido_get_cliente (self->pedido);
  number = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (self->pedido));
  money = cony_money_format (cony_pedido_get_total (self->pedido));
  pill = atencion_format_pago (self->pedido);

  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->name, cliente ? cliente : "");
  gtk_label_set_label (self->money, money);
  gtk_label_set_label (self->canal, cony_canal_name (canal));
  gtk_image_set_from_icon_name (self->canal_icon, cony_canal_icon (canal));
  cony_state_pill_set (self->pill, pill.kind, pill.icon_name, pill.label);
  show_age (self);

  gtk_widget_set_visible (GTK_WIDGET (self->rush), cony_pedido_get_prioridad (self->pedido));

  spoken = g_strdup_printf ("%s %s, %s, %s, %s%s%s", number, cliente ? cliente : "", money,
                            cony_canal_name (canal), pill.label,
                            cony_pedido_get_prioridad (self->pedido) ? ", " : "",
                            cony_pedido_get_prioridad (self->pedido) ? _("Rush") : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
atencion_pedido_row_dispose (GObject *object)
{
  AtencionPedidoRow *self = ATENCION_PEDIDO_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->pedido);
  g_clear_object (&self->alertas);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_PEDIDO_ROW);

  G_OBJECT_CLASS (atencion_pedido_row_parent_class)->dispose (object);
}

static void
atencion_pedido_row_class_init (AtencionPedidoRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_pedido_row_dispose;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-pedido-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, age);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, age_icon);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, age_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, canal);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, canal_icon);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, money);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, name);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, number);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, pill);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, rush);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoRow, unseen);
}

static void
atencion_pedido_row_init (AtencionPedidoRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  cony_state_pill_set (self->rush, "bad", "cony-star-symbolic", _("Rush"));
  self->signals = g_signal_group_new (CONY_TYPE_PEDIDO);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_cb), self);
}

/**
 * atencion_pedido_row_new:
 * @clock: makes the age run
 * @alertas: of #ConyAlerta: says when nobody saw one about the order
 *
 * Returns: (transfer floating): a row of the queue that shows no order yet
 */
GtkWidget *
atencion_pedido_row_new (AtencionClock *clock,
                         GListModel    *alertas)
{
  AtencionPedidoRow *self = NULL;

  g_return_val_if_fail (ATENCION_IS_CLOCK (clock), NULL);

  self = g_object_new (ATENCION_TYPE_PEDIDO_ROW, NULL);
  self->clock = g_object_ref (clock);
  self->alertas = g_object_ref (alertas);
  g_signal_connect_object (clock, "tick", G_CALLBACK (show_age), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * atencion_pedido_row_set_pedido:
 * @self: a row
 * @pedido: (nullable): the order to show and follow
 */
void
atencion_pedido_row_set_pedido (AtencionPedidoRow *self,
                                ConyPedido        *pedido)
{
  g_return_if_fail (ATENCION_IS_PEDIDO_ROW (self));
  g_return_if_fail (pedido == NULL || CONY_IS_PEDIDO (pedido));

  if (!g_set_object (&self->pedido, pedido))
    return;
  g_signal_group_set_target (self->signals, pedido);
  show_cb (self);
}
