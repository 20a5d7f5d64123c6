/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-server.h"

#include <string.h>
#include <sys/socket.h>

#include "broker-acceptor.h"
#include "broker-clients.h"
#include "broker-handshake.h"
#include "broker-ingest.h"
#include "broker-inspect.h"
#include "broker-json.h"
#include "broker-link.h"
#include "broker-metrics.h"
#include "broker-reader.h"
#include "broker-systemd.h"
#include "broker-verifier.h"

/* Clients that wait to be accepted: a whole shop may come back in one second. */
#define BACKLOG 1024

struct _BrokerServer
{
  BrokerContext *context;   /* borrowed */
  SoupServer *server;       /* owned */
  BrokerAcceptor *acceptor; /* owned; NULL while nobody is accepted */
  GSocketAddress *local;    /* owned; NULL until it listens */
  guint64 posts;
  guint unanswered;         /* posts whose answer has not been written */
  gboolean stopping;
};

static void
set_json (SoupServerMessage *message,
          guint              status,
          const char        *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}

static void
refuse_body (SoupServerMessage *message)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  broker_server_refuse (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "largo",
                        "The body is too long");
}

/* Counts the body: it may come without a length. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  gsize *received = user_data;

  *received += g_bytes_get_size (chunk);
  if (*received > BROKER_MAX_BODY && soup_server_message_get_status (message) == 0)
    refuse_body (message);
  if (*received > BROKER_MAX_DROPPED)
    g_socket_shutdown (broker_acceptor_get_socket (message), TRUE, TRUE, NULL);
}

/* Connections that are kept for the next request outlive the listener. */
static void
refuse_stopping (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Retry-After", "1");
  broker_server_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "cierre",
                        "The broker is going down");
}

static void
answered_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  BrokerServer *self = user_data;

  self->unanswered--;
  broker_acceptor_hold_answer (message, FALSE);
}

static void
early_broadcast_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  BrokerServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (self->stopping)
    refuse_stopping (message);
  else if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    broker_server_refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "metodo", "Use POST");
  else if (soup_message_headers_get_content_length (headers) > BROKER_MAX_BODY)
    refuse_body (message);
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (got_chunk_cb), g_new0 (gsize, 1),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
}

static void
broadcast_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  BrokerServer *self = user_data;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = NULL;

  if (soup_server_message_get_status (message) != 0)
    return;
  identity = broker_verifier_verify (self->context->verifier, broker_server_get_bearer (message),
                                     &error);
  if (!identity)
    {
      broker_server_refuse (message, SOUP_STATUS_UNAUTHORIZED, "auth", error->message);
      return;
    }
  self->posts++;
  self->unanswered++;
  broker_acceptor_hold_answer (message, TRUE);
  g_signal_connect (message, "finished", G_CALLBACK (answered_cb), self);
  body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  broker_ingest_post (self->context->ingest, message, identity, body);
}

static void
early_ws_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  BrokerServer *self = user_data;

  if (self->stopping)
    refuse_stopping (message);
  else
    broker_handshake_check (self->context, message);
}

static void
ws_cb (SoupServer        *server,
       SoupServerMessage *message,
       const char        *path,
       GHashTable        *query,
       gpointer           user_data)
{
  BrokerServer *self = user_data;

  if (soup_server_message_get_status (message) == 0)
    broker_handshake_accept (self->context, message, query);
}

static void
livez_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  set_json (message, SOUP_STATUS_OK, "{\"ok\":true}");
}

static void
readyz_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  BrokerServer *self = user_data;
  const char *problem = NULL;

  if (self->context->reader)
    problem = broker_reader_get_problem (self->context->reader);
  if (problem)
    broker_server_refuse (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "bd", problem);
  else
    set_json (message, SOUP_STATUS_OK, "{\"ok\":true}");
}

static void
metrics_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  BrokerServer *self = user_data;
  guint64 cut = self->acceptor ? broker_acceptor_get_cut (self->acceptor) : 0;
  char *text = broker_metrics_format (self->context, self->posts, cut);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain; version=0.0.4", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

static void
log_cb (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  BrokerServer *self = user_data;

  broker_inspect_log (self->context, message,
                      query ? g_hash_table_lookup (query, "desde") : NULL);
}

static void
connections_cb (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  BrokerServer *self = user_data;

  broker_inspect_connections (self->context, message);
}

static void
default_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  broker_server_refuse (message, SOUP_STATUS_NOT_FOUND, "ruta", "There is nothing here");
}

/* A handler covers everything below its path; only the path itself is meant. */
static void
add_handler (BrokerServer       *self,
             const char         *path,
             SoupServerCallback  early,
             SoupServerCallback  handler)
{
  g_autofree char *below = g_strconcat (path, "/", NULL);

  if (early)
    soup_server_add_early_handler (self->server, path, early, self, NULL);
  soup_server_add_handler (self->server, path, handler, self, NULL);
  soup_server_add_handler (self->server, below, default_cb, self, NULL);
}

/**
 * broker_server_new:
 * @context: (transfer none): the broker
 *
 * Returns: (transfer full): a server that does not listen yet
 */
BrokerServer *
broker_server_new (BrokerContext *context)
{
  BrokerServer *self = g_new0 (BrokerServer, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->server = soup_server_new ("server-header", "Cony", NULL);
  /* It inflates 127 KB to 238 MB, and a shop's events are too short to gain by it. */
  soup_server_remove_websocket_extension (self->server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  add_handler (self, "/ws", early_ws_cb, ws_cb);
  add_handler (self, "/broadcast", early_broadcast_cb, broadcast_cb);
  add_handler (self, "/livez", NULL, livez_cb);
  add_handler (self, "/readyz", NULL, readyz_cb);
  add_handler (self, "/metrics", NULL, metrics_cb);
  add_handler (self, "/log", NULL, log_cb);
  add_handler (self, "/connections", NULL, connections_cb);
  soup_server_add_handler (self->server, NULL, default_cb, self, NULL);
  return self;
}

/**
 * broker_server_free:
 * @self: (transfer full): a server
 */
void
broker_server_free (BrokerServer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->acceptor, broker_acceptor_free);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_clear_object (&self->local);
  g_free (self);
}

static GSocket *
bind_socket (BrokerServer  *self,
             GError       **error)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;

  address = g_inet_socket_address_new_from_string (self->context->options->host,
                                                   self->context->options->port);
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (!socket)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static GSocket *
adopt_socket (BrokerServer  *self,
              int            fd,
              GError       **error)
{
  g_autoptr (GSocket) socket = fd >= 0 ? g_socket_new_from_fd (fd, NULL) : NULL;
  g_autoptr (GSocketAddress) local = socket ? g_socket_get_local_address (socket, NULL) : NULL;
  int listens = 0;

  if (!local || !G_IS_INET_SOCKET_ADDRESS (local)
      || !g_socket_get_option (socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, NULL) || !listens)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "The service manager must give one TCP socket that listens");
      return NULL;
    }
  if (self->context->options->no_auth && !g_inet_address_get_is_loopback (
        g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local))))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "--no-auth listens on this machine only");
      return NULL;
    }
  return g_steal_pointer (&socket);
}

/**
 * broker_server_listen:
 * @self: a server
 * @error: return location
 *
 * A socket that the service manager made goes before `--listen`.
 *
 * Returns: %FALSE when the address cannot be had
 */
gboolean
broker_server_listen (BrokerServer  *self,
                      GError       **error)
{
  g_autoptr (GSocket) socket = NULL;
  GSocketAddress *local = NULL;
  int fd = broker_systemd_take_listener ();

  g_return_val_if_fail (self != NULL, FALSE);

  socket = fd == -1 ? bind_socket (self, error) : adopt_socket (self, fd, error);
  local = socket ? g_socket_get_local_address (socket, error) : NULL;
  if (!local)
    return FALSE;
  self->local = local;
  self->acceptor = broker_acceptor_new (self->server, socket, self->context->options->proxies,
                                        self->context->options->per_address);
  return TRUE;
}

/**
 * broker_server_get_uri:
 * @self: a server that listens
 *
 * Returns: (transfer full): the WebSocket's URI
 */
char *
broker_server_get_uri (BrokerServer *self)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (self != NULL && self->local != NULL, NULL);

  host = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (self->local));
  return g_strdup_printf ("ws://%s/ws", host);
}

/**
 * broker_server_stop:
 * @self: a server
 *
 * Accepts nobody any more; what was posted is still answered.
 */
void
broker_server_stop (BrokerServer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->acceptor, broker_acceptor_free);
  self->stopping = TRUE;
}

/**
 * broker_server_count_unanswered:
 * @self: a server
 *
 * Returns: how many posts have not got their answer
 */
guint
broker_server_count_unanswered (BrokerServer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->unanswered;
}

/**
 * broker_server_refuse:
 * @message: a request
 * @status: the HTTP status
 * @codigo: the reason for programs
 * @error: the reason in English
 */
void
broker_server_refuse (SoupServerMessage *message,
                      guint              status,
                      const char        *codigo,
                      const char        *error)
{
  g_autofree char *quoted = NULL;
  g_autofree char *json = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (codigo != NULL && error != NULL);

  quoted = broker_json_quote (error);
  json = g_strdup_printf ("{\"error\":%s,\"codigo\":\"%s\"}", quoted, codigo);
  set_json (message, status, json);
}

/**
 * broker_server_get_bearer:
 * @message: a request
 *
 * Returns: (transfer none) (nullable): the token of its Authorization header, empty when that holds
 * something else
 */
const char *
broker_server_get_bearer (SoupServerMessage *message)
{
  const char *value = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  value = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                        "Authorization");
  if (!value)
    return NULL;
  return g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? value + 7 : "";
}
