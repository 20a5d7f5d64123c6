/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-websocket.h"

#include <libsoup/soup.h>

#include "cony-backoff.h"
#include "cony-cursor.h"

#define PROTOCOL "cony.v1"
#define MAX_PAYLOAD (64 * 1024)

#define BACKOFF_BASE_MS 500
#define BACKOFF_CAP_MS 10000

/* From the first packet to _hola, and the longest silence of an open connection (a ping comes every
 * 2 s; a window reads the database itself long before). */
#define GREETING_MS 5000
#define SILENCE_MS 12000
/* A token comes from the database; without it the last one is tried (DATA.md, Tokens). */
#define TOKEN_MS 2000

struct _ConyWebsocket
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;
  char *uri;

  /* owned */
  SoupSession *http;
  SoupWebsocketConnection *connection;
  GCancellable *attempt; /* of the connection being made, and of its token */
  char *cursor;
  char *token; /* the last one that the database gave */

  ConyBackoff backoff;
  guint retry_source;
  guint deadline_source;
  guint token_source;
  guint drain_source;

  gboolean started;
  gboolean open;       /* greeted */
  gboolean lost_place; /* to be told after the greeting */
};

G_DEFINE_FINAL_TYPE (ConyWebsocket, cony_websocket, G_TYPE_OBJECT)

enum
{
  OPENED,
  CLOSED,
  EVENT,
  PING,
  LOST_PLACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void connect_now (ConyWebsocket *self);
static void fail (ConyWebsocket *self);

static void
send_object (ConyWebsocket *self,
             JsonObject    *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, object);
  text = json_to_string (node, FALSE);
  if (self->connection &&
      soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->connection, text);
}

static void
set_member (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value)
    json_object_set_string_member (object, member, value);
}

static gboolean
deadline_cb (gpointer user_data)
{
  ConyWebsocket *self = user_data;

  self->deadline_source = 0;
  g_debug ("The broker is silent");
  fail (self);
  return G_SOURCE_REMOVE;
}

static void
set_deadline (ConyWebsocket *self,
              guint          ms)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  self->deadline_source = g_timeout_add (ms, deadline_cb, self);
}

/* Tokens */

typedef struct
{
  ConyWebsocket *self;
  GCancellable *attempt;
  gboolean first; /* for _auth, not for _token */
} TokenRequest;

static void
token_request_free (TokenRequest *request)
{
  g_object_unref (request->self);
  g_object_unref (request->attempt);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokenRequest, token_request_free)

static void
send_token (ConyWebsocket *self,
            gboolean       first)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "tipo", first ? "_auth" : "_token");
  json_object_set_string_member (object, "token", self->token);
  if (first)
    {
      set_member (object, "desde", self->cursor);
      set_member (object, "pantalla", cony_session_get_pantalla (self->session));
    }
  send_object (self, object);
}

static void
token_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TokenRequest) request = user_data;
  ConyWebsocket *self = request->self;
  g_autoptr (GError) error = NULL;
  char *token;

  token = cony_session_token_finish (CONY_SESSION (source), result, &error);
  if (token)
    {
      g_free (self->token);
      self->token = token;
    }
  if (request->attempt != self->attempt || self->connection == NULL)
    return;

  g_clear_handle_id (&self->token_source, g_source_remove);
  if (self->token && (request->first ? !self->open : token != NULL))
    send_token (self, request->first);
  else if (request->first && self->token == NULL)
    fail (self);
}

/* The database is slow to answer: the last token may still be good, a fresh one follows. */
static gboolean
token_late_cb (gpointer user_data)
{
  ConyWebsocket *self = user_data;

  self->token_source = 0;
  if (self->token && !self->open)
    send_token (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
ask_token (ConyWebsocket *self,
           gboolean       first)
{
  TokenRequest *request = g_new0 (TokenRequest, 1);

  request->self = g_object_ref (self);
  request->attempt = g_object_ref (self->attempt);
  request->first = first;
  cony_session_token_async (self->session, self->attempt, token_cb, request);
}

/* Messages */

static void
move_cursor (ConyWebsocket *self,
             const char    *cursor)
{
  g_autoptr (ConyCursor) old = cony_cursor_parse (self->cursor);
  g_autoptr (ConyCursor) next = cony_cursor_parse (cursor);
  char *copy;

  if (next == NULL ||
      (old && g_str_equal (old->epoch, next->epoch) && cony_cursor_compare (next, old) <= 0))
    return;
  copy = g_strdup (cursor);
  g_free (self->cursor);
  self->cursor = copy;
}

static gboolean
drain_cb (gpointer user_data)
{
  ConyWebsocket *self = user_data;

  self->drain_source = 0;
  cony_websocket_reopen (self);
  return G_SOURCE_REMOVE;
}

static void
handle_drain (ConyWebsocket *self,
              ConyEvent     *message)
{
  JsonNode *node = json_object_get_member (cony_event_get_payload (message), "en");
  gint64 from = 0;
  gint64 to = 0;

  if (node && JSON_NODE_HOLDS_ARRAY (node) &&
      json_array_get_length (json_node_get_array (node)) == 2)
    {
      from = json_array_get_int_element (json_node_get_array (node), 0);
      to = json_array_get_int_element (json_node_get_array (node), 1);
    }
  from = CLAMP (from, 0, 60000);
  to = CLAMP (to, from, 60000);
  g_clear_handle_id (&self->drain_source, g_source_remove);
  self->drain_source =
    g_timeout_add (from + (guint) (g_random_double () * (to - from)), drain_cb, self);
}

static void
handle_control (ConyWebsocket *self,
                ConyEvent     *message)
{
  const char *tipo = cony_event_get_tipo (message);

  if (g_str_equal (tipo, "_hola"))
    {
      g_clear_handle_id (&self->token_source, g_source_remove);
      self->open = TRUE;
      /* Not recovered: the old place means nothing here, whatever it compares to. */
      if (!json_object_get_boolean_member_with_default (cony_event_get_payload (message),
                                                        "recuperado", FALSE))
        g_clear_pointer (&self->cursor, g_free);
      move_cursor (self, cony_event_get_string (message, "cursor"));
      g_signal_emit (self, signals[OPENED], 0);
      if (self->lost_place && self->open)
        g_signal_emit (self, signals[LOST_PLACE], 0);
      self->lost_place = FALSE;
    }
  else if (g_str_equal (tipo, "_ping"))
    {
      cony_backoff_reset (&self->backoff);
      move_cursor (self, cony_event_get_string (message, "cur"));
      g_signal_emit (self, signals[PING], 0,
                     (guint) CLAMP (cony_event_get_int (message, "bd", 0), 0, G_MAXUINT));
    }
  else if (g_str_equal (tipo, "_token_vence"))
    {
      ask_token (self, FALSE);
    }
  else if (g_str_equal (tipo, "_drenar"))
    {
      handle_drain (self, message);
    }
  else if (g_str_equal (tipo, "_sin_recuperacion"))
    {
      /* Before the greeting it is not certain that the stream has begun: what happens between a
       * snapshot and its beginning would be lost. */
      if (self->open)
        g_signal_emit (self, signals[LOST_PLACE], 0);
      else
        self->lost_place = TRUE;
    }
  else if (g_str_equal (tipo, "_error"))
    {
      const char *text = cony_event_get_string (message, "msg");

      g_message ("The broker refuses: %s", text ? text : "no reason given");
    }
}

static void
message_cb (ConyWebsocket *self,
            int            type,
            GBytes        *bytes)
{
  g_autoptr (ConyEvent) message = NULL;
  g_autoptr (GError) error = NULL;

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    return;
  message = cony_event_new_from_wire (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      &error);
  if (message == NULL)
    {
      g_warning ("Message of the broker: %s", error->message);
      return;
    }

  g_object_ref (self);
  set_deadline (self, self->open ? SILENCE_MS : GREETING_MS);
  if (cony_event_is_control (message))
    {
      handle_control (self, message);
    }
  else
    {
      g_signal_emit (self, signals[EVENT], 0, message);
      /* After it was shown: a cursor says that everything up to it was seen. */
      move_cursor (self, cony_event_get_cursor (message));
    }
  g_object_unref (self);
}

static void
closed_cb (ConyWebsocket *self)
{
  g_debug ("The broker closed the connection: %u",
           soup_websocket_connection_get_close_code (self->connection));
  fail (self);
}

/* Life of a connection */

static gboolean
retry_cb (gpointer user_data)
{
  ConyWebsocket *self = user_data;

  self->retry_source = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* Lets go of the connection or of the attempt at one. */
static void
drop (ConyWebsocket *self)
{
  const gboolean was_open = self->open;

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_handle_id (&self->token_source, g_source_remove);
  g_clear_handle_id (&self->drain_source, g_source_remove);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);

  if (self->connection)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
      g_clear_object (&self->connection);
    }

  self->open = FALSE;
  self->lost_place = FALSE;
  if (was_open)
    g_signal_emit (self, signals[CLOSED], 0);
}

static void
fail (ConyWebsocket *self)
{
  g_object_ref (self);
  drop (self);
  if (self->started && self->retry_source == 0 && self->attempt == NULL)
    self->retry_source = g_timeout_add (cony_backoff_next (&self->backoff, g_random_double ()),
                                        retry_cb, self);
  g_object_unref (self);
}

typedef struct
{
  ConyWebsocket *self;
  GCancellable *attempt;
} Attempt;

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Attempt *attempt = user_data;
  g_autoptr (ConyWebsocket) self = attempt->self;
  g_autoptr (GCancellable) cancellable = attempt->attempt;
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (cancellable != self->attempt)
    {
      if (connection)
        soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
      return;
    }
  if (connection == NULL)
    {
      g_debug ("No broker: %s", error->message);
      fail (self);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, MAX_PAYLOAD);
  g_signal_connect_object (self->connection, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "closed", G_CALLBACK (closed_cb), self,
                           G_CONNECT_SWAPPED);
  self->token_source = g_timeout_add (TOKEN_MS, token_late_cb, self);
  ask_token (self, TRUE);
}

static void
connect_now (ConyWebsocket *self)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, self->uri);
  const char *protocols[] = { PROTOCOL, NULL };
  Attempt *attempt;

  if (message == NULL)
    {
      g_warning ("“%s” is no URI of a broker", self->uri);
      return;
    }
  self->attempt = g_cancellable_new ();
  set_deadline (self, GREETING_MS);

  attempt = g_new0 (Attempt, 1);
  attempt->self = g_object_ref (self);
  attempt->attempt = g_object_ref (self->attempt);
  soup_session_websocket_connect_async (self->http, message, NULL, (char **) protocols,
                                        G_PRIORITY_DEFAULT, self->attempt, connected_cb, attempt);
}

static void
cony_websocket_dispose (GObject *object)
{
  ConyWebsocket *self = CONY_WEBSOCKET (object);

  cony_websocket_stop (self);
  g_clear_object (&self->http);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (cony_websocket_parent_class)->dispose (object);
}

static void
cony_websocket_finalize (GObject *object)
{
  ConyWebsocket *self = CONY_WEBSOCKET (object);

  g_free (self->uri);
  g_free (self->cursor);
  g_free (self->token);

  G_OBJECT_CLASS (cony_websocket_parent_class)->finalize (object);
}

static guint
add_signal (ConyWebsocketClass *klass,
            const char         *name,
            GType               argument)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
cony_websocket_class_init (ConyWebsocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_websocket_dispose;
  object_class->finalize = cony_websocket_finalize;

  signals[OPENED] = add_signal (klass, "opened", G_TYPE_NONE);
  signals[CLOSED] = add_signal (klass, "closed", G_TYPE_NONE);
  signals[EVENT] = add_signal (klass, "event", CONY_TYPE_EVENT);
  signals[PING] = add_signal (klass, "ping", G_TYPE_UINT);
  signals[LOST_PLACE] = add_signal (klass, "lost-place", G_TYPE_NONE);
}

static void
cony_websocket_init (ConyWebsocket *self)
{
  cony_backoff_init (&self->backoff, BACKOFF_BASE_MS, BACKOFF_CAP_MS);
  /* The broker stands in the shop's network: no proxy, and no compression to be bombed with. */
  self->http = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  soup_session_remove_feature_by_type (self->http, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
}

/**
 * cony_websocket_new:
 * @session: gives tokens and the name of the screen
 * @uri: `ws://HOST:PORT/ws`
 *
 * Returns: (transfer full): a connection that is not started yet
 */
ConyWebsocket *
cony_websocket_new (ConySession *session,
                    const char  *uri)
{
  ConyWebsocket *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (CONY_TYPE_WEBSOCKET, NULL);
  self->session = g_object_ref (session);
  self->uri = g_strdup (uri);
  return self;
}

/**
 * cony_websocket_start:
 * @self: a connection
 *
 * Connects, and again after every loss, until cony_websocket_stop().
 */
void
cony_websocket_start (ConyWebsocket *self)
{
  g_return_if_fail (CONY_IS_WEBSOCKET (self));

  if (self->started)
    return;
  self->started = TRUE;
  connect_now (self);
}

/**
 * cony_websocket_stop:
 * @self: a connection
 */
void
cony_websocket_stop (ConyWebsocket *self)
{
  g_return_if_fail (CONY_IS_WEBSOCKET (self));

  self->started = FALSE;
  drop (self);
}

/**
 * cony_websocket_reopen:
 * @self: a connection
 *
 * Lets the connection go and makes a new one at once: the old one may be dead without knowing.
 */
void
cony_websocket_reopen (ConyWebsocket *self)
{
  g_return_if_fail (CONY_IS_WEBSOCKET (self));

  if (!self->started)
    return;
  drop (self);
  connect_now (self);
}

/**
 * cony_websocket_get_open:
 * @self: a connection
 *
 * Returns: %TRUE after the broker's greeting
 */
gboolean
cony_websocket_get_open (ConyWebsocket *self)
{
  g_return_val_if_fail (CONY_IS_WEBSOCKET (self), FALSE);

  return self->open;
}

/**
 * cony_websocket_get_cursor:
 * @self: a connection
 *
 * Returns: (nullable): everything up to here was emitted
 */
const char *
cony_websocket_get_cursor (ConyWebsocket *self)
{
  g_return_val_if_fail (CONY_IS_WEBSOCKET (self), NULL);

  return self->cursor;
}

/**
 * cony_websocket_set_cursor:
 * @self: a connection
 * @cursor: (nullable): where the next connection resumes
 */
void
cony_websocket_set_cursor (ConyWebsocket *self,
                           const char    *cursor)
{
  g_autofree char *copy = g_strdup (cursor);

  g_return_if_fail (CONY_IS_WEBSOCKET (self));

  g_free (self->cursor);
  self->cursor = g_steal_pointer (&copy);
}

/**
 * cony_websocket_ack:
 * @self: an open connection
 * @event: an event that came through it
 *
 * Tells that the event is on the screen.
 */
void
cony_websocket_ack (ConyWebsocket *self,
                    ConyEvent     *event)
{
  g_autoptr (JsonObject) object = json_object_new ();

  g_return_if_fail (CONY_IS_WEBSOCKET (self));
  g_return_if_fail (CONY_IS_EVENT (event));

  json_object_set_string_member (object, "tipo", "_ack");
  json_object_set_string_member (object, "uid", cony_event_get_uid (event));
  json_object_set_int_member (object, "re", cony_event_get_attempt (event));
  send_object (self, object);
}
