/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-commands.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "admin-password.h"
#include "admin-server.h"

#include "cony-rol.h"

#define SQL_CREAR_USUARIO \
  "SELECT api.crear_usuario ($1::uuid, $2, $3, $4, $5::text[], $6::integer[])"
#define SQL_DESACTIVAR_USUARIO "SELECT api.desactivar_usuario ($1::uuid, $2)"
#define SQL_EMITIR_TOKEN "SELECT api.emitir_token () AS token"
#define SQL_ROTAR_CLAVE "SELECT api.rotar_clave ($1::uuid, $2::boolean)"

static char *
array_literal (char **words)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? ",\"" : "\"");
      for (const char *c = words[i]; *c != '\0'; c++)
        {
          if (*c == '"' || *c == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *c);
        }
      g_string_append_c (text, '"');
    }
  g_string_append_c (text, '}');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
check_person (const AdminOptions  *options,
              GError             **error)
{
  if (options->name == NULL || *options->name == '\0')
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("A new person needs a name (--name)."));
      return FALSE;
    }
  if (options->groups == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("A new person needs a role (--group)."));
      return FALSE;
    }
  for (guint i = 0; options->groups[i] != NULL; i++)
    if (cony_roles_from_name (options->groups[i]) == CONY_ROL_NONE)
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _("“%s” is not a role. Roles: atencion, cocinero, validador, admin, "
                       "superadmin, intake."), options->groups[i]);
        return FALSE;
      }
  for (guint i = 0; options->branches != NULL && options->branches[i] != NULL; i++)
    if (!g_ascii_string_to_signed (options->branches[i], 10, 1, G_MAXINT32, NULL, NULL))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _("“%s” is not the number of a branch."), options->branches[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * admin_user_add:
 * @options: the command line
 * @login: login of the new person
 * @error: return location for an error
 *
 * Creates a person: a PostgreSQL login with its roles and branches.
 *
 * Returns: whether it was done
 */
gboolean
admin_user_add (const AdminOptions  *options,
                const char          *login,
                GError             **error)
{
  g_autoptr (ConyDatabase) database = NULL;
  g_autoptr (ConyResult) result = NULL;
  g_autofree char *password = NULL;
  g_autofree char *verifier = NULL;
  g_autofree char *clave = g_uuid_string_random ();
  g_autofree char *groups = array_literal (options->groups);
  g_autofree char *branches = array_literal (options->branches);

  if (!check_person (options, error))
    return FALSE;
  if (options->new_password_file != NULL)
    password = admin_password_from_file (options->new_password_file, error);
  else
    password = admin_password_ask_new (login, error);
  if (password == NULL)
    return FALSE;
  verifier = admin_password_verifier (login, password, error);
  if (verifier == NULL)
    return FALSE;

  database = admin_server_log_in (options, error);
  if (database == NULL)
    return FALSE;
  result = admin_server_action (database, SQL_CREAR_USUARIO,
                                (const char *[]) { clave, login, options->name, verifier, groups,
                                                   branches, NULL },
                                error);
  if (result == NULL)
    return FALSE;
  /* Translators: %s is a login */
  g_print (_("%s can log in now.\n"), login);
  return TRUE;
}

/**
 * admin_user_disable:
 * @options: the command line
 * @login: who shall not log in any more
 * @error: return location for an error
 *
 * Returns: whether it was done
 */
gboolean
admin_user_disable (const AdminOptions  *options,
                    const char          *login,
                    GError             **error)
{
  g_autoptr (ConyDatabase) database = NULL;
  g_autoptr (ConyResult) result = NULL;
  g_autofree char *clave = g_uuid_string_random ();

  database = admin_server_log_in (options, error);
  if (database == NULL)
    return FALSE;
  result = admin_server_action (database, SQL_DESACTIVAR_USUARIO,
                                (const char *[]) { clave, login, NULL }, error);
  if (result == NULL)
    return FALSE;
  /* Translators: %s is a login */
  g_print (_("%s cannot log in any more.\n"), login);
  return TRUE;
}

/**
 * admin_token:
 * @options: the command line
 * @error: return location for an error
 *
 * Prints a token of the person that logs in, or writes it to a file that only its owner reads.
 *
 * Returns: whether it was done
 */
gboolean
admin_token (const AdminOptions  *options,
             GError             **error)
{
  g_autoptr (ConyDatabase) database = admin_server_log_in (options, error);
  g_autoptr (ConyResult) result = NULL;
  const char *token;

  if (database == NULL)
    return FALSE;
  result = admin_server_query (database, SQL_EMITIR_TOKEN, NULL, error);
  if (result == NULL)
    return FALSE;
  token = cony_result_get_string (result, 0, "token");
  if (options->output == NULL)
    {
      g_print ("%s\n", token);
      return TRUE;
    }
  /* GLib gives the mode to a file that it makes; one that is there keeps its own from 2.8x on. */
  if (g_file_test (options->output, G_FILE_TEST_IS_REGULAR) && g_unlink (options->output) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", options->output,
                   g_strerror (code));
      return FALSE;
    }
  return g_file_set_contents_full (options->output, token, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}

/**
 * admin_rotate_key:
 * @options: the command line; with --now the keys of before end at once
 * @error: return location for an error
 *
 * Makes a new key to sign tokens with.
 *
 * Returns: whether it was done
 */
gboolean
admin_rotate_key (const AdminOptions  *options,
                  GError             **error)
{
  g_autoptr (ConyDatabase) database = admin_server_log_in (options, error);
  g_autoptr (ConyResult) result = NULL;
  g_autofree char *clave = g_uuid_string_random ();

  if (database == NULL)
    return FALSE;
  result = admin_server_action (database, SQL_ROTAR_CLAVE,
                                (const char *[]) { clave, options->now ? "true" : "false", NULL },
                                error);
  if (result == NULL)
    return FALSE;
  g_print ("%s\n", options->now
                     ? _("The old keys are void. Every window fetches a new token.")
                     : _("The new key signs in two minutes; the old one stays valid ten more."));
  return TRUE;
}
