/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-commands.h"

#include <glib/gi18n.h>

#include "admin-server.h"

#define SQL_PONER_UMBRALES \
  "SELECT api.poner_umbrales ($1::uuid, $2::integer, $3, $4::integer, $5::integer)"

static gboolean
is_number (const char *text)
{
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT32, NULL, NULL);
}

static gboolean
check (const AdminOptions  *options,
       const char          *due,
       const char          *late,
       GError             **error)
{
  if (!options->branches || g_strv_length (options->branches) != 1
      || !is_number (options->branches[0]))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Thresholds need the number of one branch (--branch)."));
      return FALSE;
    }
  if (due && !(is_number (due) && is_number (late)))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Thresholds are two numbers of seconds, like “300 480”."));
      return FALSE;
    }
  if (!due && !options->channel)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Only a channel (--channel) has a default: the branch's thresholds."));
      return FALSE;
    }
  return TRUE;
}

/**
 * admin_thresholds:
 * @options: the command line: the branch, and perhaps one of its channels
 * @due: (nullable): seconds from which an order is due; %NULL for a channel that goes back to those
 *   of its branch
 * @late: (nullable): seconds from which it is late, %NULL exactly when @due is
 * @error: return location for an error
 *
 * Sets from what age orders change their colour in the kitchen.
 *
 * Returns: whether it was done
 */
gboolean
admin_thresholds (const AdminOptions  *options,
                  const char          *due,
                  const char          *late,
                  GError             **error)
{
  g_autoptr (ConyDatabase) database = NULL;
  g_autoptr (ConyResult) result = NULL;
  g_autofree char *clave = g_uuid_string_random ();

  if (!check (options, due, late, error))
    return FALSE;
  database = admin_server_log_in (options, error);
  if (database == NULL)
    return FALSE;
  result = admin_server_action (database, SQL_PONER_UMBRALES,
                                (const char *[]) { clave, options->branches[0], options->channel,
                                                   due, late, NULL },
                                error);
  if (result == NULL)
    return FALSE;
  g_print ("%s\n", _("Set. The windows of the branch take them over at once."));
  return TRUE;
}
