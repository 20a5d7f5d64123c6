/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-more-tile.h"

#include <glib/gi18n.h>

#include "cony-lines.h"
#include "cony-text.h"

/**
 * CocinaMoreTile:
 *
 * The last cell of a board with more orders than cells: how many are not shown, which they are, and
 * the way to them.
 */
struct _CocinaMoreTile
{
  GtkBox parent_instance;

  GPtrArray *pedidos; /* owned, of ConyPedido */
  GPtrArray *times;   /* owned, of GtkLabel (borrowed from lines), in the same order */

  GtkLabel *figure;
  GtkLabel *word;
  ConyLines *lines;
  GtkWidget *button;
  GtkLabel *button_text;
};

G_DEFINE_FINAL_TYPE (CocinaMoreTile, cocina_more_tile, GTK_TYPE_BOX)

/* More lines than this fit on no screen. */
#define MAX_ROWS 16

static GtkWidget *
row_new (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label;

  gtk_widget_add_css_class (row, "more-row");
  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "number");
  gtk_box_append (GTK_BOX (row), label);

  gtk_box_append (GTK_BOX (row), gtk_image_new ());

  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "name");
  gtk_box_append (GTK_BOX (row), label);

  label = gtk_label_new ("");
  gtk_widget_add_css_class (label, "time");
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

/* The n-th row is made once and used for whatever order stands there. */
static void
set_row (CocinaMoreTile *self,
         guint           n,
         ConyPedido     *pedido)
{
  GtkWidget *row = cony_lines_get_row (self->lines, n);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));
  GtkWidget *child;

  if (!row)
    {
      row = row_new ();
      cony_lines_append (self->lines, row, CONY_LINES_PLAIN);
    }
  child = gtk_widget_get_first_child (row);
  gtk_label_set_label (GTK_LABEL (child), number);
  child = gtk_widget_get_next_sibling (child);
  gtk_image_set_from_icon_name (GTK_IMAGE (child),
                                cony_canal_icon (cony_pedido_get_canal (pedido)));
  child = gtk_widget_get_next_sibling (child);
  gtk_label_set_label (GTK_LABEL (child), cony_pedido_get_cliente (pedido));
  g_ptr_array_add (self->pedidos, g_object_ref (pedido));
  g_ptr_array_add (self->times, gtk_widget_get_last_child (row));
}

static void
cocina_more_tile_dispose (GObject *object)
{
  CocinaMoreTile *self = COCINA_MORE_TILE (object);

  g_clear_pointer (&self->pedidos, g_ptr_array_unref);
  g_clear_pointer (&self->times, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_MORE_TILE);

  G_OBJECT_CLASS (cocina_more_tile_parent_class)->dispose (object);
}

static void
cocina_more_tile_class_init (CocinaMoreTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_more_tile_dispose;

  g_type_ensure (CONY_TYPE_LINES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-more-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaMoreTile, button);
  gtk_widget_class_bind_template_child (widget_class, CocinaMoreTile, button_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaMoreTile, figure);
  gtk_widget_class_bind_template_child (widget_class, CocinaMoreTile, lines);
  gtk_widget_class_bind_template_child (widget_class, CocinaMoreTile, word);
}

static void
cocina_more_tile_init (CocinaMoreTile *self)
{
  self->pedidos = g_ptr_array_new_with_free_func (g_object_unref);
  self->times = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_more_tile_new:
 *
 * Returns: (transfer floating): an empty tile
 */
GtkWidget *
cocina_more_tile_new (void)
{
  return g_object_new (COCINA_TYPE_MORE_TILE, NULL);
}

/**
 * cocina_more_tile_show:
 * @self: a #CocinaMoreTile
 * @pedidos: list of #ConyPedido
 * @first: position of the first order that is not on the board
 * @n: how many are not
 * @older: they stand before those on the board, not after them
 */
void
cocina_more_tile_show (CocinaMoreTile *self,
                       GListModel     *pedidos,
                       guint           first,
                       guint           n,
                       gboolean        older)
{
  g_autofree char *figure = NULL;

  g_return_if_fail (COCINA_IS_MORE_TILE (self));
  g_return_if_fail (G_IS_LIST_MODEL (pedidos));

  g_ptr_array_set_size (self->pedidos, 0);
  g_ptr_array_set_size (self->times, 0);
  for (guint i = first; i < first + MIN (n, MAX_ROWS); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);

      set_row (self, i - first, pedido);
    }
  cony_lines_truncate (self->lines, MIN (n, MAX_ROWS));
  cony_lines_set_n_beyond (self->lines, n > MAX_ROWS ? n - MAX_ROWS : 0);
  if (older)
    /* Translators: so many orders stand on the pages before */
    figure = g_strdup_printf (ngettext ("%u before", "%u before", n), n);
  else
    /* Translators: so many orders more than fit on the board */
    figure = g_strdup_printf (ngettext ("+%u more", "+%u more", n), n);
  gtk_label_set_label (self->figure, figure);
  gtk_label_set_label (self->word, older ? _ ("the oldest") : _ ("the newest"));
  gtk_label_set_label (self->button_text, older ? _ ("First ones") : _ ("Next ones"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->button_text), -1);
}

/**
 * cocina_more_tile_tick:
 * @self: a #CocinaMoreTile
 * @now: the server's time
 */
void
cocina_more_tile_tick (CocinaMoreTile *self,
                       GDateTime      *now)
{
  g_return_if_fail (COCINA_IS_MORE_TILE (self));
  g_return_if_fail (now != NULL);

  for (guint i = 0; i < self->pedidos->len; i++)
    {
      gint64 seconds = cocina_pedido_get_seconds (g_ptr_array_index (self->pedidos, i), now);
      g_autofree char *time = cony_timer_format (seconds);

      gtk_label_set_label (g_ptr_array_index (self->times, i), time);
    }
}

/**
 * cocina_more_tile_shows:
 * @self: a #CocinaMoreTile
 * @pedido_id: an order
 *
 * Returns: %TRUE when its line is on the screen now
 */
gboolean
cocina_more_tile_shows (CocinaMoreTile *self,
                        gint64          pedido_id)
{
  g_return_val_if_fail (COCINA_IS_MORE_TILE (self), FALSE);

  for (guint i = 0; i < self->pedidos->len; i++)
    if (cony_pedido_get_id (g_ptr_array_index (self->pedidos, i)) == pedido_id)
      return gtk_widget_get_mapped (g_ptr_array_index (self->times, i));
  return FALSE;
}
