/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-handshake.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "broker-acceptor.h"
#include "broker-clients.h"
#include "broker-server.h"
#include "broker-verifier.h"
#include "cony-clock.h"

/* More than this behind a handshake is no client of ours. */
#define MAX_RECEIVED (128 * 1024)

typedef struct
{
  BrokerContext *context;   /* borrowed */
  BrokerPlace *place;       /* to give back, nullable */
  BrokerIdentity *identity; /* owned, nullable */
  char *desde;
  char *pantalla;
  gboolean plain;
} Handshake;

static void
handshake_free (gpointer  data,
                GClosure *closure)
{
  Handshake *handshake = data;

  g_clear_pointer (&handshake->place, broker_place_leave);
  g_clear_pointer (&handshake->identity, broker_identity_free);
  g_free (handshake->desde);
  g_free (handshake->pantalla);
  g_free (handshake);
}

/* A client that asked for a WebSocket waits for the end of the connection when it gets none. */
static void
refuse (SoupServerMessage *message,
        guint              status,
        const char        *codigo,
        const char        *error)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  broker_server_refuse (message, status, codigo, error);
}

/* With @codigo `demasiado`: yours; `lleno`: everybody's. */
static void
refuse_for_now (SoupServerMessage *message,
                guint              status,
                const char        *codigo,
                const char        *error,
                guint              retry_s)
{
  g_autofree char *retry = g_strdup_printf ("%u", retry_s);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                retry);
  refuse (message, status, codigo, error);
}

/* Returns: (transfer full) (nullable): the place of its address; %NULL when it was refused. */
static BrokerPlace *
admit_address (BrokerContext     *context,
               SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gint64 now_ms = cony_clock_monotonic_ms ();
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  BrokerPlace *place = NULL;
  guint retry_s = 0;

  key = broker_proxies_find_client (context->options->proxies,
                                    soup_server_message_get_remote_address (message),
                                    soup_message_headers_get_list (headers, "X-Forwarded-For"),
                                    soup_message_headers_get_list (headers, "Forwarded"), &error);
  if (error)
    {
      refuse (message, SOUP_STATUS_BAD_REQUEST, "proxy", error->message);
      return NULL;
    }
  retry_s = broker_quota_knock (context->addresses, key, now_ms);
  if (retry_s == 0)
    place = broker_quota_enter (context->addresses, key, now_ms);
  if (!place)
    refuse_for_now (message, BROKER_STATUS_TOO_MANY, "demasiado",
                    "Too many sessions of this address", MAX (retry_s, 1));
  return place;
}

static gboolean
origin_allowed (BrokerContext     *context,
                SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_one (headers, "Origin");

  /* Only browsers send it, and no page may use a person's browser to listen in. */
  if (!origin)
    return TRUE;
  return context->options->origins
         && g_strv_contains ((const char * const *) context->options->origins, origin);
}

static gboolean
asks_for_subprotocol (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_header_contains (headers, "Sec-WebSocket-Protocol",
                                               BROKER_SUBPROTOCOL);
}

/* What libsoup read from the socket beyond the handshake belongs to the connection. */
static GBytes *
drain (GIOStream *stream)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  g_autoptr (GByteArray) received = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n = 0;

  while (received->len < MAX_RECEIVED)
    {
      n = g_pollable_input_stream_read_nonblocking (input, buffer, sizeof buffer, NULL, NULL);
      if (n <= 0)
        break;
      g_byte_array_append (received, buffer, n);
    }
  return received->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&received)) : NULL;
}

static void
wrote_informational_cb (SoupServerMessage *message,
                        gpointer           user_data)
{
  Handshake *handshake = user_data;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GSocket) socket = NULL;
  GBytes *received = NULL;
  int fd = -1;

  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;

  socket = g_object_ref (broker_acceptor_get_socket (message));
  fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    g_warning ("A connection was refused: %s", g_strerror (errno));
  stream = soup_server_message_steal_connection (message);
  if (fd >= 0)
    received = drain (stream);
  /* Only our descriptor may keep the connection open, whoever else still refers to the socket. */
  g_socket_close (socket, NULL);
  if (fd < 0)
    return;

  broker_clients_add (handshake->context->clients, fd, received, handshake->plain,
                      g_steal_pointer (&handshake->place), g_steal_pointer (&handshake->identity),
                      handshake->desde, handshake->pantalla);
}

/**
 * broker_handshake_check:
 * @context: (transfer none): the broker
 * @message: a request for /ws whose headers were read
 *
 * Refuses what may not connect before its body is read: sets a status then.
 */
void
broker_handshake_check (BrokerContext     *context,
                        SoupServerMessage *message)
{
  g_return_if_fail (context != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "metodo", "Use GET");
  else if (!origin_allowed (context, message))
    refuse (message, SOUP_STATUS_FORBIDDEN, "origin", "This web page may not connect");
  else if (broker_clients_count (context->clients) >= (guint) context->options->max_connections)
    refuse_for_now (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "lleno",
                    "Too many clients are connected", BROKER_QUOTA_RETRY_S);
}

/**
 * broker_handshake_accept:
 * @context: (transfer none): the broker
 * @message: a request for /ws
 * @query: (nullable): its parameters
 *
 * Answers the handshake; once the answer is written the socket goes to a worker and libsoup has
 * nothing to do with it any more.
 */
void
broker_handshake_accept (BrokerContext     *context,
                         SoupServerMessage *message,
                         GHashTable        *query)
{
  static char *protocols[] = { (char *) BROKER_SUBPROTOCOL, NULL };
  g_autoptr (GError) error = NULL;
  const char *token = NULL;
  BrokerIdentity *identity = NULL;
  BrokerPlace *place = NULL;
  Handshake *handshake = NULL;

  g_return_if_fail (context != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  place = admit_address (context, message);
  if (!place)
    return;
  token = broker_server_get_bearer (message);
  if (token)
    {
      identity = broker_verifier_verify (context->verifier, token, &error);
      if (!identity)
        {
          broker_place_leave (place);
          refuse (message, SOUP_STATUS_UNAUTHORIZED, "auth", error->message);
          return;
        }
    }
  if (!soup_websocket_server_process_handshake (message, NULL, protocols, NULL, NULL))
    {
      broker_place_leave (place);
      g_clear_pointer (&identity, broker_identity_free);
      if (soup_server_message_get_status (message) == 0)
        refuse (message, SOUP_STATUS_BAD_REQUEST, "handshake", "This is not a WebSocket handshake");
      return;
    }

  handshake = g_new0 (Handshake, 1);
  handshake->context = context;
  handshake->place = place;
  handshake->identity = identity;
  handshake->plain = !asks_for_subprotocol (message);
  if (query && identity)
    {
      handshake->desde = g_strdup (g_hash_table_lookup (query, "desde"));
      handshake->pantalla = g_strdup (g_hash_table_lookup (query, "pantalla"));
    }
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (wrote_informational_cb),
                         handshake, handshake_free, 0);
}
