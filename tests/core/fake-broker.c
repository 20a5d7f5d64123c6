/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-broker.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#define PING_MS 200

struct _FakeBroker
{
  SoupServer *server;
  SoupWebsocketConnection *client;
  GPtrArray *messages;
  char *uri;
  guint16 port;
  guint n_connections;
  guint ping_source;
  guint bd;
  gboolean pinging;
  gboolean greeted; /* nobody is told anything before */
  gboolean recovered;
  char *before;
  char *cursor;
};

void
fake_broker_send (FakeBroker *self,
                  const char *json)
{
  if (self->client &&
      soup_websocket_connection_get_state (self->client) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->client, json);
}

static void
ping (FakeBroker *self)
{
  g_autofree char *text = NULL;

  text = self->bd > 0 ? g_strdup_printf ("{\"tipo\":\"_ping\",\"bd\":%u}", self->bd)
                      : g_strdup ("{\"tipo\":\"_ping\"}");
  fake_broker_send (self, text);
}

static gboolean
ping_cb (gpointer user_data)
{
  FakeBroker *self = user_data;

  if (self->pinging && self->greeted)
    ping (self);
  return G_SOURCE_CONTINUE;
}

static void
greet (FakeBroker *self,
       const char *auth)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *hello = NULL;
  const char *desde;

  g_assert_true (json_parser_load_from_data (parser, auth, -1, NULL));
  desde = json_object_get_string_member_with_default (json_node_get_object (json_parser_get_root (parser)),
                                                      "desde", NULL);
  if (self->before)
    fake_broker_send (self, self->before);
  hello = g_strdup_printf ("{\"tipo\":\"_hola\",\"cursor\":\"%s\",\"ttl\":300,\"ping\":2000,"
                           "\"max\":65536,\"recuperado\":%s,\"n\":0}",
                           self->cursor ? self->cursor : (desde ? desde : "nada:1:0"),
                           self->recovered ? "true" : "false");
  fake_broker_send (self, hello);
  self->greeted = TRUE;
  if (self->pinging)
    ping (self);
}

static void
message_cb (FakeBroker *self,
            int         type,
            GBytes     *bytes)
{
  char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_ptr_array_add (self->messages, text);
  if (strstr (text, "\"_auth\""))
    greet (self, text);
}

static void
drop_client (FakeBroker *self)
{
  if (self->client == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_io_stream_close (soup_websocket_connection_get_io_stream (self->client), NULL, NULL);
  g_clear_object (&self->client);
}

static void
websocket_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *connection,
              gpointer                 user_data)
{
  FakeBroker *self = user_data;

  g_assert_cmpstr (soup_websocket_connection_get_protocol (connection), ==, "cony.v1");
  drop_client (self);
  self->greeted = FALSE;
  self->n_connections++;
  self->client = g_object_ref (connection);
  g_signal_connect_swapped (connection, "message", G_CALLBACK (message_cb), self);
}

void
fake_broker_revive (FakeBroker *self)
{
  char *protocols[] = { (char *) "cony.v1", NULL };
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->server, "/ws", NULL, protocols, websocket_cb, self, NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
fake_broker_kill (FakeBroker *self)
{
  drop_client (self);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

FakeBroker *
fake_broker_new (void)
{
  FakeBroker *self = g_new0 (FakeBroker, 1);

  self->messages = g_ptr_array_new_with_free_func (g_free);
  self->pinging = TRUE;
  self->recovered = TRUE;
  fake_broker_revive (self);
  self->uri = g_strdup_printf ("ws://127.0.0.1:%u/ws", self->port);
  self->ping_source = g_timeout_add (PING_MS, ping_cb, self);
  return self;
}

void
fake_broker_free (FakeBroker *self)
{
  g_source_remove (self->ping_source);
  if (self->server)
    fake_broker_kill (self);
  g_ptr_array_unref (self->messages);
  g_free (self->uri);
  g_free (self->before);
  g_free (self->cursor);
  g_free (self);
}

const char *
fake_broker_get_uri (FakeBroker *self)
{
  return self->uri;
}

void
fake_broker_set_greeting (FakeBroker *self,
                          const char *before,
                          gboolean    recovered,
                          const char *cursor)
{
  g_free (self->before);
  g_free (self->cursor);
  self->before = g_strdup (before);
  self->cursor = g_strdup (cursor);
  self->recovered = recovered;
}

void
fake_broker_set_pinging (FakeBroker *self,
                         gboolean    pinging,
                         guint       bd)
{
  self->pinging = pinging;
  self->bd = bd;
}

guint
fake_broker_n_connections (FakeBroker *self)
{
  return self->n_connections;
}

guint
fake_broker_n_heard (FakeBroker *self,
                     const char *text)
{
  guint n = 0;

  for (guint i = 0; i < self->messages->len; i++)
    n += strstr (self->messages->pdata[i], text) != NULL;
  return n;
}

const char *
fake_broker_heard (FakeBroker *self,
                   const char *text)
{
  for (guint i = self->messages->len; i > 0; i--)
    if (strstr (self->messages->pdata[i - 1], text))
      return self->messages->pdata[i - 1];
  return NULL;
}
