/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-websocket-private.h"

#include "cony-cursor.h"

/* The longest silence of an open connection: a ping comes every 2 s; a window reads the database
 * itself long before. */
#define SILENCE_MS 12000
/* A token comes from the database; without it the last one is tried (DATA.md, Tokens). */
#define TOKEN_MS 2000

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
    cony_websocket_fail (self);
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
  ConyCursor old;
  ConyCursor next;
  char *copy;

  if (!cony_cursor_parse (&next, cursor) ||
      (cony_cursor_parse (&old, self->cursor) && g_str_equal (old.epoch, next.epoch) &&
       cony_cursor_compare (&next, old.xid, old.id) <= 0))
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

/* Of somebody who asks whether this screen lives, or the answer to our own. */
static void
handle_echo (ConyWebsocket *self,
             ConyEvent     *message)
{
  g_autoptr (JsonObject) answer = NULL;

  if (!cony_event_get_string (message, "de"))
    {
      g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_ECHO], 0, message);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "tipo", "_eco");
  set_member (answer, "id", cony_event_get_string (message, "id"));
  send_object (self, answer);
}

static void
handle_error (ConyWebsocket *self,
              ConyEvent     *message)
{
  const char *text = cony_event_get_string (message, "msg");

  if (g_strcmp0 (cony_event_get_string (message, "codigo"), "eco") == 0)
    g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_NO_ECHO], 0);
  else
    g_message ("The broker refuses: %s", text ? text : "no reason given");
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
      cony_websocket_set_deadline (self, SILENCE_MS);
      /* Not recovered: the old place means nothing here, whatever it compares to. */
      if (!json_object_get_boolean_member_with_default (cony_event_get_payload (message),
                                                        "recuperado", FALSE))
        g_clear_pointer (&self->cursor, g_free);
      move_cursor (self, cony_event_get_string (message, "cursor"));
      g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_OPENED], 0);
      if (self->lost_place && self->open)
        g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_LOST_PLACE], 0);
      self->lost_place = FALSE;
    }
  else if (g_str_equal (tipo, "_ping"))
    {
      cony_backoff_reset (&self->backoff);
      move_cursor (self, cony_event_get_string (message, "cur"));
      g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_PING], 0,
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
        g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_LOST_PLACE], 0);
      else
        self->lost_place = TRUE;
    }
  else if (g_str_equal (tipo, "_eco"))
    {
      handle_echo (self, message);
    }
  else if (g_str_equal (tipo, "_error"))
    {
      handle_error (self, message);
    }
}

/*< private > */
void
cony_websocket_message_cb (ConyWebsocket *self,
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
  if (self->open)
    cony_websocket_set_deadline (self, SILENCE_MS);
  if (cony_event_is_control (message))
    {
      handle_control (self, message);
    }
  else
    {
      g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_EVENT], 0, message);
      /* After it was shown: a cursor says that everything up to it was seen. */
      move_cursor (self, cony_event_get_cursor (message));
    }
  g_object_unref (self);
}

/*< private >
 * cony_websocket_begin:
 *
 * Says who we are on a connection that has just been made.
 */
void
cony_websocket_begin (ConyWebsocket *self)
{
  self->token_source = g_timeout_add (TOKEN_MS, token_late_cb, self);
  ask_token (self, TRUE);
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

/**
 * cony_websocket_ask_echo:
 * @self: an open connection
 * @id: at most 64 characters
 *
 * Asks for a screen at the other end; "echo" or "no-echo" follows, or nothing.
 */
void
cony_websocket_ask_echo (ConyWebsocket *self,
                         const char    *id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  g_return_if_fail (CONY_IS_WEBSOCKET (self));
  g_return_if_fail (id != NULL);

  json_object_set_string_member (object, "tipo", "_eco");
  json_object_set_string_member (object, "id", id);
  send_object (self, object);
}
