/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-application-private.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Programs are installed side by side; in a build tree as well. */
static char *
find_program (const char *name)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self ? g_path_get_dirname (self) : NULL;
  g_autofree char *sibling = folder ? g_build_filename (folder, name, NULL) : NULL;

  if (sibling && g_file_test (sibling, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&sibling);
  return g_find_program_in_path (name);
}

/* A pipe that already holds all it will ever hold; a password is far shorter than its buffer. */
static int
open_password_pipe (const char  *password,
                    GError     **error)
{
  int fds[2];
  size_t length = strlen (password);

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return -1;
  if (write (fds[1], password, length) != (ssize_t) length)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           "the password does not fit a pipe");
      close (fds[0]);
      fds[0] = -1;
    }
  close (fds[1]);
  return fds[0];
}

/**
 * cony_application_launch:
 * @self: a #ConyApplication whose person is logged in
 * @program: name of another program of the suite
 * @error: return location
 *
 * Starts @program with the same server, broker and person.  The password goes through an inherited
 * pipe: neither a command line nor a file ever holds it.
 *
 * Returns: %TRUE if the program was started
 */
gboolean
cony_application_launch (ConyApplication  *self,
                         const char       *program,
                         GError          **error)
{
  const int child_fd = 3;
  ConyApplicationPrivate *priv;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *path = NULL;
  g_autofree char *file = g_strdup_printf ("/dev/fd/%d", child_fd);
  int fd;

  g_return_val_if_fail (CONY_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (program != NULL, FALSE);

  priv = cony_application_get_private (self);
  g_return_val_if_fail (priv->password != NULL, FALSE);

  path = find_program (program);
  if (!path)
    {
      /* Translators: the name of a program. */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s is not installed."), program);
      return FALSE;
    }
  fd = open_password_pipe (priv->password, error);
  if (fd < 0)
    return FALSE;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd (launcher, fd, child_fd);
  process = g_subprocess_launcher_spawn (launcher, error, path, "--server", priv->server,
                                         "--broker", priv->broker, "--user", priv->user,
                                         "--password-file", file, NULL);
  return process != NULL;
}
