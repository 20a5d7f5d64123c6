/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-refill.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, UID, uid) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (ID, INSUMO_ID, insumo_id) \
  X (STRING, INSUMO, insumo) \
  X (STRING, UNIDAD, unidad) \
  X (DOUBLE, CANTIDAD_SOLICITADA, cantidad_solicitada) \
  X (STRING, ESTADO, estado) \
  X (STRING, MOTIVO, motivo) \
  X (ID, USUARIO_SOLICITA, usuario_solicita) \
  X (STRING, SOLICITA, solicita) \
  X (STRING, ATIENDE, atiende) \
  X (TIME, FECHA_SOLICITUD, fecha_solicitud) \
  X (TIME, FECHA_CAMBIO, fecha_cambio) \
  X (TIME, VISTO, visto) \
  X (STRING, VISTO_POR, visto_por) \
  X (TIME, EN_CAMINO, en_camino) \
  X (STRING, EN_CAMINO_POR, en_camino_por) \
  X (BOOLEAN, TARDE, tarde) \
  X (ID, VERSION, version)

struct _ConyRefill
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyRefill, cony_refill, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_refill_class_init (ConyRefillClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_refill_init (ConyRefill *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyRefill, cony_refill, __VA_ARGS__)
COLUMNS (GETTER)
