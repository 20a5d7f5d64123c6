/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pedido.h"

#include <json-glib/json-glib.h>

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (STRING, CLIENTE, cliente) \
  X (STRING, CANAL, canal) \
  X (STRING, NOTA, nota) \
  X (STRING, ESTADO, estado) \
  X (TIME, CREADO, creado) \
  X (TIME, APROBADO, aprobado) \
  X (TIME, EMPEZADO, empezado) \
  X (TIME, LISTO, listo) \
  X (TIME, ENTREGADO, entregado) \
  X (TIME, CANCELADO, cancelado) \
  X (STRING, CANCELADO_POR, cancelado_por) \
  X (BOOLEAN, PRIORIDAD, prioridad) \
  X (STRING, PRIORIDAD_MOTIVO, prioridad_motivo) \
  X (TIME, RECUPERADO, recuperado) \
  X (STRING, CAMBIO, cambio) \
  X (TIME, CAMBIADO, cambiado) \
  X (ID, VERSION, version) \
  X (STRING, TELEFONO, telefono) \
  X (DOUBLE, TOTAL, total) \
  X (STRING, APROBADO_POR, aprobado_por) \
  X (STRING, APROBACION_MOTIVO, aprobacion_motivo) \
  X (ID, VOUCHER_ID, voucher_id) \
  X (STRING, VOUCHER_ESTADO, voucher_estado) \
  X (STRING, VOUCHER_BANCO, voucher_banco) \
  X (STRING, VOUCHER_OPERACION, voucher_operacion) \
  X (DOUBLE, VOUCHER_MONTO, voucher_monto) \
  X (STRING, VOUCHER_MOTIVO, voucher_motivo) \
  X (TIME, VOUCHER_REVISADO, voucher_revisado) \
  X (STRING, VOUCHER_REVISADO_POR, voucher_revisado_por) \
  X (TIME, EN_PANTALLA, en_pantalla) \
  X (STRING, PANTALLA, pantalla) \
  X (STRING, EMPEZADO_POR, empezado_por)

struct _ConyPedido
{
  ConyItem parent_instance;

  /* owned */
  GListStore *items; /* ConyPedidoItem */
};

G_DEFINE_FINAL_TYPE (ConyPedido, cony_pedido, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
  N_COLUMNS,
  PROP_ITEMS = N_COLUMNS + 1
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static const char *
member_string (JsonObject *object,
               const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static gint64
member_int (JsonObject *object,
            const char *member)
{
  return json_object_get_int_member_with_default (object, member, 0);
}

/* As the database writes a `timestamp` into JSON: ISO 8601 without a zone, in UTC. */
static GDateTime *
member_time (JsonObject *object,
             const char *member)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const char *text = member_string (object, member);

  return text ? g_date_time_new_from_iso8601 (text, utc) : NULL;
}

static gboolean
times_are_equal (GDateTime *a,
                 GDateTime *b)
{
  return a == b || (a && b && g_date_time_equal (a, b));
}

static ConyPedidoItem *
make_item (JsonObject *object)
{
  const gboolean done = json_object_get_boolean_member_with_default (object, "hecho", FALSE);
  g_autoptr (GDateTime) added = member_time (object, "anadido");

  return g_object_new (CONY_TYPE_PEDIDO_ITEM,
                       "id", member_int (object, "id"),
                       "producto", member_string (object, "producto"),
                       "cantidad", (int) member_int (object, "cantidad"),
                       "notas", member_string (object, "notas"),
                       "hecho", done,
                       "precio", json_object_get_double_member_with_default (object, "precio", 0),
                       "anadido", added,
                       NULL);
}

static gboolean
items_are_equal (ConyPedidoItem *a,
                 ConyPedidoItem *b)
{
  return cony_pedido_item_get_id (a) == cony_pedido_item_get_id (b) &&
         g_strcmp0 (cony_pedido_item_get_producto (a), cony_pedido_item_get_producto (b)) == 0 &&
         cony_pedido_item_get_cantidad (a) == cony_pedido_item_get_cantidad (b) &&
         g_strcmp0 (cony_pedido_item_get_notas (a), cony_pedido_item_get_notas (b)) == 0 &&
         cony_pedido_item_get_hecho (a) == cony_pedido_item_get_hecho (b) &&
         cony_pedido_item_get_precio (a) == cony_pedido_item_get_precio (b) &&
         times_are_equal (cony_pedido_item_get_anadido (a), cony_pedido_item_get_anadido (b));
}

/* An order has a handful of lines that hardly ever change: all of them are replaced or none. */
static gboolean
cony_pedido_apply_extra (ConyItem   *item,
                         ConyResult *result,
                         guint       row)
{
  ConyPedido *self = CONY_PEDIDO (item);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  const char *text = NULL;
  JsonNode *root = NULL;
  JsonArray *array = NULL;
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  gboolean equal = TRUE;

  if (!cony_result_has_column (result, "items") || cony_result_is_null (result, row, "items"))
    return FALSE;
  text = cony_result_get_string (result, row, "items");
  if (!json_parser_load_from_data (parser, text, -1, &error))
    {
      g_warning ("Items of an order are no JSON: %s", error->message);
      return FALSE;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    {
      g_warning ("Items of an order are no JSON array");
      return FALSE;
    }

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        g_ptr_array_add (lines, make_item (json_node_get_object (element)));
    }

  equal = lines->len == n_old;
  for (guint i = 0; equal && i < lines->len; i++)
    {
      g_autoptr (ConyPedidoItem) old = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      equal = items_are_equal (old, g_ptr_array_index (lines, i));
    }
  if (equal)
    return FALSE;

  g_list_store_splice (self->items, 0, n_old, lines->pdata, lines->len);
  return TRUE;
}

static void
cony_pedido_dispose (GObject *object)
{
  ConyPedido *self = CONY_PEDIDO (object);

  g_clear_object (&self->items);

  G_OBJECT_CLASS (cony_pedido_parent_class)->dispose (object);
}

static void
cony_pedido_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (prop_id == PROP_ITEMS)
    g_value_set_object (value, CONY_PEDIDO (object)->items);
  else
    G_OBJECT_CLASS (cony_pedido_parent_class)->get_property (object, prop_id, value, pspec);
}

static void
cony_pedido_class_init (ConyPedidoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ConyItemClass *item_class = CONY_ITEM_CLASS (klass);

  object_class->dispose = cony_pedido_dispose;
  object_class->get_property = cony_pedido_get_property;
  item_class->apply_extra = cony_pedido_apply_extra;

  cony_item_class_install_columns (item_class, columns, N_COLUMNS);
  g_object_class_install_property (object_class, PROP_ITEMS,
                                   g_param_spec_object ("items", NULL, NULL, G_TYPE_LIST_MODEL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
cony_pedido_init (ConyPedido *self)
{
  self->items = g_list_store_new (CONY_TYPE_PEDIDO_ITEM);
}

/**
 * cony_pedido_get_items:
 * @self: an order
 *
 * Returns: (transfer none): its lines, a #GListStore of #ConyPedidoItem
 */
GListModel *
cony_pedido_get_items (ConyPedido *self)
{
  g_return_val_if_fail (CONY_IS_PEDIDO (self), NULL);

  return G_LIST_MODEL (self->items);
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyPedido, cony_pedido, __VA_ARGS__)
COLUMNS (GETTER)
