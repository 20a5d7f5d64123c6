/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-pedido-panel.h"

#include <glib/gi18n.h>

#include "cocina-lines.h"
#include "cocina-look.h"
#include "cony-text.h"

/**
 * CocinaPedidoPanel:
 *
 * A whole order in the place of the tickets, for one that its ticket cannot hold: every line, every
 * note to its end.  Its buttons are the actions `win.advance` and `win.ready` with the order's id.
 */
struct _CocinaPedidoPanel
{
  GtkBox parent_instance;

  ConyPedido *pedido; /* owned, nullable */
  CocinaQueue *queue; /* owned, nullable */
  gint64 version;     /* of pedido when its lines were made */
  guint serial;       /* of queue then */
  CocinaEstado estado;
  CocinaTicketWork work;

  GtkLabel *number;
  GtkImage *canal;
  GtkLabel *cliente;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkLabel *time;
  GtkLabel *note;
  GtkBox *columns;
  GtkScrolledWindow *scroller;
  GtkWidget *advance;
  GtkImage *advance_icon;
  GtkLabel *advance_text;
  GtkWidget *ready;
};

G_DEFINE_FINAL_TYPE (CocinaPedidoPanel, cocina_pedido_panel, GTK_TYPE_BOX)

/* Lines side by side: so many are needed for one more column, up to MAX_COLUMNS. */
#define LINES_A_COLUMN 8
#define MAX_COLUMNS 3

/* Which line has the keyboard, -1 for none. */
static int
find_focus (CocinaPedidoPanel *self)
{
  GtkWidget *column = gtk_widget_get_first_child (GTK_WIDGET (self->columns));
  int n = 0;

  for (; column; column = gtk_widget_get_next_sibling (column))
    for (GtkWidget *row = gtk_widget_get_first_child (column); row;
         row = gtk_widget_get_next_sibling (row), n++)
      if (gtk_widget_has_focus (row))
        return n;
  return -1;
}

static void
fill_lines (CocinaPedidoPanel *self,
            GTimeZone         *zone)
{
  g_autoptr (GPtrArray) rows = NULL;
  int focus = find_focus (self);
  GtkWidget *child;
  guint n_columns, height;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->columns))))
    gtk_box_remove (self->columns, child);
  if (!self->pedido)
    return;
  rows = cocina_lines_make (self->pedido, zone, self->queue);
  n_columns = CLAMP ((rows->len + LINES_A_COLUMN - 1) / LINES_A_COLUMN, 1, MAX_COLUMNS);
  height = (rows->len + n_columns - 1) / n_columns;
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);

      if (i % height == 0)
        {
          child = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
          gtk_widget_add_css_class (child, "lines");
          gtk_box_append (self->columns, child);
        }
      gtk_box_append (GTK_BOX (child), row);
      if ((int) i == focus)
        gtk_widget_grab_focus (row);
    }
}

static char *
describe_note (ConyPedido *pedido)
{
  const char *nota = cony_pedido_get_nota (pedido);
  const char *motivo = cony_pedido_get_prioridad_motivo (pedido);
  g_autoptr (GString) text = g_string_new (NULL);

  if (cony_pedido_get_prioridad (pedido))
    {
      if (motivo && *motivo)
        /* Translators: an order in a hurry; %s is the reason */
        g_string_append_printf (text, _ ("RUSH: %s"), motivo);
      else
        g_string_append (text, _ ("RUSH"));
    }
  if (nota && *nota)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", nota);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_buttons (CocinaPedidoPanel *self)
{
  CocinaLook look = cocina_look_get (self->estado);
  gboolean usable = self->work == COCINA_TICKET_WORK_IDLE;
  gboolean begins = self->estado == COCINA_ESTADO_NUEVO;
  gboolean confirms
    = self->estado == COCINA_ESTADO_CAMBIO || self->estado == COCINA_ESTADO_CANCELADO;

  /* Enter does what stands on the left one. */
  gtk_widget_set_visible (self->advance, begins || confirms);
  gtk_image_set_from_icon_name (self->advance_icon, look.action_icon);
  gtk_label_set_label (self->advance_text, look.action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->advance), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  look.action, -1);
  gtk_widget_set_sensitive (self->advance, usable);
  gtk_widget_set_visible (self->ready, !confirms);
  gtk_widget_set_sensitive (self->ready, usable);
}

static void
cocina_pedido_panel_dispose (GObject *object)
{
  CocinaPedidoPanel *self = COCINA_PEDIDO_PANEL (object);

  g_clear_object (&self->pedido);
  g_clear_object (&self->queue);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_PEDIDO_PANEL);

  G_OBJECT_CLASS (cocina_pedido_panel_parent_class)->dispose (object);
}

static void
cocina_pedido_panel_class_init (CocinaPedidoPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_pedido_panel_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-pedido-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, advance);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, advance_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, advance_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, canal);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, cliente);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, columns);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, note);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, number);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, ready);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, state);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, state_icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaPedidoPanel, time);
}

static void
cocina_pedido_panel_init (CocinaPedidoPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_pedido_panel_new:
 *
 * Returns: (transfer floating): a panel without an order
 */
GtkWidget *
cocina_pedido_panel_new (void)
{
  return g_object_new (COCINA_TYPE_PEDIDO_PANEL, NULL);
}

/**
 * cocina_pedido_panel_get_pedido:
 * @self: a #CocinaPedidoPanel
 *
 * Returns: (transfer none) (nullable): the order it shows
 */
ConyPedido *
cocina_pedido_panel_get_pedido (CocinaPedidoPanel *self)
{
  g_return_val_if_fail (COCINA_IS_PEDIDO_PANEL (self), NULL);

  return self->pedido;
}

/**
 * cocina_pedido_panel_set_pedido:
 * @self: a #CocinaPedidoPanel
 * @pedido: (nullable): the order to show
 * @zone: the branch's time zone
 * @queue: (nullable): what waits for the database
 *
 * Shows @pedido as it is now; call it again when it has changed, and tick after it.
 */
void
cocina_pedido_panel_set_pedido (CocinaPedidoPanel *self,
                                ConyPedido        *pedido,
                                GTimeZone         *zone,
                                CocinaQueue       *queue)
{
  g_autofree char *number = NULL;
  g_autofree char *note = NULL;
  gboolean same;
  gint64 id;

  g_return_if_fail (COCINA_IS_PEDIDO_PANEL (self));
  g_return_if_fail (pedido == NULL || CONY_IS_PEDIDO (pedido));
  g_return_if_fail (zone != NULL);

  same = self->pedido == pedido;
  /* A line that stays keeps its button: a finger may be on it. */
  if (same && pedido && self->queue == queue && self->version
      && self->version == cony_pedido_get_version (pedido)
      && self->serial == cocina_queue_get_serial (queue))
    return;
  g_set_object (&self->pedido, pedido);
  g_set_object (&self->queue, queue);
  fill_lines (self, zone);
  if (!pedido)
    return;
  self->version = cony_pedido_get_version (pedido);
  self->serial = cocina_queue_get_serial (queue);
  id = cony_pedido_get_id (pedido);
  number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  note = describe_note (pedido);
  gtk_label_set_label (self->number, number);
  gtk_image_set_from_icon_name (self->canal, cony_canal_icon (cony_pedido_get_canal (pedido)));
  gtk_label_set_label (self->cliente, cony_pedido_get_cliente (pedido));
  gtk_label_set_label (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->advance), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->advance), "win.advance");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->ready), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->ready), "win.ready");
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/**
 * cocina_pedido_panel_set_work:
 * @self: a #CocinaPedidoPanel
 * @work: what the order's buttons are doing
 */
void
cocina_pedido_panel_set_work (CocinaPedidoPanel *self,
                              CocinaTicketWork   work)
{
  g_return_if_fail (COCINA_IS_PEDIDO_PANEL (self));

  self->work = work;
  update_buttons (self);
}

/**
 * cocina_pedido_panel_tick:
 * @self: a #CocinaPedidoPanel with an order
 * @now: the server's time
 * @umbrales: the branch's thresholds
 *
 * Lets the time run and, with it, the state.
 */
void
cocina_pedido_panel_tick (CocinaPedidoPanel    *self,
                          GDateTime            *now,
                          const CocinaUmbrales *umbrales)
{
  g_autofree char *time = NULL;
  CocinaLook look;

  g_return_if_fail (COCINA_IS_PEDIDO_PANEL (self));
  g_return_if_fail (self->pedido != NULL);

  self->estado = cocina_queue_get_estado (self->queue, self->pedido, now, umbrales);
  look = cocina_look_get (self->estado);
  time = cony_timer_format (cocina_pedido_get_seconds (self->pedido, now));
  gtk_label_set_label (self->time, time);
  gtk_image_set_from_icon_name (self->state_icon, look.icon);
  gtk_label_set_label (self->state, look.word);
  update_buttons (self);
}
