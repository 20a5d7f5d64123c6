/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-ticket.h"

#include <glib/gi18n.h>

#include "cocina-line.h"
#include "cocina-lines.h"
#include "cocina-look.h"
#include "cony-text.h"

/**
 * CocinaTicket:
 *
 * One order as the kitchen sees it.  A ticket is reused for other orders; its button is the action
 * `win.advance`, its head the action `win.select`, and to hold it `win.open`, each with the order's
 * id.
 */
struct _CocinaTicket
{
  GtkBox parent_instance;

  ConyPedido *pedido; /* owned, nullable */
  CocinaQueue *queue; /* owned, nullable */
  gboolean selected;
  gint64 version;  /* of pedido when it was drawn */
  guint serial;    /* of queue then */
  gint64 spoken_minute;
  CocinaEstado estado;
  CocinaTicketWork work;
  gboolean fresh; /* the state below was drawn for this order */

  GtkLabel *number;
  GtkWidget *bell;
  GtkLabel *time;
  GtkImage *canal;
  GtkLabel *cliente;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkWidget *badges;
  GtkLabel *recalled;
  GtkWidget *queued;
  GtkWidget *rush;
  GtkLabel *rush_text;
  ConyLines *lines;
  GtkWidget *note;
  GtkImage *note_icon;
  GtkLabel *note_text;
  GtkWidget *action;
  GtkImage *action_icon;
  GtkLabel *action_text;
  GtkWidget *keys;
  GtkLabel *digit_key;
};

G_DEFINE_FINAL_TYPE (CocinaTicket, cocina_ticket, GTK_TYPE_BOX)

static void
fill_badges (CocinaTicket *self)
{
  gboolean rush = cony_pedido_get_prioridad (self->pedido);
  gboolean recalled = cony_pedido_get_recuperado (self->pedido) != NULL;
  gboolean queued
    = cocina_queue_find (self->queue, "empezar_pedido", cony_pedido_get_id (self->pedido)) != NULL;
  const char *motivo = cony_pedido_get_prioridad_motivo (self->pedido);
  g_autofree char *text = NULL;

  if (motivo && *motivo)
    /* Translators: an order in a hurry; %s is the reason */
    text = g_strdup_printf (_ ("RUSH: %s"), motivo);
  gtk_label_set_label (self->rush_text, text ? text : _ ("RUSH"));
  gtk_widget_set_visible (self->rush, rush);
  gtk_widget_set_visible (GTK_WIDGET (self->recalled), recalled);
  gtk_widget_set_visible (self->queued, queued);
  gtk_widget_set_visible (self->badges, rush || recalled || queued);
}

static void
fill_note (CocinaTicket *self,
           GTimeZone    *zone)
{
  GDateTime *cancelado = cony_pedido_get_cancelado (self->pedido);
  const char *nota = cony_pedido_get_nota (self->pedido);
  gboolean cancelled = self->estado == COCINA_ESTADO_CANCELADO;

  if (cancelled)
    {
      const char *who = cony_pedido_get_cancelado_por (self->pedido);
      g_autofree char *hour = cocina_lines_format_hour (cancelado, zone);
      g_autofree char *text = NULL;

      if (who)
        /* Translators: %1$s is a person's name, %2$s the time of day */
        text = g_strdup_printf (_ ("%1$s cancelled it %2$s"), who, hour);
      else
        /* Translators: %s is the time of day */
        text = g_strdup_printf (_ ("Cancelled %s"), hour);
      gtk_label_set_label (self->note_text, text);
    }
  else
    gtk_label_set_label (self->note_text, nota ? nota : "");
  gtk_widget_set_visible (self->note, cancelled || (nota && *nota));
  gtk_image_set_from_icon_name (self->note_icon,
                                cancelled ? "cony-user-symbolic" : "cony-note-symbolic");
  if (cancelled)
    gtk_widget_add_css_class (self->note, "cancel");
  else
    gtk_widget_remove_css_class (self->note, "cancel");
}

static void
update_classes (CocinaTicket *self)
{
  const char *classes[] = { "ticket", cocina_look_get (self->estado).css, NULL, NULL };

  if (self->selected)
    classes[2] = "selected";
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

static void
update_action (CocinaTicket *self)
{
  CocinaLook look = cocina_look_get (self->estado);
  const char *text = look.action;
  gboolean usable = self->work == COCINA_TICKET_WORK_IDLE;
  gboolean late = self->work == COCINA_TICKET_WORK_CHECKING
                  || self->work == COCINA_TICKET_WORK_QUEUED;
  g_autofree char *spoken = NULL;

  if (self->work == COCINA_TICKET_WORK_CHECKING)
    text = _ ("Checking…");
  else if (self->work == COCINA_TICKET_WORK_QUEUED)
    text = _ ("Ready, queued");
  gtk_label_set_label (self->action_text, text);
  gtk_image_set_from_icon_name (self->action_icon,
                                late ? "cony-clock-symbolic" : look.action_icon);
  gtk_widget_set_sensitive (self->action, usable);
  gtk_widget_set_visible (self->keys, usable);
  if (usable)
    gtk_widget_remove_css_class (self->action, "wait");
  else
    gtk_widget_add_css_class (self->action, "wait");
  if (!self->pedido)
    return;
  spoken = g_strdup_printf ("%s #%" G_GINT64_FORMAT, text, cony_pedido_get_id (self->pedido));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->action), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
update_estado (CocinaTicket *self,
               GTimeZone    *zone)
{
  gtk_image_set_from_icon_name (self->state_icon, cocina_look_get (self->estado).icon);
  gtk_label_set_label (self->state, cocina_look_get (self->estado).word);
  fill_note (self, zone);
  update_classes (self);
  update_action (self);
}

/* What a screen reader says: number, customer, state, age, and what is to be cooked. */
static void
speak (CocinaTicket *self,
       gint64        seconds)
{
  GListModel *items = cony_pedido_get_items (self->pedido);
  g_autofree char *age = cony_age_format (seconds);
  g_autoptr (GString) spoken = g_string_new (NULL);

  g_string_printf (spoken, "%s, %s, %s, %s", gtk_label_get_label (self->number),
                   gtk_label_get_label (self->cliente), cocina_look_get (self->estado).word, age);
  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);

      g_string_append_printf (spoken, ", %d %s", cony_pedido_item_get_cantidad (item),
                              cony_pedido_item_get_producto (item));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken->str, -1);
  self->spoken_minute = seconds / 60;
}

static void
cocina_ticket_head_cb (CocinaTicket *self)
{
  if (self->pedido)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.select", "x",
                                cony_pedido_get_id (self->pedido));
}

/* Held for 600 ms: nothing else may come of this press when it is let go.  The button takes slow
 * fingers too. */
static void
cocina_ticket_held_cb (GtkGesture   *gesture,
                       double        x,
                       double        y,
                       CocinaTicket *self)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (under && (under == self->action || gtk_widget_is_ancestor (under, self->action)))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->pedido)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "x",
                                cony_pedido_get_id (self->pedido));
}

static void
cocina_ticket_dispose (GObject *object)
{
  CocinaTicket *self = COCINA_TICKET (object);

  g_clear_object (&self->pedido);
  g_clear_object (&self->queue);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_TICKET);

  G_OBJECT_CLASS (cocina_ticket_parent_class)->dispose (object);
}

static void
cocina_ticket_class_init (CocinaTicketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_ticket_dispose;

  g_type_ensure (CONY_TYPE_LINES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-ticket.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, action);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, action_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, action_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, badges);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, bell);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, canal);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, cliente);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, digit_key);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, keys);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, lines);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, note);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, note_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, note_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, number);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, queued);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, recalled);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, rush);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, rush_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, state);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, state_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaTicket, time);
  gtk_widget_class_bind_template_callback (widget_class, cocina_ticket_head_cb);
  gtk_widget_class_bind_template_callback (widget_class, cocina_ticket_held_cb);
}

static void
cocina_ticket_init (CocinaTicket *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_ticket_new:
 *
 * Returns: (transfer floating): a ticket without an order
 */
GtkWidget *
cocina_ticket_new (void)
{
  return g_object_new (COCINA_TYPE_TICKET, NULL);
}

/**
 * cocina_ticket_set_pedido:
 * @self: a #CocinaTicket
 * @pedido: the order to show
 * @zone: the branch's time zone
 * @queue: (nullable): what waits for the database
 *
 * Shows @pedido as it is now; call it again when the order has changed, and tick after it.
 */
void
cocina_ticket_set_pedido (CocinaTicket *self,
                          ConyPedido   *pedido,
                          GTimeZone    *zone,
                          CocinaQueue  *queue)
{
  g_autofree char *number = NULL;
  g_autofree char *spoken = NULL;
  gint64 id;

  g_return_if_fail (COCINA_IS_TICKET (self));
  g_return_if_fail (CONY_IS_PEDIDO (pedido));
  g_return_if_fail (zone != NULL);

  /* A line that stays keeps its button: a finger may be on it.  Rows without a version are those of
   * an event alone, they change without telling. */
  if (self->pedido == pedido && self->queue == queue && self->version
      && self->version == cony_pedido_get_version (pedido)
      && self->serial == cocina_queue_get_serial (queue))
    return;
  self->version = cony_pedido_get_version (pedido);
  self->serial = cocina_queue_get_serial (queue);
  if (self->pedido && cony_pedido_get_id (self->pedido) != cony_pedido_get_id (pedido))
    cocina_let_go (self->action);
  g_set_object (&self->pedido, pedido);
  g_set_object (&self->queue, queue);
  self->fresh = FALSE;
  id = cony_pedido_get_id (pedido);
  number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  gtk_label_set_label (self->number, number);
  gtk_image_set_from_icon_name (self->canal, cony_canal_icon (cony_pedido_get_canal (pedido)));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->canal),
                               cony_canal_name (cony_pedido_get_canal (pedido)));
  gtk_label_set_label (self->cliente, cony_pedido_get_cliente (pedido));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->action), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action), "win.advance");
  fill_badges (self);
  cocina_lines_fill (self->lines, pedido, zone, queue);
  spoken = g_strdup_printf ("%s %s", _ ("Whole order"), number);
  cony_lines_set_rest_action (self->lines, "win.open", g_variant_new_int64 (id), "O", spoken);
}

/**
 * cocina_ticket_get_pedido:
 * @self: a #CocinaTicket
 *
 * Returns: (transfer none) (nullable): the order it shows
 */
ConyPedido *
cocina_ticket_get_pedido (CocinaTicket *self)
{
  g_return_val_if_fail (COCINA_IS_TICKET (self), NULL);

  return self->pedido;
}

/**
 * cocina_ticket_set_place:
 * @self: a #CocinaTicket
 * @digit: key that selects it, 0 for none
 * @selected: whether Enter means this ticket
 * @bell: whether the alert on the screen is about it
 */
void
cocina_ticket_set_place (CocinaTicket *self,
                         int           digit,
                         gboolean      selected,
                         gboolean      bell)
{
  g_autofree char *key = NULL;

  g_return_if_fail (COCINA_IS_TICKET (self));

  self->selected = selected;
  key = g_strdup_printf ("%d", digit);
  gtk_label_set_label (self->digit_key, key);
  gtk_widget_set_visible (GTK_WIDGET (self->digit_key), !selected && digit >= 1 && digit <= 9);
  gtk_widget_set_visible (self->bell, bell);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  update_classes (self);
}

/**
 * cocina_ticket_set_work:
 * @self: a #CocinaTicket
 * @work: what its button is doing
 */
void
cocina_ticket_set_work (CocinaTicket     *self,
                        CocinaTicketWork  work)
{
  g_return_if_fail (COCINA_IS_TICKET (self));

  self->work = work;
  update_action (self);
}

/**
 * cocina_ticket_tick:
 * @self: a #CocinaTicket with an order
 * @now: the server's time
 * @zone: the branch's time zone
 * @umbrales: the branch's thresholds
 *
 * Lets the time run and, with it, the state.
 */
void
cocina_ticket_tick (CocinaTicket         *self,
                    GDateTime            *now,
                    GTimeZone            *zone,
                    const CocinaUmbrales *umbrales)
{
  g_autofree char *time = NULL;
  CocinaEstado estado;
  gint64 seconds;

  g_return_if_fail (COCINA_IS_TICKET (self));
  g_return_if_fail (self->pedido != NULL);

  seconds = cocina_pedido_get_seconds (self->pedido, now);
  time = cony_timer_format (seconds);
  gtk_label_set_label (self->time, time);
  estado = cocina_queue_get_estado (self->queue, self->pedido, now, umbrales);
  if (self->fresh && estado == self->estado && self->spoken_minute == seconds / 60)
    return;
  if (!self->fresh || estado != self->estado)
    {
      self->estado = estado;
      update_estado (self, zone);
    }
  self->fresh = TRUE;
  speak (self, seconds);
}
