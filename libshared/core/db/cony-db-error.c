/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-db-error.h"

G_DEFINE_QUARK (cony-db-error-quark, cony_db_error)

static const struct
{
  const char *sqlstate;
  ConyDbError code;
} states[] = {
  { "CN403", CONY_DB_ERROR_FORBIDDEN },    { "CN404", CONY_DB_ERROR_NOT_FOUND },
  { "CN409", CONY_DB_ERROR_STALE },        { "CN412", CONY_DB_ERROR_PRECONDITION },
  { "CN422", CONY_DB_ERROR_INVALID },      { "42501", CONY_DB_ERROR_FORBIDDEN },
  { "28P01", CONY_DB_ERROR_PASSWORD },     { "28000", CONY_DB_ERROR_FORBIDDEN },
  { "3D000", CONY_DB_ERROR_NO_SCHEMA },    { "3F000", CONY_DB_ERROR_NO_SCHEMA },
  { "42P01", CONY_DB_ERROR_NO_SCHEMA },    { "42883", CONY_DB_ERROR_NO_SCHEMA },
  { "42703", CONY_DB_ERROR_NO_SCHEMA },    { "53300", CONY_DB_ERROR_UNREACHABLE },
  { "57P01", CONY_DB_ERROR_UNREACHABLE },  { "57P02", CONY_DB_ERROR_UNREACHABLE },
  { "57P03", CONY_DB_ERROR_UNREACHABLE },
};

/**
 * cony_db_error_from_sqlstate:
 * @sqlstate: (nullable): five characters, or %NULL where libpq itself failed
 *
 * Returns: what that means to the program
 */
ConyDbError
cony_db_error_from_sqlstate (const char *sqlstate)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].sqlstate, sqlstate) == 0)
      return states[i].code;
  return CONY_DB_ERROR_FAILED;
}
