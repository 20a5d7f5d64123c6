/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONY_DB_ERROR (cony_db_error_quark ())
GQuark cony_db_error_quark (void);

/**
 * ConyDbError:
 * @CONY_DB_ERROR_UNREACHABLE: no server, or the connection was lost
 * @CONY_DB_ERROR_PASSWORD: the server refused this user or password
 * @CONY_DB_ERROR_FORBIDDEN: the role may not do this (42501, CN403)
 * @CONY_DB_ERROR_STALE: somebody else was faster (CN409)
 * @CONY_DB_ERROR_PRECONDITION: something must be confirmed or explained first (CN412)
 * @CONY_DB_ERROR_INVALID: the input is not acceptable (CN422)
 * @CONY_DB_ERROR_NOT_FOUND: no such row, or it is not visible to this person (CN404)
 * @CONY_DB_ERROR_TIMEOUT: no answer in time, also after the repeat
 * @CONY_DB_ERROR_FAILED: anything else
 * @CONY_DB_ERROR_NO_SCHEMA: the database is not Cony's, or older than this program
 *
 * The message of an error of a database function is one of the sentences that the functions raise,
 * translated; it can be shown as it is.
 */
typedef enum
{
  CONY_DB_ERROR_UNREACHABLE,
  CONY_DB_ERROR_PASSWORD,
  CONY_DB_ERROR_FORBIDDEN,
  CONY_DB_ERROR_STALE,
  CONY_DB_ERROR_PRECONDITION,
  CONY_DB_ERROR_INVALID,
  CONY_DB_ERROR_NOT_FOUND,
  CONY_DB_ERROR_TIMEOUT,
  CONY_DB_ERROR_FAILED,
  CONY_DB_ERROR_NO_SCHEMA,
} ConyDbError;

ConyDbError cony_db_error_from_sqlstate (const char *sqlstate);

G_END_DECLS
