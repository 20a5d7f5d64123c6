/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-sucursal.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, NOMBRE, nombre)

struct _ConySucursal
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConySucursal, cony_sucursal, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_sucursal_class_init (ConySucursalClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_sucursal_init (ConySucursal *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConySucursal, cony_sucursal, __VA_ARGS__)
COLUMNS (GETTER)
