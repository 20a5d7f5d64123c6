/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-cell.h"

#include "cony-state-pill.h"

/* One cell of the tables: an icon and a text, or a pill.  It fills itself anew when its item
 * changes, because a row whose item stays the same is not bound again. */
struct _MonitorCell
{
  GtkWidget parent_instance;

  /* construct-time, borrowed: the column outlives its cells */
  MonitorCellFunc fill;
  gpointer user_data;

  /* owned */
  GObject *item;
  gulong notify_id;
  char *css_class;

  /* children, made when they are needed: a table has a thousand cells */
  GtkWidget *image;
  GtkWidget *label;
  GtkWidget *pill;
};

G_DEFINE_FINAL_TYPE (MonitorCell, monitor_cell, GTK_TYPE_WIDGET)

static void
set_class (MonitorCell *self,
           const char  *css_class)
{
  /* Another class costs a new style, also when it is the same as before. */
  if (g_strcmp0 (self->css_class, css_class) == 0)
    return;
  if (self->css_class)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  g_free (self->css_class);
  self->css_class = g_strdup (css_class);
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
}

static void
update (MonitorCell *self)
{
  self->fill (self, self->item, self->user_data);
}

static void
set_item (MonitorCell *self,
          GObject     *item)
{
  if (self->item)
    g_clear_signal_handler (&self->notify_id, self->item);
  g_set_object (&self->item, item);
  if (!item)
    return;
  self->notify_id = g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
}

/* Only what does not fit needs a tooltip. */
static gboolean
monitor_cell_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard,
                            GtkTooltip *tooltip)
{
  MonitorCell *self = MONITOR_CELL (widget);

  if (!self->label
      || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (self->label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (GTK_LABEL (self->label)));
  return TRUE;
}

static void
monitor_cell_dispose (GObject *object)
{
  MonitorCell *self = MONITOR_CELL (object);

  set_item (self, NULL);
  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->pill, gtk_widget_unparent);

  G_OBJECT_CLASS (monitor_cell_parent_class)->dispose (object);
}

static void
monitor_cell_finalize (GObject *object)
{
  g_free (MONITOR_CELL (object)->css_class);

  G_OBJECT_CLASS (monitor_cell_parent_class)->finalize (object);
}

static void
monitor_cell_class_init (MonitorCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = monitor_cell_dispose;
  object_class->finalize = monitor_cell_finalize;
  widget_class->query_tooltip = monitor_cell_query_tooltip;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "box");
}

static void
monitor_cell_init (MonitorCell *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "monitor-cell");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static void
show_icon (MonitorCell *self,
           const char  *icon_name)
{
  if (!icon_name)
    {
      g_clear_pointer (&self->image, gtk_widget_unparent);
      return;
    }
  if (!self->image)
    {
      self->image = gtk_image_new ();
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                                   -1);
      gtk_widget_insert_after (self->image, GTK_WIDGET (self), NULL);
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), icon_name);
}

static void
show_text (MonitorCell *self,
           const char  *text)
{
  if (!self->label)
    {
      self->label = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
      gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
      gtk_widget_set_parent (self->label, GTK_WIDGET (self));
    }
  gtk_label_set_label (GTK_LABEL (self->label), text ? text : "");
}

/**
 * monitor_cell_set:
 * @self: a cell
 * @icon_name: (nullable): an icon before the text
 * @text: (nullable): the text; also its tooltip when it does not fit
 * @css_class: (nullable): its style
 */
void
monitor_cell_set (MonitorCell *self,
                  const char  *icon_name,
                  const char  *text,
                  const char  *css_class)
{
  g_return_if_fail (MONITOR_IS_CELL (self));

  set_class (self, css_class);
  g_clear_pointer (&self->pill, gtk_widget_unparent);
  show_text (self, text);
  show_icon (self, icon_name);
}

/**
 * monitor_cell_set_pill:
 * @self: a cell
 * @kind: the pill's kind
 * @icon_name: its icon
 * @text: its word
 */
void
monitor_cell_set_pill (MonitorCell *self,
                       const char  *kind,
                       const char  *icon_name,
                       const char  *text)
{
  g_return_if_fail (MONITOR_IS_CELL (self));

  set_class (self, NULL);
  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  if (!self->pill)
    {
      self->pill = cony_state_pill_new ();
      gtk_widget_set_parent (self->pill, GTK_WIDGET (self));
    }
  cony_state_pill_set (CONY_STATE_PILL (self->pill), kind, icon_name, text);
}

typedef struct
{
  MonitorCellFunc fill;
  gpointer user_data;
} Column;

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          gpointer            user_data)
{
  Column *column = user_data;
  MonitorCell *cell = g_object_new (MONITOR_TYPE_CELL, NULL);

  cell->fill = column->fill;
  cell->user_data = column->user_data;
  gtk_list_item_set_child (item, GTK_WIDGET (cell));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         gpointer            user_data)
{
  set_item (MONITOR_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item,
           gpointer            user_data)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  if (cell)
    set_item (MONITOR_CELL (cell), NULL);
}

/**
 * monitor_column_new:
 * @title: (nullable): its header
 * @width: fixed width in pixels, or -1 to take what is left
 * @fill: fills a cell of this column
 * @user_data: for @fill; must outlive the table
 *
 * Returns: (transfer full): a column of a table
 */
GtkColumnViewColumn *
monitor_column_new (const char      *title,
                    int              width,
                    MonitorCellFunc  fill,
                    gpointer         user_data)
{
  GtkListItemFactory *factory;
  GtkColumnViewColumn *self;
  Column *column;

  g_return_val_if_fail (fill != NULL, NULL);

  factory = gtk_signal_list_item_factory_new ();
  column = g_new0 (Column, 1);
  column->fill = fill;
  column->user_data = user_data;
  g_object_set_data_full (G_OBJECT (factory), "column", column, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);
  self = gtk_column_view_column_new (title, factory);
  if (width < 0)
    gtk_column_view_column_set_expand (self, TRUE);
  else
    gtk_column_view_column_set_fixed_width (self, width);
  return self;
}
