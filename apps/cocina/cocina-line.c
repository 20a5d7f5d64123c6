/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-line.h"

#include <glib/gi18n.h>

#include "cony-wrap-layout.h"

/**
 * CocinaLine:
 *
 * A dish of an order: how many, what, and its notes.  It is a button, so that a finger, the keyboard
 * and a screen reader can strike it (`win.strike`).  The notes stand below the dish, and beside it
 * when the height is short.  A line is reused for other dishes: to make the widgets of a page anew
 * takes longer than a frame.
 */
struct _CocinaLine
{
  GtkButton parent_instance;

  gint64 item_id;

  GtkLabel *quantity; /* children */
  GtkWidget *column;
  GtkLabel *dish;
  GtkWidget *clock;
};

G_DEFINE_FINAL_TYPE (CocinaLine, cocina_line, GTK_TYPE_BUTTON)

/* A line of notes that begins so takes something away and must never be overlooked. */
static const char WITHOUT[] = "SIN ";

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/* A note that is cut is worse than one that takes two lines. */
static GtkWidget *
wrapping_label_new (const char *css_class)
{
  GtkWidget *label = label_new (css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
set_note (GtkWidget  *label,
          const char *note,
          gboolean    without)
{
  gtk_label_set_label (GTK_LABEL (label), note);
  set_class (label, "mod", !without);
  set_class (label, "without", without);
  gtk_widget_set_halign (label, without ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}

/* Returns whether one of them takes something away. */
static gboolean
set_notes (CocinaLine *self,
           const char *text)
{
  g_auto (GStrv) notes = g_strsplit (text ? text : "", "\n", -1);
  GtkWidget *label = gtk_widget_get_next_sibling (GTK_WIDGET (self->dish));
  gboolean takes_away = FALSE;

  for (char **note = notes; *note; note++)
    {
      gboolean without = g_str_has_prefix (*note, WITHOUT);

      if (!**note)
        continue;
      if (!label)
        {
          label = wrapping_label_new ("mod");
          gtk_box_append (GTK_BOX (self->column), label);
        }
      set_note (label, *note, without);
      takes_away |= without;
      label = gtk_widget_get_next_sibling (label);
    }
  while (label)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (label);

      gtk_box_remove (GTK_BOX (self->column), label);
      label = next;
    }
  return takes_away;
}

static void
cocina_line_class_init (CocinaLineClass *klass)
{
}

static void
cocina_line_init (CocinaLine *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLayoutManager *layout = cony_wrap_layout_new (0, 0);

  self->quantity = GTK_LABEL (label_new ("qty"));
  gtk_widget_set_valign (GTK_WIDGET (self->quantity), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->quantity));
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_object_set (layout, "stacks", TRUE, NULL);
  gtk_widget_set_layout_manager (self->column, layout);
  gtk_widget_set_hexpand (self->column, TRUE);
  self->dish = GTK_LABEL (wrapping_label_new ("dish"));
  gtk_box_append (GTK_BOX (self->column), GTK_WIDGET (self->dish));
  gtk_box_append (GTK_BOX (row), self->column);
  self->clock = gtk_image_new_from_icon_name ("cony-clock-symbolic");
  gtk_widget_add_css_class (self->clock, "queued");
  gtk_widget_set_valign (self->clock, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->clock, _ ("Queued"));
  gtk_box_append (GTK_BOX (row), self->clock);
  gtk_widget_add_css_class (GTK_WIDGET (self), "line");
  gtk_widget_set_focus_on_click (GTK_WIDGET (self), FALSE);
  gtk_button_set_child (GTK_BUTTON (self), row);
}

/**
 * cocina_line_new:
 *
 * Returns: (transfer floating): a line without a dish
 */
GtkWidget *
cocina_line_new (void)
{
  return g_object_new (COCINA_TYPE_LINE, NULL);
}

/**
 * cocina_line_set_item:
 * @self: a #CocinaLine
 * @pedido: an order
 * @item: one of its dishes
 * @queue: (nullable): what waits for the database
 *
 * Shows @item as it is now.
 *
 * Returns: what kind of line it is now
 */
ConyLinesKind
cocina_line_set_item (CocinaLine     *self,
                      ConyPedido     *pedido,
                      ConyPedidoItem *item,
                      CocinaQueue    *queue)
{
  g_autofree char *amount = NULL;
  g_autofree char *spoken = NULL;
  gboolean queued, done, takes_away;

  g_return_val_if_fail (COCINA_IS_LINE (self), CONY_LINES_PLAIN);
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), CONY_LINES_PLAIN);
  g_return_val_if_fail (CONY_IS_PEDIDO_ITEM (item), CONY_LINES_PLAIN);

  if (self->item_id != cony_pedido_item_get_id (item))
    cocina_let_go (GTK_WIDGET (self));
  self->item_id = cony_pedido_item_get_id (item);
  amount = g_strdup_printf ("%d", cony_pedido_item_get_cantidad (item));
  done = cocina_queue_get_hecho (queue, item, &queued);
  gtk_label_set_label (self->quantity, amount);
  gtk_label_set_label (self->dish, cony_pedido_item_get_producto (item));
  takes_away = set_notes (self, cony_pedido_item_get_notas (item));
  gtk_widget_set_visible (self->clock, queued);
  set_class (GTK_WIDGET (self), "done", done);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "(xx)", cony_pedido_get_id (pedido),
                                    self->item_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.strike");
  /* Translators: %1$d is how many, %2$s the dish */
  spoken = g_strdup_printf (done ? _ ("Unstrike %1$d %2$s") : _ ("Strike %1$d %2$s"),
                            cony_pedido_item_get_cantidad (item),
                            cony_pedido_item_get_producto (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  if (done)
    return CONY_LINES_STRUCK;
  /* Of what nobody cooks any more nothing can be overlooked. */
  if (!cocina_pedido_is_cooking (pedido))
    return CONY_LINES_PLAIN;
  return (takes_away ? CONY_LINES_WITHOUT : CONY_LINES_PLAIN)
         | (cony_pedido_item_get_anadido (item) ? CONY_LINES_ADDED : CONY_LINES_PLAIN);
}

/**
 * cocina_let_go:
 * @button: a button that is about to mean something else
 *
 * A finger that is on it now must not press what it did not mean.
 */
void
cocina_let_go (GtkWidget *button)
{
  g_autoptr (GListModel) controllers = NULL;

  g_return_if_fail (GTK_IS_WIDGET (button));

  if (!(gtk_widget_get_state_flags (button) & GTK_STATE_FLAG_ACTIVE))
    return;
  controllers = gtk_widget_observe_controllers (button);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      gtk_event_controller_reset (controller);
    }
}
