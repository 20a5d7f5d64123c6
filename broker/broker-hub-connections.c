/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-hub.h"

/* What a worker is told about one of its connections. */

/**
 * broker_hub_add:
 * @self: a hub
 * @worker: the worker that gets the connection
 * @connection: its number
 * @fd: (transfer full): its socket
 * @received: (transfer full) (nullable): what the client has sent behind its handshake
 */
void
broker_hub_add (BrokerHub *self,
                guint      worker,
                guint64    connection,
                int        fd,
                GBytes    *received)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_ADD, .connection = connection, .fd = fd };

  g_return_if_fail (self != NULL);

  message.bytes = received;
  broker_hub_push (self, worker, &message);
}

/**
 * broker_hub_send:
 * @self: a hub
 * @worker: the connection's worker
 * @connection: its number
 * @frame: (transfer none): for this connection alone, before what its channel holds
 */
void
broker_hub_send (BrokerHub   *self,
                 guint        worker,
                 guint64      connection,
                 BrokerFrame *frame)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_SEND, .connection = connection };

  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  message.frame = broker_frame_ref (frame);
  broker_hub_push (self, worker, &message);
}

/**
 * broker_hub_report_drained:
 * @self: a hub
 * @worker: the connection's worker
 * @connection: its number
 *
 * Asks for a %BROKER_MESSAGE_DRAINED once all that was sent to it has left.
 */
void
broker_hub_report_drained (BrokerHub *self,
                           guint      worker,
                           guint64    connection)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_REPORT_DRAINED, .connection = connection };

  g_return_if_fail (self != NULL);

  broker_hub_push (self, worker, &message);
}

/**
 * broker_hub_close:
 * @self: a hub
 * @worker: the connection's worker
 * @connection: its number
 * @code: a close code
 * @reason: (nullable): a short English text
 */
void
broker_hub_close (BrokerHub  *self,
                  guint       worker,
                  guint64     connection,
                  guint       code,
                  const char *reason)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_CLOSE, .connection = connection };

  g_return_if_fail (self != NULL);

  message.frame = broker_frame_new_close (code, reason);
  broker_hub_push (self, worker, &message);
}
