/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, UID, uid) \
  X (ID, PEDIDO_ID, pedido_id) \
  X (STRING, CLIENTE, cliente) \
  X (ID, SUCURSAL_ID, sucursal_id) \
  X (STRING, MENSAJE, mensaje) \
  X (STRING, PRIORIDAD, prioridad) \
  X (BOOLEAN, LEIDA, leida) \
  X (TIME, FECHA_ENVIO, fecha_envio) \
  X (TIME, FECHA_LECTURA, fecha_lectura) \
  X (ID, USUARIO_ENVIA, usuario_envia) \
  X (STRING, ENVIA, envia) \
  X (STRING, VISTA_POR, vista_por) \
  X (TIME, ENTREGADA, entregada) \
  X (STRING, PANTALLA, pantalla) \
  X (INT, ESCALON, escalon) \
  X (BOOLEAN, TARDE, tarde) \
  X (ID, VERSION, version)

struct _ConyAlerta
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyAlerta, cony_alerta, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_alerta_class_init (ConyAlertaClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_alerta_init (ConyAlerta *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyAlerta, cony_alerta, __VA_ARGS__)
COLUMNS (GETTER)
