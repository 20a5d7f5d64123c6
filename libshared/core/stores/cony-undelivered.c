/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-undelivered.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, UID, uid) \
  X (STRING, TIPO, tipo) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (ID, PEDIDO_ID, pedido_id) \
  X (STRING, CLIENTE, cliente) \
  X (STRING, TEXTO, texto) \
  X (TIME, FECHA, fecha)

struct _ConyUndelivered
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyUndelivered, cony_undelivered, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_undelivered_class_init (ConyUndeliveredClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_undelivered_init (ConyUndelivered *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyUndelivered, cony_undelivered, __VA_ARGS__)
COLUMNS (GETTER)
