/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-result.h"

G_DEFINE_BOXED_TYPE (ConyResult, cony_result, cony_result_ref, cony_result_unref)

ConyResult *
cony_result_ref (ConyResult *self)
{
  return 0;
}

void
cony_result_unref (ConyResult *self)
{

}

guint
cony_result_get_n_rows (ConyResult *self)
{
  return 0;
}

gboolean
cony_result_has_column (ConyResult *self, const char *column)
{
  return 0;
}

gboolean
cony_result_is_null (ConyResult *self, guint row, const char *column)
{
  return 0;
}

const char *
cony_result_get_string (ConyResult *self, guint row, const char *column)
{
  return 0;
}

gint64
cony_result_get_int (ConyResult *self, guint row, const char *column)
{
  return 0;
}

double
cony_result_get_double (ConyResult *self, guint row, const char *column)
{
  return 0;
}

gboolean
cony_result_get_boolean (ConyResult *self, guint row, const char *column)
{
  return 0;
}

GDateTime  *
cony_result_get_time (ConyResult *self, guint row, const char *column)
{
  return 0;
}

GBytes     *
cony_result_get_bytes (ConyResult *self, guint row, const char *column)
{
  return 0;
}
