/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-refill-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "atencion-format.h"
#include "cony-state-pill.h"
#include "cony-text.h"

/**
 * AtencionRefillView:
 *
 * One request for supplies: how much of what, who asked, and each step of the kitchen with who took it
 * and when.
 */
struct _AtencionRefillView
{
  GtkWidget parent_instance;

  /* owned */
  AtencionClock *clock;
  ConyRefill *refill;
  GSignalGroup *signals;

  /* template */
  GtkWidget *note;
  GtkLabel *note_text;
  ConyStatePill *pill;
  GtkWidget *scrolled; /* bound so that the template lets go of it */
  GtkListBox *steps;
  GtkLabel *subtitle;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (AtencionRefillView, atencion_refill_view, GTK_TYPE_WIDGET)

static void
show_age (AtencionRefillView *self)
{
  g_autofree char *amount = NULL, *age = NULL, *ago = NULL, *text = NULL;

  if (!self->refill)
    return;
  amount = cony_quantity_format (cony_refill_get_cantidad_solicitada (self->refill),
                                 cony_refill_get_unidad (self->refill));
  age = cony_age_format (
    atencion_clock_get_age (self->clock, cony_refill_get_fecha_solicitud (self->refill)));
  /* Translators: %s is an age, like "6 min" */
  ago = g_strdup_printf (_("%s ago"), age);
  text = g_strdup_printf ("%s  ·  %s", amount, ago);
  gtk_label_set_label (self->subtitle, text);
}

static void
add_step (AtencionRefillView *self,
          AtencionPill        pill,
          const char         *who,
          GDateTime          *when)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *mark = cony_state_pill_new (), *name = gtk_label_new (who ? who : "");
  g_autofree char *clock = atencion_clock_format (self->clock, when, "%H:%M:%S");
  GtkWidget *time = gtk_label_new (clock);

  cony_state_pill_set (CONY_STATE_PILL (mark), pill.kind, pill.icon_name, pill.label);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "strong");
  gtk_widget_add_css_class (time, "secondary");
  gtk_widget_add_css_class (box, "message");
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), time);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (self->steps, row);
}

static void
show_cb (AtencionRefillView *self)
{
  const char *estado, *motivo;
  AtencionPill pill;
  GtkWidget *child;

  if (!self->refill)
    return;
  estado = cony_refill_get_estado (self->refill);
  motivo = cony_refill_get_motivo (self->refill);
  pill = atencion_format_refill (estado);
  if (cony_refill_get_id (self->refill) == 0)
    pill = (AtencionPill) { "gris", "cony-clock-symbolic", _("Queued") };
  gtk_label_set_label (self->title, cony_refill_get_insumo (self->refill));
  cony_state_pill_set (self->pill, pill.kind, pill.icon_name, pill.label);
  gtk_label_set_label (self->note_text, motivo ? motivo : "");
  gtk_widget_set_visible (self->note, motivo && *motivo);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->steps))))
    gtk_list_box_remove (self->steps, child);
  add_step (self, (AtencionPill) { "gris", "cony-check-symbolic", _("Asked") },
            cony_refill_get_solicita (self->refill),
            cony_refill_get_fecha_solicitud (self->refill));
  if (cony_refill_get_visto (self->refill) && g_strcmp0 (estado, "visto") != 0)
    add_step (self, atencion_format_refill ("visto"), cony_refill_get_visto_por (self->refill),
              cony_refill_get_visto (self->refill));
  if (cony_refill_get_en_camino (self->refill) && g_strcmp0 (estado, "en_camino") != 0)
    add_step (self, atencion_format_refill ("en_camino"),
              cony_refill_get_en_camino_por (self->refill),
              cony_refill_get_en_camino (self->refill));
  if (g_strcmp0 (estado, "pendiente") != 0)
    add_step (self, pill, cony_refill_get_atiende (self->refill),
              cony_refill_get_fecha_cambio (self->refill));
  show_age (self);
}

static void
atencion_refill_view_dispose (GObject *object)
{
  AtencionRefillView *self = ATENCION_REFILL_VIEW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->refill);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_REFILL_VIEW);

  G_OBJECT_CLASS (atencion_refill_view_parent_class)->dispose (object);
}

static void
atencion_refill_view_class_init (AtencionRefillViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_refill_view_dispose;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-refill-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, note);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, note_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, pill);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, steps);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillView, title);
}

static void
atencion_refill_view_init (AtencionRefillView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (CONY_TYPE_REFILL);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_cb), self);
}

/**
 * atencion_refill_view_set_up:
 * @self: a view
 * @clock: makes the age run
 *
 * Gives the view what it needs; once, before the first request.
 */
void
atencion_refill_view_set_up (AtencionRefillView *self,
                             AtencionClock      *clock)
{
  g_return_if_fail (ATENCION_IS_REFILL_VIEW (self));
  g_return_if_fail (ATENCION_IS_CLOCK (clock));
  g_return_if_fail (self->clock == NULL);

  self->clock = g_object_ref (clock);
  g_signal_connect_object (clock, "tick", G_CALLBACK (show_age), self, G_CONNECT_SWAPPED);
}

/**
 * atencion_refill_view_get_refill:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the request it shows
 */
ConyRefill *
atencion_refill_view_get_refill (AtencionRefillView *self)
{
  g_return_val_if_fail (ATENCION_IS_REFILL_VIEW (self), NULL);

  return self->refill;
}

/**
 * atencion_refill_view_set_refill:
 * @self: a view
 * @refill: (nullable): the request to show and follow
 */
void
atencion_refill_view_set_refill (AtencionRefillView *self,
                                 ConyRefill         *refill)
{
  g_return_if_fail (ATENCION_IS_REFILL_VIEW (self));
  g_return_if_fail (refill == NULL || CONY_IS_REFILL (refill));

  if (!g_set_object (&self->refill, refill))
    return;
  g_signal_group_set_target (self->signals, refill);
  show_cb (self);
}
