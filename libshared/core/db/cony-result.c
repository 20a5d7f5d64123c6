/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-result.h"
#include "cony-result-private.h"

struct _ConyResult
{
  PGresult *result;
};

G_DEFINE_BOXED_TYPE (ConyResult, cony_result, cony_result_ref, cony_result_unref)

static int
find_column (ConyResult *self,
             const char *column)
{
  int number;

  g_assert (self != NULL);
  g_assert (column != NULL);

  /* PQfnumber folds case and takes quotes; our column names need neither. */
  number = PQfnumber (self->result, column);
  if (number < 0)
    g_error ("The statement has no column “%s”", column);
  return number;
}

static const char *
get_value (ConyResult *self,
           guint       row,
           const char *column)
{
  int number = find_column (self, column);

  g_assert (row < cony_result_get_n_rows (self));

  return PQgetisnull (self->result, row, number) ? NULL : PQgetvalue (self->result, row, number);
}

static void
free_result (gpointer data)
{
  ConyResult *self = data;

  g_clear_pointer (&self->result, PQclear);
}

/*< private >
 * cony_result_new_take:
 * @result: (transfer full): what the server sent
 *
 * Returns: (transfer full): the same as rows
 */
ConyResult *
cony_result_new_take (PGresult *result)
{
  ConyResult *self;

  g_assert (result != NULL);

  self = g_atomic_rc_box_new0 (ConyResult);
  self->result = result;
  return self;
}

/**
 * cony_result_ref:
 * @self: a result
 *
 * Returns: (transfer full): @self
 */
ConyResult *
cony_result_ref (ConyResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * cony_result_unref:
 * @self: (transfer full): a result
 */
void
cony_result_unref (ConyResult *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, free_result);
}

/**
 * cony_result_get_n_rows:
 * @self: a result
 *
 * Returns: how many rows the statement returned
 */
guint
cony_result_get_n_rows (ConyResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return PQntuples (self->result);
}

/**
 * cony_result_has_column:
 * @self: a result
 * @column: a name
 *
 * Returns: whether the statement has that column
 */
gboolean
cony_result_has_column (ConyResult *self,
                        const char *column)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (column != NULL, FALSE);

  return PQfnumber (self->result, column) >= 0;
}

/**
 * cony_result_is_null:
 * @self: a result
 * @row: row number from 0
 * @column: a name
 *
 * Returns: whether the value is SQL NULL
 */
gboolean
cony_result_is_null (ConyResult *self,
                     guint       row,
                     const char *column)
{
  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), TRUE);

  return get_value (self, row, column) == NULL;
}

/**
 * cony_result_get_string:
 * @self: a result
 * @row: row number from 0
 * @column: a name
 *
 * Returns: (transfer none) (nullable): the value as text; it lives as long as @self
 */
const char *
cony_result_get_string (ConyResult *self,
                        guint       row,
                        const char *column)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), NULL);

  return get_value (self, row, column);
}

/**
 * cony_result_get_int:
 * @self: a result
 * @row: row number from 0
 * @column: a name
 *
 * Returns: the value, 0 for SQL NULL
 */
gint64
cony_result_get_int (ConyResult *self,
                     guint       row,
                     const char *column)
{
  const char *value;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), 0);

  value = get_value (self, row, column);
  return value ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/**
 * cony_result_get_double:
 * @self: a result
 * @row: row number from 0
 * @column: a name
 *
 * Returns: the value, 0 for SQL NULL
 */
double
cony_result_get_double (ConyResult *self,
                        guint       row,
                        const char *column)
{
  const char *value;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), 0);

  value = get_value (self, row, column);
  return value ? g_ascii_strtod (value, NULL) : 0;
}

/**
 * cony_result_get_boolean:
 * @self: a result
 * @row: row number from 0
 * @column: a name
 *
 * Returns: the value, %FALSE for SQL NULL
 */
gboolean
cony_result_get_boolean (ConyResult *self,
                         guint       row,
                         const char *column)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), FALSE);

  return g_strcmp0 (get_value (self, row, column), "t") == 0;
}

/**
 * cony_result_get_time:
 * @self: a result
 * @row: row number from 0
 * @column: a name of a `timestamp` column, which holds UTC (DATA.md)
 *
 * Returns: (transfer full) (nullable): the time in UTC, %NULL for SQL NULL
 */
GDateTime *
cony_result_get_time (ConyResult *self,
                      guint       row,
                      const char *column)
{
  g_autoptr (GTimeZone) utc = NULL;
  const char *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), NULL);

  value = get_value (self, row, column);
  if (value == NULL)
    return NULL;
  utc = g_time_zone_new_utc ();
  return g_date_time_new_from_iso8601 (value, utc);
}

/**
 * cony_result_get_bytes:
 * @self: a result
 * @row: row number from 0
 * @column: a name of a `bytea` column
 *
 * Returns: (transfer full) (nullable): the bytes, %NULL for SQL NULL
 */
GBytes *
cony_result_get_bytes (ConyResult *self,
                       guint       row,
                       const char *column)
{
  const char *value;
  unsigned char *data;
  gsize length = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (row < cony_result_get_n_rows (self), NULL);

  value = get_value (self, row, column);
  if (value == NULL)
    return NULL;
  data = PQunescapeBytea ((const unsigned char *) value, &length);
  return g_bytes_new_with_free_func (data, length, PQfreemem, data);
}
