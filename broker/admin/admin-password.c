/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"
#include "admin-password.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <libpq-fe.h>

#define MIN_LENGTH 8

static gboolean
check_length (const char *password,
              GError    **error)
{
  if (g_utf8_validate (password, -1, NULL) && g_utf8_strlen (password, -1) >= MIN_LENGTH)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("A password needs at least %d characters."), MIN_LENGTH);
  return FALSE;
}

/**
 * admin_password_from_file:
 * @path: file whose first line is the password
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
admin_password_from_file (const char  *path,
                          GError     **error)
{
  char *password = NULL;

  if (!g_file_get_contents (path, &password, NULL, error))
    return NULL;
  password[strcspn (password, "\r\n")] = '\0';
  if (*password == '\0')
    {
      g_free (password);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The file “%s” holds no password."),
                   path);
      return NULL;
    }
  return password;
}

/**
 * admin_password_ask:
 * @prompt: what to ask
 * @error: return location for an error
 *
 * Asks on the terminal, without showing what is typed.
 *
 * Returns: (transfer full) (nullable): the password; %NULL where there is no terminal
 */
char *
admin_password_ask (const char *prompt,
                    GError    **error)
{
  FILE *terminal = fopen ("/dev/tty", "r+");
  struct termios shown;
  struct termios hidden;
  g_autofree char *line = NULL;
  char buffer[1024];
  char *got;

  if (terminal == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("There is no terminal to ask for a password; give it in a file."));
      return NULL;
    }
  tcgetattr (fileno (terminal), &shown);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fileno (terminal), TCSAFLUSH, &hidden);
  /* After the echo is off: what is typed at the prompt must neither show nor be flushed. */
  fprintf (terminal, "%s: ", prompt);
  fflush (terminal);
  got = fgets (buffer, sizeof buffer, terminal);
  tcsetattr (fileno (terminal), TCSAFLUSH, &shown);
  fputc ('\n', terminal);
  fclose (terminal);

  if (got == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("No password was given."));
      return NULL;
    }
  buffer[strcspn (buffer, "\r\n")] = '\0';
  line = g_strdup (buffer);
  explicit_bzero (buffer, sizeof buffer);
  return g_steal_pointer (&line);
}

/**
 * admin_password_ask_new:
 * @login: whose password
 * @error: return location for an error
 *
 * Asks twice for a new password.
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
admin_password_ask_new (const char *login,
                        GError    **error)
{
  g_autofree char *prompt = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  /* Translators: %s is a login */
  prompt = g_strdup_printf (_("New password of %s"), login);
  first = admin_password_ask (prompt, error);
  if (first == NULL)
    return NULL;
  second = admin_password_ask (_("Once more"), error);
  if (second == NULL)
    return NULL;
  if (!g_str_equal (first, second))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("The two passwords differ."));
      return NULL;
    }
  return g_steal_pointer (&first);
}

/**
 * admin_password_verifier:
 * @login: whose password
 * @password: the password
 * @error: return location for an error
 *
 * Makes the SCRAM verifier here, so that the password itself never travels.
 *
 * Returns: (transfer full) (nullable): the verifier
 */
char *
admin_password_verifier (const char  *login,
                         const char  *password,
                         GError     **error)
{
  /* With the algorithm given, libpq wants a connection only to keep its error message in; this one
   * is refused before it opens anything. */
  PGconn *nowhere = NULL;
  char *made;
  char *verifier = NULL;

  if (!check_length (password, error))
    return NULL;
  nowhere = PQconnectStart ("port=none");
  made = PQencryptPasswordConn (nowhere, password, login, "scram-sha-256");
  if (made != NULL)
    verifier = g_strdup (made);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, PQerrorMessage (nowhere));
  PQfreemem (made);
  PQfinish (nowhere);
  return verifier;
}
