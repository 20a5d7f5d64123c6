/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-receiver.h"

#include <errno.h>
#include <sys/socket.h>

/* Bytes read from one connection in one turn. */
#define READ_BYTES (64 * 1024)

typedef struct
{
  BrokerRoster *roster;
  BrokerConnection *connection;
} InputContext;

static void
input_text_cb (const guint8 *text,
               gsize         length,
               gpointer      user_data)
{
  InputContext *context = user_data;
  BrokerMessage message = { .kind = BROKER_MESSAGE_TEXT };

  if (context->connection->closing)
    return;
  if (!broker_connection_take_tokens (context->connection, length, context->roster->now_ms))
    {
      broker_roster_close_with_code (context->roster, context->connection, BROKER_CLOSE_RATE,
                                     "Too many messages");
      return;
    }
  message.connection = context->connection->id;
  message.bytes = g_bytes_new (text, length);
  broker_inbox_push (context->roster->main_inbox, &message);
}

static void
input_ping_cb (const guint8 *payload,
               gsize         length,
               gpointer      user_data)
{
  InputContext *context = user_data;
  g_autoptr (BrokerFrame) pong = broker_frame_new_pong (payload, length);

  if (!broker_connection_take_tokens (context->connection, length, context->roster->now_ms))
    broker_roster_close_with_code (context->roster, context->connection, BROKER_CLOSE_RATE,
                                   "Too many pings");
  else if (!broker_connection_push (context->connection, pong))
    broker_roster_close_slow (context->roster, context->connection);
  broker_roster_submit (context->roster, context->connection);
}

static void
input_close_cb (gpointer user_data)
{
  InputContext *context = user_data;

  context->connection->peer_closed = TRUE;
  if (context->connection->closing && broker_connection_is_idle (context->connection))
    broker_roster_drop (context->roster, context->connection);
  else
    broker_roster_close_with_code (context->roster, context->connection, BROKER_CLOSE_NORMAL, NULL);
}

/**
 * broker_receiver_init:
 * @self: a receiver
 * @roster: (transfer none): whose connections it reads; must outlive it
 */
void
broker_receiver_init (BrokerReceiver *self,
                      BrokerRoster   *roster)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (roster != NULL);

  self->roster = roster;
  self->buffer = g_malloc (READ_BYTES);
}

/**
 * broker_receiver_clear:
 * @self: a receiver
 */
void
broker_receiver_clear (BrokerReceiver *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->buffer, g_free);
}

/**
 * broker_receiver_read:
 * @self: a receiver
 * @connection: one of its roster, with something to read; may be dropped here
 */
void
broker_receiver_read (BrokerReceiver   *self,
                      BrokerConnection *connection)
{
  gssize n = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  n = recv (connection->fd, self->buffer, READ_BYTES, MSG_DONTWAIT);
  connection->heard = TRUE;
  if (n > 0)
    broker_receiver_feed (self, connection, self->buffer, n);
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    broker_roster_drop (self->roster, connection);
}

/**
 * broker_receiver_feed:
 * @self: a receiver
 * @connection: one of its roster; may be dropped here
 * @data: what came from it
 * @length: bytes of it
 */
void
broker_receiver_feed (BrokerReceiver   *self,
                      BrokerConnection *connection,
                      const guint8     *data,
                      gsize             length)
{
  static const BrokerInputFuncs funcs = { input_text_cb, input_ping_cb, input_close_cb };
  InputContext context = { self->roster, connection };
  guint code = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (connection != NULL);

  if (connection->peer_closed)
    return;
  code = broker_input_feed (&connection->input, data, length, &funcs, &context);
  if (code == 0 || connection->dead)
    return;

  /* The socket is read on: closing it with unread bytes would reset the connection, and the client
   * would never see why. */
  broker_roster_close_with_code (self->roster, connection, code,
                                 code == BROKER_CLOSE_TOO_BIG ? "Message too big"
                                                              : "Protocol error");
}
