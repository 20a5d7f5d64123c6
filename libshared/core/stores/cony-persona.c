/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-persona.h"

#include "cony-item-private.h"

#define COLUMNS(X) \
  X (ID, ID, id) \
  X (STRING, LOGIN, login) \
  X (STRING, NOMBRE, nombre)

struct _ConyPersona
{
  ConyItem parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyPersona, cony_persona, CONY_TYPE_ITEM)

enum
{
  COLUMNS (CONY_ITEM_ENUM)
};

static const ConyColumn columns[] = {
  COLUMNS (CONY_ITEM_COLUMN)
};

static void
cony_persona_class_init (ConyPersonaClass *klass)
{
  cony_item_class_install_columns (CONY_ITEM_CLASS (klass), columns, G_N_ELEMENTS (columns));
}

static void
cony_persona_init (ConyPersona *self)
{
}

/* The getters of the header, one a column. */
#define GETTER(...) CONY_ITEM_GETTER (ConyPersona, cony_persona, __VA_ARGS__)
COLUMNS (GETTER)
