/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pq-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cony-db-error.h"

/* libpq has no accessor for the SQLSTATE of a refused connection; with verbose messages it stands
 * after the severity, as in `FATAL:  28P01: …`. */
static char *
find_sqlstate (const char *message)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  regex = g_regex_new (":  ([0-9A-Z]{5}): ", 0, 0, NULL);
  if (!g_regex_match (regex, message, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

/* The part of libpq's message that tells why, in one line. */
static char *
find_reason (const char *message)
{
  const char *begin = strstr (message, "failed: ");

  begin = begin ? begin + strlen ("failed: ") : message;
  return g_strndup (begin, strchrnul (begin, '\n') - begin);
}

/*< private >
 * cony_pq_error_new:
 * @conn: a connection that was refused, with verbose messages
 * @server: name of the server, for a person
 *
 * Returns: (transfer full): why, as a whole sentence for a person
 */
GError *
cony_pq_error_new (PGconn     *conn,
                   const char *server)
{
  const char *message = PQerrorMessage (conn);
  g_autofree char *sqlstate = find_sqlstate (message);
  g_autofree char *reason = NULL;
  const char *user = PQuser (conn);
  ConyDbError code = CONY_DB_ERROR_UNREACHABLE;

  if (sqlstate)
    code = cony_db_error_from_sqlstate (sqlstate);
  else if (PQconnectionNeedsPassword (conn))
    code = CONY_DB_ERROR_PASSWORD;

  switch (code)
    {
    case CONY_DB_ERROR_PASSWORD:
      /* Translators: %s is a user name */
      return g_error_new (CONY_DB_ERROR, code,
                          _("The password does not belong to the user “%s”. "
                            "Check capital letters and type it again."), user);
    case CONY_DB_ERROR_FORBIDDEN:
      /* Translators: %s is a user name */
      return g_error_new (CONY_DB_ERROR, code,
                          _("The user “%s” may not log in on this server. Ask an administrator."),
                          user);
    case CONY_DB_ERROR_NO_SCHEMA:
      /* Translators: %s is the name of a database */
      return g_error_new (CONY_DB_ERROR, code,
                          _("The server has no database “%s”. Ask an administrator."),
                          PQdb (conn));
    case CONY_DB_ERROR_UNREACHABLE:
      if (g_strcmp0 (sqlstate, "53300") == 0)
        return g_error_new_literal (CONY_DB_ERROR, code,
                                    _("The server has too many connections. Try again later."));
      if (sqlstate)
        return g_error_new_literal (CONY_DB_ERROR, code,
                                    _("The server is starting or stopping. "
                                      "Try again in a moment."));
      break;
    case CONY_DB_ERROR_STALE:
    case CONY_DB_ERROR_PRECONDITION:
    case CONY_DB_ERROR_INVALID:
    case CONY_DB_ERROR_NOT_FOUND:
    case CONY_DB_ERROR_TIMEOUT:
    case CONY_DB_ERROR_FAILED:
    default:
      break;
    }

  reason = find_reason (message);
  /* Translators: the first %s is the name of a server, the second one the technical reason */
  return g_error_new (CONY_DB_ERROR, code,
                      _("The server “%s” does not answer. Check the network and the name of the "
                        "server. (%s)"), server, reason);
}
