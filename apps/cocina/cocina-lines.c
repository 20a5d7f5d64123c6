/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-lines.h"

#include <glib/gi18n.h>

#include "cocina-line.h"

/* What is asked for in an order, and above what came later the hour at which it came. */

/* The line above what came later. */
static GtkWidget *
separator_new (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_add_css_class (row, "added");
  gtk_box_append (GTK_BOX (row), gtk_label_new (NULL));
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), line);
  return row;
}

static void
set_hour (GtkWidget  *separator,
          const char *hour)
{
  /* Translators: above the lines that were added to an order; %s is the time of day */
  g_autofree char *text = g_strdup_printf (_ ("ADDED %s"), hour);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (separator)), text);
}

/* Calls @func with each dish, and before it with the hour at which it and its like were added. */
static void
for_each (ConyPedido *pedido,
          GTimeZone  *zone,
          void      (*func) (ConyPedidoItem *item,
                             const char     *hour,
                             gpointer        user_data),
          gpointer    user_data)
{
  g_autofree char *last = NULL;
  GListModel *items = cony_pedido_get_items (pedido);
  guint n = items ? g_list_model_get_n_items (items) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      GDateTime *anadido = cony_pedido_item_get_anadido (item);
      g_autofree char *hour = anadido ? cocina_lines_format_hour (anadido, zone) : NULL;

      if (hour && g_strcmp0 (hour, last) != 0)
        {
          func (NULL, hour, user_data);
          g_free (last);
          last = g_strdup (hour);
        }
      func (item, NULL, user_data);
    }
}

typedef struct
{
  ConyPedido *pedido;
  CocinaQueue *queue;
  ConyLines *lines;
  guint n;
  GPtrArray *rows;
} Fill;

static void
make_cb (ConyPedidoItem *item,
         const char     *hour,
         gpointer        user_data)
{
  Fill *fill = user_data;
  GtkWidget *row = g_object_ref_sink (item ? cocina_line_new () : separator_new ());

  if (item)
    cocina_line_set_item (COCINA_LINE (row), fill->pedido, item, fill->queue);
  else
    set_hour (row, hour);
  g_ptr_array_add (fill->rows, row);
}

static void
fill_cb (ConyPedidoItem *item,
         const char     *hour,
         gpointer        user_data)
{
  Fill *fill = user_data;
  GtkWidget *row = cony_lines_get_row (fill->lines, fill->n);
  ConyLinesKind kind = CONY_LINES_HEADING;

  /* A row of the other kind, and all below it, are of no use here. */
  if (row && COCINA_IS_LINE (row) != (item != NULL))
    {
      cony_lines_truncate (fill->lines, fill->n);
      row = NULL;
    }
  if (!row)
    {
      row = item ? cocina_line_new () : separator_new ();
      cony_lines_append (fill->lines, row, kind);
    }
  if (item)
    kind = cocina_line_set_item (COCINA_LINE (row), fill->pedido, item, fill->queue);
  else
    set_hour (row, hour);
  cony_lines_set_kind (fill->lines, row, kind);
  fill->n++;
}

/**
 * cocina_lines_format_hour:
 * @time: (nullable): a time
 * @zone: the branch's time zone
 *
 * Returns: (transfer full): its time of day
 */
char *
cocina_lines_format_hour (GDateTime *time,
                          GTimeZone *zone)
{
  g_autoptr (GDateTime) local = time ? g_date_time_to_timezone (time, zone) : NULL;

  return local ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

/**
 * cocina_lines_make:
 * @pedido: an order
 * @zone: the branch's time zone
 * @queue: (nullable): what waits for the database
 *
 * Returns: (transfer full) (element-type GtkWidget): new rows with all that is asked for
 */
GPtrArray *
cocina_lines_make (ConyPedido  *pedido,
                   GTimeZone   *zone,
                   CocinaQueue *queue)
{
  Fill fill = { .pedido = pedido, .queue = queue };

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  fill.rows = g_ptr_array_new_with_free_func (g_object_unref);
  for_each (pedido, zone, make_cb, &fill);
  return fill.rows;
}

/**
 * cocina_lines_fill:
 * @lines: rows of this order, of another one, or none
 * @pedido: an order
 * @zone: the branch's time zone
 * @queue: (nullable): what waits for the database
 *
 * Shows what is asked for, with the rows that are there as far as they go.
 */
void
cocina_lines_fill (ConyLines   *lines,
                   ConyPedido  *pedido,
                   GTimeZone   *zone,
                   CocinaQueue *queue)
{
  Fill fill = { .pedido = pedido, .queue = queue, .lines = lines };

  g_return_if_fail (CONY_IS_LINES (lines));
  g_return_if_fail (CONY_IS_PEDIDO (pedido));
  g_return_if_fail (zone != NULL);

  for_each (pedido, zone, fill_cb, &fill);
  cony_lines_truncate (lines, fill.n);
}
