/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-producto.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, NOMBRE, nombre) \
  X (DOUBLE, PRECIO, precio) \
  X (BOOLEAN, ACTIVO, activo) \
  X (BOOLEAN, AGOTADO, agotado) \
  X (STRING, FALTAN, faltan)

struct _ConyProducto
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyProducto, cony_producto, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_producto_class_init (ConyProductoClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_producto_init (ConyProducto *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyProducto, cony_producto, __VA_ARGS__)
COLUMNS (GETTER)
