/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-item.h"

G_BEGIN_DECLS

/* A subclass writes its columns as a list macro, COLUMNS (X), of X (KIND, COLUMN, column): the
 * kind, the position and the name of the column in the view.  The macros below make an enum, the
 * table and the getters from it.
 *
 *   ID       gint64                STRING   const char *, nullable
 *   INT      int                   TIME     GDateTime *, nullable, UTC
 *   DOUBLE   double                BOOLEAN  gboolean
 *
 * A NULL of the database is 0, FALSE or NULL.  The property has the column's name with `-` for
 * `_`. */
typedef enum
{
  CONY_COLUMN_ID,
  CONY_COLUMN_INT,
  CONY_COLUMN_DOUBLE,
  CONY_COLUMN_BOOLEAN,
  CONY_COLUMN_STRING,
  CONY_COLUMN_TIME,
} ConyColumnKind;

typedef struct _ConyColumn
{
  ConyColumnKind kind;
  const char *name;
} ConyColumn;

void        cony_item_class_install_columns (ConyItemClass    *klass,
                                             const ConyColumn *columns,
                                             guint             n_columns);

gint64      cony_item_read_id               (ConyItem         *self,
                                             guint             column);
int         cony_item_read_int              (ConyItem         *self,
                                             guint             column);
double      cony_item_read_double           (ConyItem         *self,
                                             guint             column);
gboolean    cony_item_read_boolean          (ConyItem         *self,
                                             guint             column);
const char *cony_item_read_string           (ConyItem         *self,
                                             guint             column);
GDateTime  *cony_item_read_time             (ConyItem         *self,
                                             guint             column);

#define CONY_ITEM_C_ID gint64
#define CONY_ITEM_C_INT int
#define CONY_ITEM_C_DOUBLE double
#define CONY_ITEM_C_BOOLEAN gboolean
#define CONY_ITEM_C_STRING const char *
#define CONY_ITEM_C_TIME GDateTime *

#define CONY_ITEM_READ_ID cony_item_read_id
#define CONY_ITEM_READ_INT cony_item_read_int
#define CONY_ITEM_READ_DOUBLE cony_item_read_double
#define CONY_ITEM_READ_BOOLEAN cony_item_read_boolean
#define CONY_ITEM_READ_STRING cony_item_read_string
#define CONY_ITEM_READ_TIME cony_item_read_time

#define CONY_ITEM_ENUM(KIND, COLUMN, column) COLUMN_##COLUMN,
#define CONY_ITEM_COLUMN(KIND, COLUMN, column) { CONY_COLUMN_##KIND, #column },
#define CONY_ITEM_GETTER(Type, type, KIND, COLUMN, column) \
  CONY_ITEM_C_##KIND \
  type##_get_##column (Type *self) \
  { \
    return CONY_ITEM_READ_##KIND (CONY_ITEM (self), COLUMN_##COLUMN); \
  }

G_END_DECLS
