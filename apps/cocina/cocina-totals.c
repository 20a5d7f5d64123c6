/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-totals.h"

typedef struct
{
  const char *producto; /* borrowed from the items */
  int cantidad;
} Total;

static int
compare_totals (gconstpointer a,
                gconstpointer b)
{
  const Total *total_a = *(const Total *const *) a;
  const Total *total_b = *(const Total *const *) b;

  if (total_a->cantidad != total_b->cantidad)
    return total_b->cantidad - total_a->cantidad;
  return g_utf8_collate (total_a->producto, total_b->producto);
}

static void
add_pedido (GHashTable  *totals,
            ConyPedido  *pedido,
            CocinaQueue *queue)
{
  GListModel *items = cony_pedido_get_items (pedido);

  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      const char *producto = cony_pedido_item_get_producto (item);
      gboolean queued;
      Total *total;

      if (cocina_queue_get_hecho (queue, item, &queued) || !producto)
        continue;
      total = g_hash_table_lookup (totals, producto);
      if (!total)
        {
          total = g_new0 (Total, 1);
          total->producto = producto;
          g_hash_table_insert (totals, (gpointer) producto, total);
        }
      total->cantidad += cony_pedido_item_get_cantidad (item);
    }
}

static GtkWidget *
row_new (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (row, "total-row");
  gtk_widget_add_css_class (label, "figure");
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_box_append (GTK_BOX (row), label);
  label = gtk_label_new (NULL);
  gtk_widget_add_css_class (label, "name");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

/* The n-th row is made once and used for whatever product stands there. */
static void
set_row (ConyLines   *lines,
         guint        n,
         const Total *total)
{
  GtkWidget *row = cony_lines_get_row (lines, n);
  g_autofree char *figure = g_strdup_printf ("%d", total->cantidad);

  if (!row)
    {
      row = row_new ();
      cony_lines_append (lines, row, CONY_LINES_PLAIN);
    }
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (row)), figure);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (row)), total->producto);
}

/**
 * cocina_totals_fill:
 * @lines: where the totals stand
 * @pedidos: (nullable): list of the #ConyPedido on the board
 * @queue: (nullable): what waits for the database
 *
 * Shows how much of each product the open tickets want together, the most wanted first; what is
 * struck through is left out.
 *
 * Returns: how many orders are being cooked
 */
guint
cocina_totals_fill (ConyLines   *lines,
                    GListModel  *pedidos,
                    CocinaQueue *queue)
{
  g_autoptr (GHashTable) totals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer total;
  guint n_pedidos = 0;

  g_return_val_if_fail (CONY_IS_LINES (lines), 0);

  for (guint i = 0; pedidos && i < g_list_model_get_n_items (pedidos); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);

      if (!cocina_pedido_is_cooking (pedido))
        continue;
      add_pedido (totals, pedido, queue);
      n_pedidos++;
    }
  g_hash_table_iter_init (&iter, totals);
  while (g_hash_table_iter_next (&iter, NULL, &total))
    g_ptr_array_add (sorted, total);
  g_ptr_array_sort (sorted, compare_totals);

  for (guint i = 0; i < sorted->len; i++)
    set_row (lines, i, g_ptr_array_index (sorted, i));
  cony_lines_truncate (lines, sorted->len);
  return n_pedidos;
}
