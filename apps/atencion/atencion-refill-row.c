/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-refill-row.h"

#include <glib/gi18n.h>

#include "atencion-format.h"
#include "cony-state-pill.h"
#include "cony-text.h"

struct _AtencionRefillRow
{
  GtkBox parent_instance;

  /* owned */
  AtencionClock *clock;
  ConyRefill *refill;
  GSignalGroup *signals;

  /* template */
  GtkLabel *age;
  GtkLabel *amount;
  GtkLabel *name;
  ConyStatePill *pill;
  GtkLabel *who;
};

G_DEFINE_FINAL_TYPE (AtencionRefillRow, atencion_refill_row, GTK_TYPE_BOX)

static void
show_age (AtencionRefillRow *self)
{
  g_autofree char *text = NULL;

  if (!self->refill)
    return;
  text = cony_age_format (
    atencion_clock_get_age (self->clock, cony_refill_get_fecha_solicitud (self->refill)));
  gtk_label_set_label (self->age, text);
}

static void
show_cb (AtencionRefillRow *self)
{
  g_autofree char *amount = NULL;
  const char *who;
  AtencionPill pill;

  if (!self->refill)
    return;
  amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (self->refill),
                                 cony_refill_get_unidad (self->refill));
  who = cony_refill_get_solicita (self->refill);
  pill = atencion_format_refill (cony_refill_get_estado (self->refill));
  if (cony_refill_get_id (self->refill) == 0)
    pill = (AtencionPill) { "gris", "cony-clock-symbolic", _("Queued") };
  gtk_label_set_label (self->name, cony_refill_get_insumo (self->refill));
  gtk_label_set_label (self->amount, amount);
  gtk_label_set_label (self->who, who ? who : "");
  cony_state_pill_set (self->pill, pill.kind, pill.icon_name, pill.label);
  show_age (self);
}

static void
atencion_refill_row_dispose (GObject *object)
{
  AtencionRefillRow *self = ATENCION_REFILL_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->refill);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_REFILL_ROW);

  G_OBJECT_CLASS (atencion_refill_row_parent_class)->dispose (object);
}

static void
atencion_refill_row_class_init (AtencionRefillRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_refill_row_dispose;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-refill-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillRow, age);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillRow, amount);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillRow, name);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillRow, pill);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillRow, who);
}

static void
atencion_refill_row_init (AtencionRefillRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (CONY_TYPE_REFILL);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_cb), self);
}

/**
 * atencion_refill_row_new:
 * @clock: makes the age run
 *
 * Returns: (transfer floating): a row that shows no request yet
 */
GtkWidget *
atencion_refill_row_new (AtencionClock *clock)
{
  AtencionRefillRow *self = NULL;

  g_return_val_if_fail (ATENCION_IS_CLOCK (clock), NULL);

  self = g_object_new (ATENCION_TYPE_REFILL_ROW, NULL);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (clock, "tick", G_CALLBACK (show_age), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * atencion_refill_row_set_refill:
 * @self: a row
 * @refill: (nullable): the request to show and follow
 */
void
atencion_refill_row_set_refill (AtencionRefillRow *self,
                                ConyRefill        *refill)
{
  g_return_if_fail (ATENCION_IS_REFILL_ROW (self));
  g_return_if_fail (refill == NULL || CONY_IS_REFILL (refill));

  if (!g_set_object (&self->refill, refill))
    return;
  g_signal_group_set_target (self->signals, refill);
  show_cb (self);
}
