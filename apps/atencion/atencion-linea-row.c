/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-linea-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "atencion-quantity.h"
#include "cony-state-pill.h"
#include "cony-text.h"

/**
 * AtencionLineaRow:
 *
 * A line of an order that is being written: how many of a product, and what is special about it.
 * With the keyboard on it, + and - change how many, Delete takes it away, Enter goes to its notes.
 */
struct _AtencionLineaRow
{
  GtkListBoxRow parent_instance;

  ConyProducto *producto; /* owned */
  int cantidad;           /* the last one that could be taken */

  /* template */
  ConyStatePill *agotado;
  GtkEditable *notas;
  GtkLabel *precio;
  GtkLabel *producto_label;
  AtencionQuantity *quantity;
};

G_DEFINE_FINAL_TYPE (AtencionLineaRow, atencion_linea_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  CHANGED,
  EMPTIED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show (AtencionLineaRow *self)
{
  g_autofree char *price = cony_money_format (atencion_linea_row_get_precio (self));

  gtk_label_set_label (self->precio, price);
}

/* Supplies run out and come back while the order is written. */
static void
producto_cb (AtencionLineaRow *self)
{
  const char *missing = cony_producto_get_faltan (self->producto);

  gtk_widget_set_visible (GTK_WIDGET (self->agotado), cony_producto_get_agotado (self->producto));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->agotado), missing);
  gtk_label_set_label (self->producto_label, cony_producto_get_nombre (self->producto));
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
quantity_changed_cb (AtencionLineaRow *self)
{
  double value = atencion_quantity_get_value (self->quantity);

  if (!self->producto)
    return;
  if (!isnan (value))
    self->cantidad = (int) value;
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (AtencionLineaRow *self)
{
  g_signal_emit (self, signals[EMPTIED], 0);
}

static void
notas_activate_cb (AtencionLineaRow *self)
{
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
notas_changed_cb (AtencionLineaRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- keys of a row that has the keyboard ---- */

static void
notas_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (ATENCION_LINEA_ROW (widget)->notas));
}

static void
quitar_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  remove_cb (ATENCION_LINEA_ROW (widget));
}

static void
sumar_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  atencion_linea_row_add (ATENCION_LINEA_ROW (widget), g_variant_get_int32 (parameter));
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    int difference;
  } steps[] = { { GDK_KEY_plus, 1 },   { GDK_KEY_KP_Add, 1 },
                { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_add_binding_action (widget_class, steps[i].key, 0, "linea.sumar", "i",
                                         steps[i].difference);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "linea.quitar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "linea.notas", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "linea.notas", NULL);
}

static void
atencion_linea_row_dispose (GObject *object)
{
  AtencionLineaRow *self = ATENCION_LINEA_ROW (object);

  g_clear_object (&self->producto);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_LINEA_ROW);

  G_OBJECT_CLASS (atencion_linea_row_parent_class)->dispose (object);
}

static void
atencion_linea_row_class_init (AtencionLineaRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_linea_row_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[EMPTIED] = g_signal_new ("emptied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "linea.notas", NULL, notas_cb);
  gtk_widget_class_install_action (widget_class, "linea.quitar", NULL, quitar_cb);
  gtk_widget_class_install_action (widget_class, "linea.sumar", "i", sumar_cb);
  add_keys (widget_class);

  g_type_ensure (ATENCION_TYPE_QUANTITY);
  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-linea-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionLineaRow, agotado);
  gtk_widget_class_bind_template_child (widget_class, AtencionLineaRow, notas);
  gtk_widget_class_bind_template_child (widget_class, AtencionLineaRow, precio);
  gtk_widget_class_bind_template_child_full (widget_class, "producto", FALSE,
                                             G_STRUCT_OFFSET (AtencionLineaRow, producto_label));
  gtk_widget_class_bind_template_child (widget_class, AtencionLineaRow, quantity);
  gtk_widget_class_bind_template_callback (widget_class, notas_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, notas_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
atencion_linea_row_init (AtencionLineaRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  atencion_quantity_set_up (self->quantity, ATENCION_MAX_CANTIDAD, TRUE);
  cony_state_pill_set (self->agotado, "bad", "cony-warn-symbolic", _("Out of stock"));
}

/**
 * atencion_linea_row_new:
 * @producto: what is ordered
 * @cantidad: how many, at least 1
 *
 * Returns: (transfer floating): a line
 */
GtkWidget *
atencion_linea_row_new (ConyProducto *producto,
                        int           cantidad)
{
  AtencionLineaRow *self = NULL;

  g_return_val_if_fail (CONY_IS_PRODUCTO (producto), NULL);

  self = g_object_new (ATENCION_TYPE_LINEA_ROW, NULL);
  self->producto = g_object_ref (producto);
  atencion_quantity_set_value (self->quantity, MAX (cantidad, 1));
  self->cantidad = CLAMP (cantidad, 1, ATENCION_MAX_CANTIDAD);
  g_signal_connect_object (producto, "notify", G_CALLBACK (producto_cb), self, G_CONNECT_SWAPPED);
  producto_cb (self);
  return GTK_WIDGET (self);
}

/**
 * atencion_linea_row_get_producto:
 * @self: a line
 *
 * Returns: (transfer none): what is ordered
 */
ConyProducto *
atencion_linea_row_get_producto (AtencionLineaRow *self)
{
  g_return_val_if_fail (ATENCION_IS_LINEA_ROW (self), NULL);

  return self->producto;
}

/**
 * atencion_linea_row_get_notas:
 * @self: a line
 *
 * Returns: (transfer none): what is special about it, as typed
 */
const char *
atencion_linea_row_get_notas (AtencionLineaRow *self)
{
  g_return_val_if_fail (ATENCION_IS_LINEA_ROW (self), NULL);

  return gtk_editable_get_text (self->notas);
}

/**
 * atencion_linea_row_get_precio:
 * @self: a line
 *
 * Returns: what the whole line costs, soles
 */
double
atencion_linea_row_get_precio (AtencionLineaRow *self)
{
  g_return_val_if_fail (ATENCION_IS_LINEA_ROW (self), 0);

  return self->cantidad * cony_producto_get_precio (self->producto);
}

/**
 * atencion_linea_row_add:
 * @self: a line
 * @difference: how many more; negative for less
 *
 * Emits "emptied" instead when nothing would be left.
 */
void
atencion_linea_row_add (AtencionLineaRow *self,
                        int               difference)
{
  g_return_if_fail (ATENCION_IS_LINEA_ROW (self));

  if (self->cantidad + difference < 1)
    {
      g_signal_emit (self, signals[EMPTIED], 0);
      return;
    }
  atencion_quantity_set_value (self->quantity, self->cantidad + difference);
}

/**
 * atencion_linea_row_check:
 * @self: a line
 *
 * Returns: (nullable): a sentence that says why its quantity cannot be taken; that one has the
 *   keyboard then
 */
const char *
atencion_linea_row_check (AtencionLineaRow *self)
{
  g_return_val_if_fail (ATENCION_IS_LINEA_ROW (self), NULL);

  return atencion_quantity_check (self->quantity);
}

/**
 * atencion_linea_row_create_json:
 * @self: a line
 *
 * Notes are separated by commas as they are typed; the kitchen gets one a line, "sin …" in the
 * capitals that make it stand out.
 *
 * Returns: (transfer full): the line as crear_pedido wants it
 */
JsonNode *
atencion_linea_row_create_json (AtencionLineaRow *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GString) notes = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (ATENCION_IS_LINEA_ROW (self), NULL);

  parts = g_strsplit (gtk_editable_get_text (self->notas), ",", -1);
  for (char **part = parts; *part; part++)
    {
      g_strstrip (*part);
      if (!**part)
        continue;
      if (notes->len > 0)
        g_string_append_c (notes, '\n');
      if (g_ascii_strncasecmp (*part, "sin ", 4) == 0)
        g_string_append_printf (notes, "SIN %s", *part + 4);
      else
        g_string_append (notes, *part);
    }
  json_object_set_int_member (object, "producto_id", cony_producto_get_id (self->producto));
  json_object_set_int_member (object, "cantidad", self->cantidad);
  if (notes->len > 0)
    json_object_set_string_member (object, "notas", notes->str);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  return node;
}
