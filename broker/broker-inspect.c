/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-inspect.h"

#include <string.h>

#include "broker-clients.h"
#include "broker-server.h"
#include "broker-verifier.h"

static gboolean
check_admin (BrokerContext     *context,
             SoupServerMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = NULL;

  identity = broker_verifier_verify (context->verifier, broker_server_get_bearer (message), &error);
  if (!identity)
    broker_server_refuse (message, SOUP_STATUS_UNAUTHORIZED, "auth", error->message);
  else if (!(identity->roles & (CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN)))
    broker_server_refuse (message, SOUP_STATUS_FORBIDDEN, "rol", "This is for admins");
  else
    return TRUE;
  return FALSE;
}

static void
answer_page (SoupServerMessage *message,
             const BrokerPage  *page)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!page)
    {
      broker_server_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "bd",
                            "The database is away");
      return;
    }
  if (!page->recoverable)
    {
      broker_server_refuse (message, SOUP_STATUS_GONE, "cursor",
                            "This cursor is of another history");
      return;
    }

  for (guint i = 0; i < page->events->len; i++)
    {
      BrokerEvent *event = g_ptr_array_index (page->events, i);

      g_string_append_printf (text, "{\"uid\":\"%s\"", event->uid);
      if (event->id > 0)
        g_string_append_printf (text, ",\"id\":%" G_GINT64_FORMAT, event->id);
      if (event->cursor)
        g_string_append_printf (text, ",\"cur\":\"%s\"", event->cursor);
      g_string_append_printf (text, ",\"ts\":%" G_GINT64_FORMAT ",\"evento\":%s}\n", event->ts_ms,
                              event->json);
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/x-ndjson", SOUP_MEMORY_COPY, text->str,
                                    text->len);
}

typedef struct
{
  SoupServerMessage *message; /* owned */
  gboolean asked;             /* the read began and did not end at once */
} LogRequest;

static void
page_cb (const BrokerPage *page,
         gpointer          user_data)
{
  LogRequest *request = user_data;

  answer_page (request->message, page);
  if (request->asked)
    soup_server_message_unpause (request->message);
  g_clear_object (&request->message);
  if (request->asked)
    g_free (request);
}

/**
 * broker_inspect_log:
 * @context: (transfer none): the broker
 * @message: a request
 * @desde: (nullable): the cursor to read from
 *
 * Answers with one page of events, one a line.
 */
void
broker_inspect_log (BrokerContext     *context,
                    SoupServerMessage *message,
                    const char        *desde)
{
  ConyCursor cursor;
  LogRequest *request = NULL;

  g_return_if_fail (context != NULL && SOUP_IS_SERVER_MESSAGE (message));

  if (!check_admin (context, message))
    return;
  if (!desde || !cony_cursor_parse (&cursor, desde))
    {
      broker_server_refuse (message, SOUP_STATUS_BAD_REQUEST, "cursor",
                            "“desde” must be a cursor");
      return;
    }
  request = g_new0 (LogRequest, 1);
  request->message = g_object_ref (message);
  context->history->read (context->history, &cursor, page_cb, request);
  if (!request->message)
    {
      g_free (request);
      return;
    }
  request->asked = TRUE;
  soup_server_message_pause (message);
}

/**
 * broker_inspect_connections:
 * @context: (transfer none): the broker
 * @message: a request
 *
 * Answers with everybody who is connected.
 */
void
broker_inspect_connections (BrokerContext     *context,
                            SoupServerMessage *message)
{
  g_autofree char *json = NULL;

  g_return_if_fail (context != NULL && SOUP_IS_SERVER_MESSAGE (message));

  if (!check_admin (context, message))
    return;
  json = broker_clients_to_json (context->clients);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}
