/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-websocket-private.h"

#define PROTOCOL "cony.v1"
#define MAX_PAYLOAD (64 * 1024)

#define BACKOFF_BASE_MS 500
#define BACKOFF_CAP_MS 10000

/* From the first packet to _hola. */
#define GREETING_MS 5000

G_DEFINE_FINAL_TYPE (ConyWebsocket, cony_websocket, G_TYPE_OBJECT)

guint cony_websocket_signals[CONY_WEBSOCKET_N_SIGNALS];

static void connect_now (ConyWebsocket *self);

static gboolean
deadline_cb (gpointer user_data)
{
  ConyWebsocket *self = user_data;

  self->deadline_source = 0;
  g_debug ("The broker is silent");
  cony_websocket_fail (self);
  return G_SOURCE_REMOVE;
}

/*< private >
 * cony_websocket_set_deadline:
 *
 * The longest that the broker may be silent from now on.
 */
void
cony_websocket_set_deadline (ConyWebsocket *self,
                             guint          ms)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  /* After the socket: a program that was stopped for a while has words of the broker waiting there. */
  self->deadline_source = g_timeout_add_full (G_PRIORITY_DEFAULT + 10, ms, deadline_cb, self, NULL);
}

static void
closed_cb (ConyWebsocket *self)
{
  g_debug ("The broker closed the connection: %u",
           soup_websocket_connection_get_close_code (self->connection));
  cony_websocket_fail (self);
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
    g_signal_emit (self, cony_websocket_signals[CONY_WEBSOCKET_CLOSED], 0);
}

/*< private >
 * cony_websocket_fail:
 *
 * Lets the connection go and makes another, later.
 */
void
cony_websocket_fail (ConyWebsocket *self)
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
      cony_websocket_fail (self);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, MAX_PAYLOAD);
  g_signal_connect_object (self->connection, "message", G_CALLBACK (cony_websocket_message_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "closed", G_CALLBACK (closed_cb), self,
                           G_CONNECT_SWAPPED);
  cony_websocket_begin (self);
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
  cony_websocket_set_deadline (self, GREETING_MS);

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

  cony_websocket_signals[CONY_WEBSOCKET_OPENED] = add_signal (klass, "opened", G_TYPE_NONE);
  cony_websocket_signals[CONY_WEBSOCKET_CLOSED] = add_signal (klass, "closed", G_TYPE_NONE);
  cony_websocket_signals[CONY_WEBSOCKET_EVENT] = add_signal (klass, "event", CONY_TYPE_EVENT);
  cony_websocket_signals[CONY_WEBSOCKET_PING] = add_signal (klass, "ping", G_TYPE_UINT);
  cony_websocket_signals[CONY_WEBSOCKET_LOST_PLACE] = add_signal (klass, "lost-place", G_TYPE_NONE);
  cony_websocket_signals[CONY_WEBSOCKET_ECHO] = add_signal (klass, "echo", CONY_TYPE_EVENT);
  cony_websocket_signals[CONY_WEBSOCKET_NO_ECHO] = add_signal (klass, "no-echo", G_TYPE_NONE);
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
