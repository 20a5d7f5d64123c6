/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox.h"

#include <glib/gi18n-lib.h>

#include "cony-outbox-file.h"
#include "cony-server-probe.h"

/* One sentence about a file, or %NULL when nothing waits in it. */
static char *
describe_file (const char *path,
               const char *name,
               const char *server)
{
  g_autoptr (GPtrArray) entries = cony_outbox_file_read (path);
  g_auto (GStrv) parts = g_strsplit (name, "@", 2);
  g_autofree char *other = parts[1] ? g_uri_unescape_string (parts[1], NULL) : NULL;
  const char *persona;

  if (entries->len == 0)
    return NULL;
  persona = cony_outbox_entry_get_persona (entries->pdata[0]);
  if (persona == NULL)
    persona = parts[0];
  if (g_strcmp0 (other, server) == 0)
    /* Translators: %u is a number of things done without the server, %s a person */
    return g_strdup_printf (ngettext ("%u queued of %s", "%u queued of %s", entries->len),
                            entries->len, persona);
  /* Translators: %u is a number of things done without the server, the first %s a person, the
   * second the server's address */
  return g_strdup_printf (ngettext ("%u queued of %s for the server %s",
                                    "%u queued of %s for the server %s", entries->len),
                          entries->len, persona, other ? other : "?");
}

/**
 * cony_outbox_list_others:
 * @app: name of the program
 * @conninfo: libpq connection string of the server that is meant
 * @login: (nullable): a person to leave out
 *
 * Returns: (transfer full): one sentence for everybody who has something waiting in this program on
 *   this machine, which is stored when they log in; what is for another server names it
 */
char **
cony_outbox_list_others (const char *app,
                         const char *conninfo,
                         const char *login)
{
  g_autofree char *folder = NULL;
  g_autofree char *own = NULL;
  g_autofree char *server = NULL;
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (app != NULL, NULL);
  g_return_val_if_fail (conninfo != NULL, NULL);

  folder = cony_outbox_file_get_folder (app);
  own = login ? cony_outbox_file_make_name (login, conninfo) : NULL;
  server = cony_server_name (conninfo);
  dir = g_dir_open (folder, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (g_strcmp0 (name, own) != 0)
        text = describe_file (path, name, server);
      if (text)
        g_strv_builder_add (list, text);
    }
  return g_strv_builder_end (list);
}
