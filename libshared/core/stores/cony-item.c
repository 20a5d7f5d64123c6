/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-item-private.h"

#define NO_COLUMN G_MAXUINT

typedef struct
{
  GValue *values; /* one per column, in the order of the class's table */
} ConyItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConyItem, cony_item, G_TYPE_OBJECT)

/* Property ids are positions plus one: 0 is reserved by GObject. */
#define COLUMN_OF(prop_id) ((prop_id) - 1)
#define PROP_OF(column) ((column) + 1)

static GParamSpec *
make_pspec (const ConyColumn *column)
{
  /* No static name: GObject writes `-` for `_` in its copy. */
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY;

  switch (column->kind)
    {
    case CONY_COLUMN_ID:
      return g_param_spec_int64 (column->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case CONY_COLUMN_INT:
      return g_param_spec_int (column->name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
    case CONY_COLUMN_DOUBLE:
      return g_param_spec_double (column->name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case CONY_COLUMN_BOOLEAN:
      return g_param_spec_boolean (column->name, NULL, NULL, FALSE, flags);
    case CONY_COLUMN_STRING:
      return g_param_spec_string (column->name, NULL, NULL, NULL, flags);
    case CONY_COLUMN_TIME:
      return g_param_spec_boxed (column->name, NULL, NULL, G_TYPE_DATE_TIME, flags);
    default:
      g_assert_not_reached ();
    }
}

static void
read_value (ConyResult *result,
            guint       row,
            const char *column,
            GValue     *value)
{
  if (cony_result_is_null (result, row, column))
    return;
  if (G_VALUE_HOLDS_INT64 (value))
    g_value_set_int64 (value, cony_result_get_int (result, row, column));
  else if (G_VALUE_HOLDS_INT (value))
    g_value_set_int (value, (int) cony_result_get_int (result, row, column));
  else if (G_VALUE_HOLDS_DOUBLE (value))
    g_value_set_double (value, cony_result_get_double (result, row, column));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, cony_result_get_boolean (result, row, column));
  else if (G_VALUE_HOLDS_STRING (value))
    g_value_set_string (value, cony_result_get_string (result, row, column));
  else if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    g_value_take_boxed (value, cony_result_get_time (result, row, column));
  else
    g_assert_not_reached ();
}

/* g_param_values_cmp compares boxed values by address. */
static gboolean
values_are_equal (GParamSpec   *pspec,
                  const GValue *a,
                  const GValue *b)
{
  GDateTime *time_a;
  GDateTime *time_b;

  if (!G_VALUE_HOLDS (a, G_TYPE_DATE_TIME))
    return g_param_values_cmp (pspec, a, b) == 0;

  time_a = g_value_get_boxed (a);
  time_b = g_value_get_boxed (b);
  if (time_a == NULL || time_b == NULL)
    return time_a == time_b;
  return g_date_time_equal (time_a, time_b);
}

static gboolean
set_column (ConyItem     *self,
            guint         column,
            const GValue *value)
{
  ConyItemPrivate *priv = cony_item_get_instance_private (self);
  GParamSpec *pspec = CONY_ITEM_GET_CLASS (self)->pspecs[column];

  if (values_are_equal (pspec, &priv->values[column], value))
    return FALSE;
  g_value_copy (value, &priv->values[column]);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
  return TRUE;
}

static const GValue *
get_column (ConyItem *self,
            guint     column)
{
  ConyItemPrivate *priv;

  g_return_val_if_fail (CONY_IS_ITEM (self), NULL);
  g_return_val_if_fail (column < CONY_ITEM_GET_CLASS (self)->n_columns, NULL);

  priv = cony_item_get_instance_private (self);
  return &priv->values[column];
}

static void
cony_item_constructed (GObject *object)
{
  ConyItem *self = CONY_ITEM (object);
  ConyItemPrivate *priv = cony_item_get_instance_private (self);
  ConyItemClass *klass = CONY_ITEM_GET_CLASS (self);

  /* Not in init, which runs before the object knows its own class. */
  priv->values = g_new0 (GValue, klass->n_columns);
  for (guint i = 0; i < klass->n_columns; i++)
    g_value_init (&priv->values[i], klass->pspecs[i]->value_type);

  G_OBJECT_CLASS (cony_item_parent_class)->constructed (object);
}

static void
cony_item_finalize (GObject *object)
{
  ConyItem *self = CONY_ITEM (object);
  ConyItemPrivate *priv = cony_item_get_instance_private (self);
  ConyItemClass *klass = CONY_ITEM_GET_CLASS (self);

  for (guint i = 0; i < klass->n_columns; i++)
    g_value_unset (&priv->values[i]);
  g_free (priv->values);

  G_OBJECT_CLASS (cony_item_parent_class)->finalize (object);
}

static void
cony_item_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  g_value_copy (get_column (CONY_ITEM (object), COLUMN_OF (prop_id)), value);
}

static void
cony_item_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  set_column (CONY_ITEM (object), COLUMN_OF (prop_id), value);
}

static void
cony_item_class_init (ConyItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = cony_item_constructed;
  object_class->finalize = cony_item_finalize;
  object_class->get_property = cony_item_get_property;
  object_class->set_property = cony_item_set_property;

  klass->id_column = NO_COLUMN;
  klass->uid_column = NO_COLUMN;
  klass->version_column = NO_COLUMN;
}

static void
cony_item_init (ConyItem *self)
{
}

/**
 * cony_item_class_install_columns:
 * @klass: the class of a subclass
 * @columns: (array length=n_columns): its table; must live as long as the program
 * @n_columns: number of columns
 *
 * Makes one property of each column.  The columns `id`, `uid` and `version` are known by name.
 * Further properties of the subclass have ids above @n_columns.
 */
void
cony_item_class_install_columns (ConyItemClass    *klass,
                                 const ConyColumn *columns,
                                 guint             n_columns)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_return_if_fail (CONY_IS_ITEM_CLASS (klass));
  g_return_if_fail (columns != NULL);

  /* GObject does not hand these two down. */
  if (object_class->get_property == NULL)
    object_class->get_property = cony_item_get_property;
  if (object_class->set_property == NULL)
    object_class->set_property = cony_item_set_property;

  klass->pspecs = g_new0 (GParamSpec *, n_columns);
  klass->columns = columns;
  klass->n_columns = n_columns;
  klass->id_column = NO_COLUMN;
  klass->uid_column = NO_COLUMN;
  klass->version_column = NO_COLUMN;

  for (guint i = 0; i < n_columns; i++)
    {
      klass->pspecs[i] = make_pspec (&columns[i]);
      g_object_class_install_property (object_class, PROP_OF (i), klass->pspecs[i]);

      if (g_str_equal (columns[i].name, "id"))
        klass->id_column = i;
      else if (g_str_equal (columns[i].name, "uid"))
        klass->uid_column = i;
      else if (g_str_equal (columns[i].name, "version"))
        klass->version_column = i;
    }
}

/**
 * cony_item_read_id:
 * @self: an item
 * @column: position of an ID column
 *
 * Returns: its value; like the other read functions, for the getters of a subclass
 */
gint64
cony_item_read_id (ConyItem *self,
                   guint     column)
{
  return g_value_get_int64 (get_column (self, column));
}

int
cony_item_read_int (ConyItem *self,
                    guint     column)
{
  return g_value_get_int (get_column (self, column));
}

double
cony_item_read_double (ConyItem *self,
                       guint     column)
{
  return g_value_get_double (get_column (self, column));
}

gboolean
cony_item_read_boolean (ConyItem *self,
                        guint     column)
{
  return g_value_get_boolean (get_column (self, column));
}

const char *
cony_item_read_string (ConyItem *self,
                       guint     column)
{
  return g_value_get_string (get_column (self, column));
}

GDateTime *
cony_item_read_time (ConyItem *self,
                     guint     column)
{
  return g_value_get_boxed (get_column (self, column));
}

/**
 * cony_item_get_id:
 * @self: an item
 *
 * Returns: the id of its row, 0 for one that is known only from a live event
 */
gint64
cony_item_get_id (ConyItem *self)
{
  const guint column = CONY_ITEM_GET_CLASS (self)->id_column;

  return column == NO_COLUMN ? 0 : cony_item_read_id (self, column);
}

/**
 * cony_item_get_uid:
 * @self: an item
 *
 * Returns: (nullable): the uid that the row shares with its event, if its table has one
 */
const char *
cony_item_get_uid (ConyItem *self)
{
  const guint column = CONY_ITEM_GET_CLASS (self)->uid_column;

  return column == NO_COLUMN ? NULL : cony_item_read_string (self, column);
}

/**
 * cony_item_get_version:
 * @self: an item
 *
 * Returns: the VERSION of the row that was applied last, 0 if none was
 */
gint64
cony_item_get_version (ConyItem *self)
{
  const guint column = CONY_ITEM_GET_CLASS (self)->version_column;

  return column == NO_COLUMN ? 0 : cony_item_read_id (self, column);
}

/**
 * cony_item_apply:
 * @self: an item
 * @result: rows of the item's view; columns it does not have keep their value
 * @row: which of them
 *
 * Takes over a row, whatever its VERSION.  Only properties that differ notify, after all of them
 * have their new value.
 *
 * Returns: %TRUE if anything changed
 */
gboolean
cony_item_apply (ConyItem   *self,
                 ConyResult *result,
                 guint       row)
{
  ConyItemClass *klass;
  gboolean changed = FALSE;

  g_return_val_if_fail (CONY_IS_ITEM (self), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (row < cony_result_get_n_rows (result), FALSE);

  klass = CONY_ITEM_GET_CLASS (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < klass->n_columns; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if (!cony_result_has_column (result, klass->columns[i].name))
        continue;
      g_value_init (&value, klass->pspecs[i]->value_type);
      read_value (result, row, klass->columns[i].name, &value);
      changed |= set_column (self, i, &value);
    }
  if (klass->apply_extra)
    changed |= klass->apply_extra (self, result, row);
  g_object_thaw_notify (G_OBJECT (self));

  return changed;
}
