/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-notify"

#include "config.h"
#include "notify-post.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "cony-event.h"
#include "cony-notifier.h"

/* What standard input may hold, and how many events travel in one request. */
#define MAX_BYTES (64 * 1024 * 1024)
#define BATCH 100

/**
 * notify_check_broker:
 * @broker: address as the person wrote it
 * @error: return location for an error
 *
 * Returns: whether @broker is a ws: or wss: address with a host
 */
gboolean
notify_check_broker (const char  *broker,
                     GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (broker, G_URI_FLAGS_NONE, error);

  if (uri == NULL)
    return FALSE;
  if ((!g_str_equal (g_uri_get_scheme (uri), "ws") &&
       !g_str_equal (g_uri_get_scheme (uri), "wss")) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("“%s” is not an address like ws://HOST:PORT/ws."), broker);
      return FALSE;
    }
  return TRUE;
}

/* ws://host:port/ws → http://host:port/broadcast: the last part of the path is replaced, so that a
 * broker behind a proxy's prefix is found as well. */
static char *
broadcast_uri (const char *broker)
{
  g_autoptr (GUri) uri = g_uri_parse (broker, G_URI_FLAGS_NONE, NULL);
  g_autofree char *prefix = NULL;
  g_autofree char *path = NULL;
  const char *slash = NULL;

  slash = strrchr (g_uri_get_path (uri), '/');
  prefix = g_strndup (g_uri_get_path (uri),
                      slash != NULL ? (gsize) (slash - g_uri_get_path (uri)) : 0);
  path = g_strconcat (prefix, "/broadcast", NULL);
  return g_uri_join (G_URI_FLAGS_NONE, g_str_equal (g_uri_get_scheme (uri), "wss") ? "https" : "http",
                     NULL, g_uri_get_host (uri), g_uri_get_port (uri), path, NULL, NULL);
}

static gboolean
only_space (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/* One body a line; nothing is sent when one line is no event, so that a corrected file can simply be
 * sent again. */
static GPtrArray *
bodies_from_lines (const char  *text,
                   gsize        length,
                   GError     **error)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *end = text + length;
  guint number = 0;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', (gsize) (end - text));
      gsize size = (gsize) ((newline != NULL ? newline : end) - text);

      number++;
      if (!only_space (text, size))
        {
          g_autoptr (ConyEvent) event = cony_event_new_posted (text, (gssize) size, error);

          if (event == NULL)
            {
              g_prefix_error (error, _("line %u: "), number);
              return NULL;
            }
          g_ptr_array_add (bodies, g_bytes_new (text, size));
        }
      text = newline != NULL ? newline + 1 : end;
    }
  return g_steal_pointer (&bodies);
}

/**
 * notify_bodies_from_text:
 * @text: one event (possibly over several lines) or one event a line
 * @length: bytes of @text, or -1
 * @error: return location for an error
 *
 * Checks every event as the broker would, before anything is sent.
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): the events
 */
GPtrArray *
notify_bodies_from_text (const char  *text,
                         gssize       length,
                         GError     **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GPtrArray) bodies = NULL;
  g_autoptr (ConyEvent) event = NULL;
  g_autoptr (GError) whole = NULL;
  g_autoptr (GError) lines = NULL;
  const char *newline;

  if (only_space (text, size))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("There is no event."));
      return NULL;
    }

  event = cony_event_new_posted (text, (gssize) size, &whole);
  if (event != NULL)
    {
      bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_ptr_array_add (bodies, g_bytes_new (text, size));
      return g_steal_pointer (&bodies);
    }

  newline = memchr (text, '\n', size);
  if (newline == NULL || only_space (newline, size - (gsize) (newline - text)) ||
      !g_error_matches (whole, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON))
    {
      g_propagate_error (error, g_steal_pointer (&whole));
      return NULL;
    }
  return bodies_from_lines (text, size, error);
}

/**
 * notify_bodies_from_stream:
 * @stream: read until its end
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): as notify_bodies_from_text()
 */
GPtrArray *
notify_bodies_from_stream (FILE    *stream,
                           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[16384];
  gsize got;

  while ((got = fread (buffer, 1, sizeof buffer, stream)) > 0)
    {
      g_string_append_len (text, buffer, (gssize) got);
      if (text->len > MAX_BYTES)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       _("Standard input holds more than %d MiB."), MAX_BYTES / (1024 * 1024));
          return NULL;
        }
    }
  if (ferror (stream))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _("Standard input cannot be read: %s"), g_strerror (errno));
      return NULL;
    }
  return notify_bodies_from_text (text->str, (gssize) text->len, error);
}

/* The requests: one event goes alone, more go as NDJSON, BATCH events each. */
static GPtrArray *
make_requests (GPtrArray *bodies)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (bodies->len == 1)
    {
      g_ptr_array_add (requests, g_bytes_ref (g_ptr_array_index (bodies, 0)));
      return requests;
    }
  for (guint i = 0; i < bodies->len; i += BATCH)
    {
      GByteArray *lines = g_byte_array_new ();

      for (guint j = i; j < MIN (i + BATCH, bodies->len); j++)
        {
          gsize size = 0;
          const guint8 *data = g_bytes_get_data (g_ptr_array_index (bodies, j), &size);

          g_byte_array_append (lines, data, (guint) size);
          g_byte_array_append (lines, (const guint8 *) "\n", 1);
        }
      g_ptr_array_add (requests, g_byte_array_free_to_bytes (lines));
    }
  return requests;
}

typedef struct
{
  gboolean done;
  guint status;
  char *answer;
  GError *error;
} Reply;

static void
posted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Reply *reply = user_data;

  reply->answer = cony_notifier_post_finish (CONY_NOTIFIER (source), result, &reply->status,
                                             &reply->error);
  reply->done = TRUE;
}

/* The sentence of a refusal: the answer's "error" member, else its text. */
static char *
refusal_text (const char *answer)
{
  g_autoptr (JsonNode) node = NULL;

  if (answer != NULL)
    node = json_from_string (answer, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      const char *text = json_object_get_string_member_with_default (json_node_get_object (node),
                                                                     "error", NULL);

      if (text != NULL)
        return g_strdup (text);
    }
  return g_strstrip (g_strdup (answer != NULL ? answer : ""));
}

/* Whether one of the result lines of an NDJSON request tells an error. */
static guint
count_refused (const char *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer != NULL ? answer : "", "\n", -1);
  guint refused = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) &&
          json_object_has_member (json_node_get_object (node), "error"))
        refused++;
    }
  return refused;
}

static gboolean
check_reply (Reply   *reply,
             GError **error)
{
  guint refused;

  if (reply->status == 0)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&reply->error),
                                  _("The broker cannot be reached: "));
      return FALSE;
    }
  if (reply->status < 200 || reply->status > 299)
    {
      g_autofree char *text = refusal_text (reply->answer);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The broker refused it (%u): %s"),
                   reply->status, text);
      return FALSE;
    }
  if (reply->answer != NULL && *reply->answer != '\0')
    g_print ("%s%s", reply->answer, g_str_has_suffix (reply->answer, "\n") ? "" : "\n");

  refused = count_refused (reply->answer);
  if (refused > 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   ngettext ("The broker refused %u event.", "The broker refused %u events.",
                             refused), refused);
      return FALSE;
    }
  return TRUE;
}

/**
 * notify_post:
 * @broker: WebSocket address of the broker
 * @token: (nullable): the poster's token
 * @bodies: (element-type GBytes): checked events
 * @key: (nullable): `Idempotency-Key` of the only event
 * @error: return location for an error
 *
 * Sends all events and prints what the broker answers. Waits for the answers: a command line has
 * nothing else to do.
 *
 * Returns: whether the broker took all of them
 */
gboolean
notify_post (const char  *broker,
             const char  *token,
             GPtrArray   *bodies,
             const char  *key,
             GError     **error)
{
  g_autofree char *uri = broadcast_uri (broker);
  g_autoptr (ConyNotifier) notifier = cony_notifier_new (uri, token);
  g_autoptr (GPtrArray) requests = make_requests (bodies);
  gboolean good = TRUE;

  for (guint i = 0; good && i < requests->len; i++)
    {
      Reply reply = { 0 };

      cony_notifier_post_async (notifier, g_ptr_array_index (requests, i), key, NULL, posted_cb,
                                &reply);
      while (!reply.done)
        g_main_context_iteration (NULL, TRUE);
      good = check_reply (&reply, error);
      g_free (reply.answer);
      g_clear_error (&reply.error);
    }
  return good;
}
