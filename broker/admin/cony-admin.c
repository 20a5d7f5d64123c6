/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-admin"

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n.h>

#include "admin-commands.h"

enum { EXIT_OK = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

static int
fail_usage (const char *message)
{
  g_printerr ("cony-admin: %s\n", message);
  g_printerr ("%s\n", _("Try “cony-admin --help”."));
  return EXIT_USAGE;
}

/* Runs the command that @rest names; *known says whether there is one. */
static gboolean
run (const AdminOptions  *options,
     char               **rest,
     gboolean            *known,
     GError             **error)
{
  guint n = g_strv_length (rest);

  *known = TRUE;
  if (n == 1 && g_str_equal (rest[0], "init"))
    return admin_init (options, error);
  if (n == 1 && g_str_equal (rest[0], "demo-data"))
    return admin_demo_data (options, error);
  if (n == 1 && g_str_equal (rest[0], "token"))
    return admin_token (options, error);
  if (n == 1 && g_str_equal (rest[0], "rotate-key"))
    return admin_rotate_key (options, error);
  if (n == 3 && g_str_equal (rest[0], "user") && g_str_equal (rest[1], "add"))
    return admin_user_add (options, rest[2], error);
  if (n == 3 && g_str_equal (rest[0], "user") && g_str_equal (rest[1], "disable"))
    return admin_user_disable (options, rest[2], error);
  if (n == 3 && g_str_equal (rest[0], "thresholds"))
    return admin_thresholds (options, rest[1], rest[2], error);
  if (n == 2 && g_str_equal (rest[0], "thresholds") && g_str_equal (rest[1], "default"))
    return admin_thresholds (options, NULL, NULL, error);
  *known = FALSE;
  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  AdminOptions options = { 0 };
  g_auto (GStrv) rest = NULL;
  gboolean version = FALSE;
  gboolean known = FALSE;
  gboolean good;
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &options.server,
      N_("Server and database, as libpq writes them"), "CONNINFO" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, N_("Log in as this person"), "LOGIN" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      N_("Password of that person (else it is asked)"), "FILE" },
    { "new-password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.new_password_file,
      N_("user add: password of the new person (else it is asked)"), "FILE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_("user add: name of the person"),
      "NAME" },
    { "group", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.groups,
      N_("user add: a role of the person; may be repeated"), "ROLE" },
    { "branch", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.branches,
      N_("user add: number of a branch of the person; may be repeated. thresholds: of the branch"),
      "ID" },
    { "channel", 0, 0, G_OPTION_ARG_STRING, &options.channel,
      N_("thresholds: only for orders of this channel: whatsapp, presencial or delivery"),
      "CHANNEL" },
    { "sql", 0, 0, G_OPTION_ARG_FILENAME, &options.sql_dir, N_("init, demo-data: folder of the SQL"),
      "DIR" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
      N_("token: write it to this file, readable by its owner only"), "FILE" },
    { "now", 0, 0, G_OPTION_ARG_NONE, &options.now,
      N_("rotate-key: the keys of before end at once, because one was stolen"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version and exit"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CONY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (_("init | demo-data | user add LOGIN | user disable LOGIN | token | rotate-key | "
                                    "thresholds DUE LATE | thresholds default"));
  g_option_context_set_summary (
    context, _("Prepares a database for Cony and looks after its people. No password is ever taken "
               "from the command line."));
  g_option_context_set_description (
    context, _("init and demo-data need a superuser of the server; user, rotate-key and thresholds an admin of Cony.\n"
               "Exit codes: 0 done, 1 refused or not reachable, 2 wrong usage."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (error->message);

  if (version)
    {
      g_print ("cony-admin %s\n", CONY_VERSION);
      return EXIT_OK;
    }
  if (rest == NULL || rest[0] == NULL)
    return fail_usage (_("No command was given."));
  if (options.sql_dir == NULL)
    options.sql_dir = g_strdup (CONY_SQLDIR);

  good = run (&options, rest, &known, &error);
  g_free (options.server);
  g_free (options.user);
  g_free (options.password_file);
  g_free (options.new_password_file);
  g_free (options.name);
  g_strfreev (options.groups);
  g_strfreev (options.branches);
  g_free (options.channel);
  g_free (options.sql_dir);
  g_free (options.output);

  if (good)
    return EXIT_OK;
  if (!known)
    return fail_usage (_("There is no such command."));
  if (error->domain == G_OPTION_ERROR)
    return fail_usage (error->message);
  g_printerr ("cony-admin: %s\n", error->message);
  return EXIT_REFUSED;
}
