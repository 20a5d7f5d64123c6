/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-counters.h"

#include <glib/gi18n.h>

#include "cony-text.h"

typedef enum
{
  COUNT_NUEVOS,
  COUNT_EN_PREPARACION,
  COUNT_LISTOS,
  COUNT_TARDE,
  N_COUNTS
} Count;

/**
 * CocinaCounters:
 *
 * How many orders are new, being cooked, ready, and late, in the top bar.
 */
struct _CocinaCounters
{
  GtkWidget parent_instance;

  GtkWidget *counts[N_COUNTS]; /* children */
};

G_DEFINE_FINAL_TYPE (CocinaCounters, cocina_counters, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *word;
} looks[N_COUNTS] = {
  [COUNT_NUEVOS] = { "cony-star-symbolic", N_ ("New ones") },
  [COUNT_EN_PREPARACION] = { "cony-flame-symbolic", N_ ("In preparation") },
  [COUNT_LISTOS] = { "cony-checkc-symbolic", N_ ("Ready ones") },
  [COUNT_TARDE] = { "cony-warn-symbolic", N_ ("Late") },
};

static GtkWidget *
count_new (Count count)
{
  GtkWidget *box = cony_pair_new ("count", looks[count].icon, "0");
  GtkWidget *word = gtk_label_new (_ (looks[count].word));

  gtk_widget_add_css_class (cony_pair_get_label (box), "figure");
  gtk_widget_add_css_class (word, "word");
  gtk_label_set_ellipsize (GTK_LABEL (word), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), word);
  return box;
}

static void
cocina_counters_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cocina_counters_parent_class)->dispose (object);
}

static void
cocina_counters_class_init (CocinaCountersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_counters_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "box");
}

static void
cocina_counters_init (CocinaCounters *self)
{
  for (Count i = 0; i < N_COUNTS; i++)
    {
      self->counts[i] = count_new (i);
      gtk_widget_set_parent (self->counts[i], GTK_WIDGET (self));
    }
}

/**
 * cocina_counters_count:
 * @self: a #CocinaCounters
 * @pedidos: list of all #ConyPedido that the kitchen sees
 * @now: the server's time
 * @umbrales: the branch's thresholds
 */
void
cocina_counters_count (CocinaCounters       *self,
                       GListModel           *pedidos,
                       GDateTime            *now,
                       const CocinaUmbrales *umbrales)
{
  int figures[N_COUNTS] = { 0 };
  guint n;

  g_return_if_fail (COCINA_IS_COUNTERS (self));
  g_return_if_fail (G_IS_LIST_MODEL (pedidos));

  n = g_list_model_get_n_items (pedidos);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);

      if (g_strcmp0 (cony_pedido_get_estado (pedido), "LISTO") == 0)
        figures[COUNT_LISTOS]++;
      if (!cocina_pedido_is_cooking (pedido))
        continue;
      figures[cony_pedido_get_empezado (pedido) ? COUNT_EN_PREPARACION : COUNT_NUEVOS]++;
      if (cocina_pedido_is_late (pedido, now, umbrales))
        figures[COUNT_TARDE]++;
    }
  for (Count i = 0; i < N_COUNTS; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d", figures[i]);

      gtk_label_set_label (GTK_LABEL (cony_pair_get_label (self->counts[i])), text);
    }
  if (figures[COUNT_TARDE])
    gtk_widget_add_css_class (self->counts[COUNT_TARDE], "late");
  else
    gtk_widget_remove_css_class (self->counts[COUNT_TARDE], "late");
}

/**
 * cocina_counters_set_stale:
 * @self: a #CocinaCounters
 * @stale: the figures may be out of date
 */
void
cocina_counters_set_stale (CocinaCounters *self,
                           gboolean        stale)
{
  g_return_if_fail (COCINA_IS_COUNTERS (self));

  for (Count i = 0; i < N_COUNTS; i++)
    if (stale)
      gtk_widget_add_css_class (self->counts[i], "stale");
    else
      gtk_widget_remove_css_class (self->counts[i], "stale");
}

/**
 * cocina_counters_set_short:
 * @self: a #CocinaCounters
 * @short_ones: icons and figures only; the words stay for a screen reader
 */
void
cocina_counters_set_short (CocinaCounters *self,
                           gboolean        short_ones)
{
  g_return_if_fail (COCINA_IS_COUNTERS (self));

  for (Count i = 0; i < N_COUNTS; i++)
    {
      gtk_widget_set_visible (gtk_widget_get_last_child (self->counts[i]), !short_ones);
      gtk_widget_set_tooltip_text (self->counts[i], _ (looks[i].word));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->counts[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ (looks[i].word), -1);
    }
}
