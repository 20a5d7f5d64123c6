/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pedido-item.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, PRODUCTO, producto) \
  X (INT, CANTIDAD, cantidad) \
  X (STRING, NOTAS, notas) \
  X (BOOLEAN, HECHO, hecho) \
  X (DOUBLE, PRECIO, precio) \
  X (TIME, ANADIDO, anadido)

struct _ConyPedidoItem
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyPedidoItem, cony_pedido_item, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_pedido_item_class_init (ConyPedidoItemClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_pedido_item_init (ConyPedidoItem *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyPedidoItem, cony_pedido_item, __VA_ARGS__)
COLUMNS (GETTER)
