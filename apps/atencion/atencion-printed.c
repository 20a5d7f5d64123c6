/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-printed.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Which orders this machine has printed: one line each, only ever added to, so that two windows do
 * not lose each other's lines.  It is of this machine because its printer is. */

#define MAX_LENGTH (256 * 1024)

static char *
get_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "cony", "impresos", NULL);
}

/* Number and time together name an order also where a machine works with two databases. */
static char *
format_line (ConyPedido *pedido)
{
  GDateTime *created = cony_pedido_get_creado (pedido);

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                          cony_pedido_get_id (pedido),
                          created ? g_date_time_to_unix (created) : (gint64) 0);
}

/* The older half goes when the file has become long: nobody prints those again. */
static void
shorten (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *half;

  if (!g_file_get_contents (path, &text, &length, NULL) || length < MAX_LENGTH)
    return;
  half = strchr (text + length / 2, '\n');
  if (half)
    g_file_set_contents (path, half + 1, -1, NULL);
}

/**
 * atencion_printed_contains:
 * @pedido: an order
 *
 * Returns: whether this machine has printed @pedido
 */
gboolean
atencion_printed_contains (ConyPedido *pedido)
{
  g_autofree char *path = get_path ();
  g_autofree char *line = NULL, *text = NULL;
  const char *found;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), FALSE);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  line = format_line (pedido);
  for (found = strstr (text, line); found; found = strstr (found + 1, line))
    if (found == text || found[-1] == '\n')
      return TRUE;
  return FALSE;
}

/**
 * atencion_printed_add:
 * @pedido: an order that was given to the printer
 *
 * Remembers @pedido on this machine, also after the program has ended.
 */
void
atencion_printed_add (ConyPedido *pedido)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *line = NULL;
  gssize length;
  int fd;

  g_return_if_fail (CONY_IS_PEDIDO (pedido));

  g_mkdir_with_parents (folder, 0700);
  shorten (path);
  line = format_line (pedido);
  length = strlen (line);
  fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, line, length) != length)
    g_message ("A printed order was not remembered: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
}
