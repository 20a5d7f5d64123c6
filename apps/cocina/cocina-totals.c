/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-totals.h"

#include <glib/gi18n.h>

#include "cony-lines.h"

/**
 * CocinaTotals:
 *
 * How much of each product the open tickets want together, the most wanted first; what is struck
 * through is left out.  It counts only while somebody can see it.
 */
struct _CocinaTotals
{
  GtkBox parent_instance;

  GListModel *pedidos; /* owned, nullable: those on the board */
  CocinaQueue *queue;  /* owned, nullable */
  char *as_of;         /* nullable */
  char *word;
  guint n_columns;
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (CocinaTotals, cocina_totals, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_COLUMNS, /* side by side */
  PROP_WORD,    /* of how many orders, or how old, to be read beside the title */
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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

/* The sums in their order, of Total; they borrow from @totals. */
static GPtrArray *
sort (GHashTable *totals)
{
  GPtrArray *sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer total;

  g_hash_table_iter_init (&iter, totals);
  while (g_hash_table_iter_next (&iter, NULL, &total))
    g_ptr_array_add (sorted, total);
  g_ptr_array_sort (sorted, compare_totals);
  return sorted;
}

static void
fill_columns (CocinaTotals *self,
              GPtrArray    *sorted)
{
  GtkWidget *column = gtk_widget_get_first_child (GTK_WIDGET (self));
  guint height = (sorted->len + self->n_columns - 1) / self->n_columns;
  guint first = 0;

  for (; column; column = gtk_widget_get_next_sibling (column))
    {
      guint n = MIN (height, sorted->len - first);

      for (guint i = 0; i < n; i++)
        set_row (CONY_LINES (column), i, g_ptr_array_index (sorted, first + i));
      cony_lines_truncate (CONY_LINES (column), n);
      first += n;
    }
}

static void
set_word (CocinaTotals *self,
          guint         n_pedidos)
{
  g_free (self->word);
  if (self->as_of)
    /* Translators: %s is a time of day; how old the totals are */
    self->word = g_strdup_printf (_ ("as of %s"), self->as_of);
  else
    self->word = g_strdup_printf (ngettext ("%u order", "%u orders", n_pedidos), n_pedidos);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORD]);
}

static gboolean
fill_cb (gpointer user_data)
{
  CocinaTotals *self = user_data;
  g_autoptr (GHashTable) totals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GPtrArray) sorted = NULL;
  guint n_pedidos = 0;

  self->idle_id = 0;
  for (guint i = 0; self->pedidos && i < g_list_model_get_n_items (self->pedidos); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (self->pedidos, i);

      if (!cocina_pedido_is_cooking (pedido))
        continue;
      add_pedido (totals, pedido, self->queue);
      n_pedidos++;
    }
  sorted = sort (totals);
  fill_columns (self, sorted);
  set_word (self, n_pedidos);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CocinaTotals *self)
{
  if (!self->idle_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}

static void
cocina_totals_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cocina_totals_parent_class)->map (widget);
  changed_cb (COCINA_TOTALS (widget));
}

static void
cocina_totals_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CocinaTotals *self = COCINA_TOTALS (object);

  switch (prop_id)
    {
    case PROP_COLUMNS:
      g_value_set_uint (value, self->n_columns);
      break;
    case PROP_WORD:
      g_value_set_string (value, self->word);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cocina_totals_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_COLUMNS)
    COCINA_TOTALS (object)->n_columns = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cocina_totals_constructed (GObject *object)
{
  G_OBJECT_CLASS (cocina_totals_parent_class)->constructed (object);

  for (guint i = 0; i < COCINA_TOTALS (object)->n_columns; i++)
    gtk_box_append (GTK_BOX (object), cony_lines_new ());
}

static void
cocina_totals_dispose (GObject *object)
{
  CocinaTotals *self = COCINA_TOTALS (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  cocina_totals_set_model (self, NULL);
  cocina_totals_set_queue (self, NULL);

  G_OBJECT_CLASS (cocina_totals_parent_class)->dispose (object);
}

static void
cocina_totals_finalize (GObject *object)
{
  CocinaTotals *self = COCINA_TOTALS (object);

  g_free (self->as_of);
  g_free (self->word);

  G_OBJECT_CLASS (cocina_totals_parent_class)->finalize (object);
}

static void
cocina_totals_class_init (CocinaTotalsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = cocina_totals_constructed;
  object_class->dispose = cocina_totals_dispose;
  object_class->finalize = cocina_totals_finalize;
  object_class->get_property = cocina_totals_get_property;
  object_class->set_property = cocina_totals_set_property;
  GTK_WIDGET_CLASS (klass)->map = cocina_totals_map;

  properties[PROP_COLUMNS]
    = g_param_spec_uint ("columns", NULL, NULL, 1, 4, 1,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORD]
    = g_param_spec_string ("word", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cocina_totals_init (CocinaTotals *self)
{
  gtk_box_set_homogeneous (GTK_BOX (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "totals");
}

/**
 * cocina_totals_set_model:
 * @self: a #CocinaTotals
 * @pedidos: (nullable): list of the #ConyPedido on the board
 */
void
cocina_totals_set_model (CocinaTotals *self,
                         GListModel   *pedidos)
{
  g_return_if_fail (COCINA_IS_TOTALS (self));

  if (self->pedidos)
    g_signal_handlers_disconnect_by_func (self->pedidos, changed_cb, self);
  g_set_object (&self->pedidos, pedidos);
  if (pedidos)
    g_signal_connect_swapped (pedidos, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

/**
 * cocina_totals_set_queue:
 * @self: a #CocinaTotals
 * @queue: (nullable): what waits for the database
 */
void
cocina_totals_set_queue (CocinaTotals *self,
                         CocinaQueue  *queue)
{
  g_return_if_fail (COCINA_IS_TOTALS (self));
  g_return_if_fail (queue == NULL || COCINA_IS_QUEUE (queue));

  if (self->queue)
    g_signal_handlers_disconnect_by_func (self->queue, changed_cb, self);
  g_set_object (&self->queue, queue);
  if (queue)
    g_signal_connect_swapped (queue, "changed", G_CALLBACK (changed_cb), self);
}

/**
 * cocina_totals_set_as_of:
 * @self: a #CocinaTotals
 * @hour: (nullable): when the data is stale, since what time of day
 */
void
cocina_totals_set_as_of (CocinaTotals *self,
                         const char   *hour)
{
  g_return_if_fail (COCINA_IS_TOTALS (self));

  if (g_strcmp0 (self->as_of, hour) == 0)
    return;
  g_free (self->as_of);
  self->as_of = g_strdup (hour);
  changed_cb (self);
}
