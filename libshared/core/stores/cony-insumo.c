/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-insumo.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (STRING, NOMBRE, nombre) \
  X (STRING, UNIDAD, unidad) \
  X (BOOLEAN, AGOTADO, agotado) \
  X (ID, VERSION, version)

struct _ConyInsumo
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyInsumo, cony_insumo, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_insumo_class_init (ConyInsumoClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_insumo_init (ConyInsumo *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyInsumo, cony_insumo, __VA_ARGS__)
COLUMNS (GETTER)
