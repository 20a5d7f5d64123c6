/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-db-error.h"

G_DEFINE_QUARK (cony-db-error-quark, cony_db_error)

ConyDbError
cony_db_error_from_sqlstate (const char *sqlstate)
{
  return 0;
}
