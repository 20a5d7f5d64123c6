/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cony-notify"

#include "config.h"
#include "notify-tail.h"

#include <signal.h>
#include <stdio.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "cony-backoff.h"
#include "cony-event.h"

/* Close codes of the broker after which a new connection would end in the same way. */
#define CLOSE_AUTH 4001
#define CLOSE_FORBIDDEN 4003
#define CLOSE_PROTOCOL 4010

/* The broker pings every 2 s; silence for longer than this is a dead link. */
#define SILENCE_MS 10000

struct _NotifyTail
{
  GObject parent_instance;

  char *broker;
  NotifyTokenFunc read_token;
  guint count;

  SoupSession *session;
  SoupWebsocketConnection *connection;
  GMainLoop *loop;
  ConyBackoff backoff;
  char *cursor;
  guint retry_id;
  guint silence_id;
  guint printed;
  GError *error;
};

G_DEFINE_FINAL_TYPE (NotifyTail, notify_tail, G_TYPE_OBJECT)

static void connect_to_broker (NotifyTail *self);

static void
stop (NotifyTail *self,
      GError     *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
  g_main_loop_quit (self->loop);
}

static void
retry_cb (gpointer user_data)
{
  NotifyTail *self = user_data;

  self->retry_id = 0;
  connect_to_broker (self);
}

static void
retry_later (NotifyTail *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_object (&self->connection);
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add_once (cony_backoff_next (&self->backoff, g_random_double ()),
                                         retry_cb, self);
}

static void
silence_cb (gpointer user_data)
{
  NotifyTail *self = user_data;

  self->silence_id = 0;
  g_printerr ("cony-notify: %s\n", _("The broker is silent; connecting again."));
  g_signal_handlers_disconnect_by_data (self->connection, self);
  retry_later (self);
}

static void
restart_silence_timer (NotifyTail *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  self->silence_id = g_timeout_add_once (SILENCE_MS, silence_cb, self);
}

static void
remember_cursor (NotifyTail *self,
                 const char *cursor)
{
  if (cursor == NULL)
    return;
  g_free (self->cursor);
  self->cursor = g_strdup (cursor);
}

static void
handle_control (NotifyTail *self,
                ConyEvent  *event)
{
  const char *tipo = cony_event_get_tipo (event);

  if (g_str_equal (tipo, "_hola"))
    {
      cony_backoff_reset (&self->backoff);
      remember_cursor (self, cony_event_get_string (event, "cursor"));
      g_printerr ("cony-notify: %s\n", _("Connected."));
    }
  else if (g_str_equal (tipo, "_ping"))
    {
      remember_cursor (self, cony_event_get_string (event, "cur"));
      soup_websocket_connection_send_text (self->connection, "{\"tipo\":\"_pong\"}");
    }
  else if (g_str_equal (tipo, "_sin_recuperacion"))
    {
      g_printerr ("cony-notify: %s\n", _("Events since the last connection may be missing."));
    }
  else if (g_str_equal (tipo, "_error"))
    {
      const char *text = cony_event_get_string (event, "msg");

      g_printerr ("cony-notify: %s\n", text != NULL ? text : _("The broker reports an error."));
    }
}

static void
message_cb (NotifyTail *self,
            int         type,
            GBytes     *message)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (message, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) event = cony_event_new_from_wire (data, (gssize) size, &error);

  restart_silence_timer (self);
  if (event == NULL)
    {
      g_printerr ("cony-notify: %s\n", error->message);
      return;
    }
  if (cony_event_is_control (event))
    {
      handle_control (self, event);
      return;
    }
  remember_cursor (self, cony_event_get_cursor (event));
  g_print ("%s\n", cony_event_get_json (event));
  fflush (stdout);
  self->printed++;
  if (self->count > 0 && self->printed == self->count)
    stop (self, NULL);
}

static void
closed_cb (NotifyTail *self)
{
  gushort code = soup_websocket_connection_get_close_code (self->connection);
  const char *reason = soup_websocket_connection_get_close_data (self->connection);

  if (code == CLOSE_AUTH || code == CLOSE_FORBIDDEN || code == CLOSE_PROTOCOL)
    {
      stop (self, g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                               _("The broker refused the connection (%u): %s"), code,
                               reason != NULL ? reason : ""));
      return;
    }
  g_printerr ("cony-notify: %s\n", _("The connection ended; connecting again."));
  retry_later (self);
}

/* Sends `_auth`; without a token only the wish to go on at a cursor, which a broker without
 * authentication understands too. */
static gboolean
authenticate (NotifyTail *self,
              GError    **error)
{
  g_autoptr (JsonObject) auth = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *token = NULL;
  g_autofree char *text = NULL;

  if (!self->read_token (&token, error))
    return FALSE;
  json_object_set_string_member (auth, "tipo", "_auth");
  if (token != NULL)
    json_object_set_string_member (auth, "token", token);
  if (self->cursor != NULL)
    json_object_set_string_member (auth, "desde", self->cursor);
  node = json_node_init_object (json_node_alloc (), auth);
  text = json_to_string (node, FALSE);
  soup_websocket_connection_send_text (self->connection, text);
  return TRUE;
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (NotifyTail) self = user_data;
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *connection;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (connection == NULL)
    {
      /* Somebody who starts a tail wants to know at once that the address is wrong; later losses
       * are ridden out. */
      if (self->cursor == NULL)
        {
          g_prefix_error (&error, "%s", _("The broker cannot be reached: "));
          stop (self, g_steal_pointer (&error));
        }
      else
        {
          retry_later (self);
        }
      return;
    }

  g_set_object (&self->connection, connection);
  g_object_unref (connection);
  g_signal_connect_object (connection, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  restart_silence_timer (self);
  if (!authenticate (self, &error))
    stop (self, g_steal_pointer (&error));
}

static void
connect_to_broker (NotifyTail *self)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, self->broker);
  char *protocols[] = { (char *) "cony.v1", NULL };

  soup_session_websocket_connect_async (self->session, message, NULL, protocols,
                                        G_PRIORITY_DEFAULT, NULL, connected_cb,
                                        g_object_ref (self));
}

static gboolean
signal_cb (gpointer user_data)
{
  stop (user_data, NULL);
  return G_SOURCE_CONTINUE;
}

static void
notify_tail_dispose (GObject *object)
{
  NotifyTail *self = NOTIFY_TAIL (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_object (&self->connection);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (notify_tail_parent_class)->dispose (object);
}

static void
notify_tail_finalize (GObject *object)
{
  NotifyTail *self = NOTIFY_TAIL (object);

  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_error (&self->error);
  g_free (self->broker);
  g_free (self->cursor);

  G_OBJECT_CLASS (notify_tail_parent_class)->finalize (object);
}

static void
notify_tail_class_init (NotifyTailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = notify_tail_dispose;
  object_class->finalize = notify_tail_finalize;
}

static void
notify_tail_init (NotifyTail *self)
{
  self->session = soup_session_new ();
  self->loop = g_main_loop_new (NULL, FALSE);
  cony_backoff_init (&self->backoff, 250, 5000);
}

/**
 * notify_tail_new:
 * @broker: WebSocket address of the broker
 * @read_token: called before every connection
 * @count: how many events to print before the end; 0: no end
 *
 * Returns: (transfer full): a tail that notify_tail_run() starts
 */
NotifyTail *
notify_tail_new (const char      *broker,
                 NotifyTokenFunc  read_token,
                 guint            count)
{
  NotifyTail *self;

  g_return_val_if_fail (broker != NULL, NULL);
  g_return_val_if_fail (read_token != NULL, NULL);

  self = g_object_new (NOTIFY_TYPE_TAIL, NULL);
  self->broker = g_strdup (broker);
  self->read_token = read_token;
  self->count = count;
  return self;
}

/**
 * notify_tail_run:
 * @self: a tail
 * @error: return location for an error
 *
 * Prints events as they come, one JSON line each and without what the transport adds, until @self's
 * count is reached or SIGINT or SIGTERM arrives. A lost connection is made again and goes on where
 * it was.
 *
 * Returns: %FALSE when the broker could not be reached at first or refused the connection
 */
gboolean
notify_tail_run (NotifyTail *self,
                 GError    **error)
{
  guint int_id;
  guint term_id;

  g_return_val_if_fail (NOTIFY_IS_TAIL (self), FALSE);

  int_id = g_unix_signal_add (SIGINT, signal_cb, self);
  term_id = g_unix_signal_add (SIGTERM, signal_cb, self);
  connect_to_broker (self);
  g_main_loop_run (self->loop);
  g_source_remove (int_id);
  g_source_remove (term_id);

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
    }
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
