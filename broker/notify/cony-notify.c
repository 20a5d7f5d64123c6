/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-notify"

#include "config.h"

#include <locale.h>
#include <stdio.h>

#include <glib/gi18n.h>

#include "notify-post.h"
#include "notify-tail.h"

#define DEFAULT_BROKER "ws://127.0.0.1:8765/ws"

/* Exit codes: what the caller wrote cannot be sent; the broker refused it or did not answer. */
enum { EXIT_OK = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

static int
fail_usage (const char *message)
{
  g_printerr ("cony-notify: %s\n", message);
  g_printerr ("%s\n", _("Try “cony-notify --help”."));
  return EXIT_USAGE;
}

/* The token of CONY_TOKEN_FILE; %NULL without error where the variable is not set. */
static gboolean
read_token (char   **token,
            GError **error)
{
  const char *path = g_getenv ("CONY_TOKEN_FILE");

  if (path == NULL || *path == '\0')
    return TRUE;
  if (!g_file_get_contents (path, token, NULL, error))
    return FALSE;
  g_strstrip (*token);
  return TRUE;
}

static int
run_tail (const char *broker,
          guint       count)
{
  g_autoptr (NotifyTail) tail = notify_tail_new (broker, read_token, count);
  g_autoptr (GError) error = NULL;

  if (notify_tail_run (tail, &error))
    return EXIT_OK;
  g_printerr ("cony-notify: %s\n", error->message);
  return EXIT_REFUSED;
}

static int
run_post (const char *broker,
          const char *event,
          const char *key)
{
  g_autoptr (GPtrArray) bodies = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (event, "-"))
    bodies = notify_bodies_from_stream (stdin, &error);
  else
    bodies = notify_bodies_from_text (event, -1, &error);
  if (bodies == NULL)
    return fail_usage (error->message);
  if (key != NULL && bodies->len > 1)
    return fail_usage (_("A key names one event, and there are several."));
  if (!read_token (&token, &error))
    return fail_usage (error->message);

  if (notify_post (broker, token, bodies, key, &error))
    return EXIT_OK;
  g_printerr ("cony-notify: %s\n", error->message);
  return EXIT_REFUSED;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *broker = NULL;
  g_autofree char *key = NULL;
  g_auto (GStrv) rest = NULL;
  gboolean version = FALSE;
  int count = 0;
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "broker", 0, 0, G_OPTION_ARG_STRING, &broker,
      N_("WebSocket address of the broker (default: ws://127.0.0.1:8765/ws)"), "URI" },
    { "key", 0, 0, G_OPTION_ARG_STRING, &key,
      N_("UUID of the event: the same key again stores nothing new"), "UUID" },
    { "count", 'n', 0, G_OPTION_ARG_INT, &count, N_("With tail: end after N events"), "N" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version and exit"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CONY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (_("EVENT | - | tail"));
  g_option_context_set_summary (
    context, _("Posts an event to the broker, posts what standard input holds (one event, or one "
               "a line), or prints events as they come."));
  g_option_context_set_description (
    context, _("The token is read from the file that CONY_TOKEN_FILE names; “cony-admin token” "
               "makes one.\nExit codes: 0 done, 1 refused or no broker, 2 not a valid event or "
               "wrong usage."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (error->message);

  if (version)
    {
      g_print ("cony-notify %s\n", CONY_VERSION);
      return EXIT_OK;
    }
  if (rest == NULL || rest[0] == NULL)
    return fail_usage (_("No event was given."));
  if (rest[1] != NULL)
    return fail_usage (_("More than one event was given; quote it as one word."));
  if (count < 0)
    return fail_usage (_("The number of events cannot be negative."));
  if (broker == NULL)
    broker = g_strdup (DEFAULT_BROKER);
  if (!notify_check_broker (broker, &error))
    return fail_usage (error->message);

  if (g_str_equal (rest[0], "tail"))
    return run_tail (broker, (guint) count);
  return run_post (broker, rest[0], key);
}
