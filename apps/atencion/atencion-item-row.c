/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-item-row.h"

#include <glib/gi18n.h>

#include "cony-text.h"
#include "cony-wrap-layout.h"

struct _AtencionItemRow
{
  GtkListBoxRow parent_instance;

  /* template */
  GtkBox *notes;
  GtkLabel *price;
  GtkLabel *product;
  GtkLabel *quantity;
};

G_DEFINE_FINAL_TYPE (AtencionItemRow, atencion_item_row, GTK_TYPE_LIST_BOX_ROW)

/* One label a line; what has to be left out stands inverse, as on the kitchen's screen. */
static void
add_notes (AtencionItemRow *self,
           const char      *notes)
{
  g_auto (GStrv) lines = g_strsplit (notes ? notes : "", "\n", -1);

  for (char **line = lines; *line; line++)
    {
      GtkWidget *label;

      if (!**line)
        continue;
      label = gtk_label_new (*line);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, g_str_has_prefix (*line, "SIN ") ? "without" : "secondary");
      gtk_box_append (self->notes, label);
      gtk_widget_set_visible (GTK_WIDGET (self->notes), TRUE);
    }
}

static void
atencion_item_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATENCION_TYPE_ITEM_ROW);

  G_OBJECT_CLASS (atencion_item_row_parent_class)->dispose (object);
}

static void
atencion_item_row_class_init (AtencionItemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_item_row_dispose;

  g_type_ensure (CONY_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-item-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionItemRow, notes);
  gtk_widget_class_bind_template_child (widget_class, AtencionItemRow, price);
  gtk_widget_class_bind_template_child (widget_class, AtencionItemRow, product);
  gtk_widget_class_bind_template_child (widget_class, AtencionItemRow, quantity);
}

static void
atencion_item_row_init (AtencionItemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atencion_item_row_new:
 * @item: a line of an order
 *
 * Returns: (transfer floating): a row with amount, product, notes and price
 */
GtkWidget *
atencion_item_row_new (ConyPedidoItem *item)
{
  AtencionItemRow *self = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *price = NULL;

  g_return_val_if_fail (CONY_IS_PEDIDO_ITEM (item), NULL);

  self = g_object_new (ATENCION_TYPE_ITEM_ROW, NULL);
  quantity = g_strdup_printf ("%d", cony_pedido_item_get_cantidad (item));
  price = cony_money_format (cony_pedido_item_get_precio (item));
  gtk_label_set_label (self->quantity, quantity);
  gtk_label_set_label (self->product, cony_pedido_item_get_producto (item));
  gtk_label_set_label (self->price, price);
  add_notes (self, cony_pedido_item_get_notas (item));
  return GTK_WIDGET (self);
}

/**
 * atencion_item_row_new_total:
 * @total: sum of an order, soles
 *
 * Returns: (transfer floating): the closing row of the list
 */
GtkWidget *
atencion_item_row_new_total (double total)
{
  AtencionItemRow *self = g_object_new (ATENCION_TYPE_ITEM_ROW, NULL);
  g_autofree char *price = cony_money_format (total);

  gtk_widget_add_css_class (GTK_WIDGET (self), "total");
  gtk_widget_set_visible (GTK_WIDGET (self->quantity), FALSE);
  gtk_label_set_label (self->product, _("Total"));
  gtk_label_set_label (self->price, price);
  return GTK_WIDGET (self);
}
