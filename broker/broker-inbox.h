/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "broker-frame.h"

G_BEGIN_DECLS

#define BROKER_LANE_URGENTE 0
#define BROKER_LANE_NORMAL 1
#define BROKER_N_LANES 2

/**
 * BrokerMessageKind:
 * @BROKER_MESSAGE_ADD: a handshaken socket: @fd, and what the client already sent in @bytes
 * @BROKER_MESSAGE_SEND: @frame for one connection, before its channel
 * @BROKER_MESSAGE_REPORT_DRAINED: answer DRAINED once everything sent so far left the queue
 * @BROKER_MESSAGE_OPEN_CHANNEL: a channel exists from now on; its logs start at @tails
 * @BROKER_MESSAGE_DROP_CHANNEL: nobody uses it any more
 * @BROKER_MESSAGE_CLEAR_CHANNEL: forget its frames; its connections go on at the tails
 * @BROKER_MESSAGE_APPEND: @frame at the end of a @lane of a channel
 * @BROKER_MESSAGE_ATTACH: the connection follows @channel from @tails on
 * @BROKER_MESSAGE_CLOSE: send @frame (a close frame) as the last one and end
 * @BROKER_MESSAGE_STOP: leave the thread
 * @BROKER_MESSAGE_TEXT: (to the main thread) a client's message in @bytes
 * @BROKER_MESSAGE_DRAINED: (to the main thread) the control queue is empty
 * @BROKER_MESSAGE_CLOSED: (to the main thread) the connection is gone
 */
typedef enum
{
  BROKER_MESSAGE_ADD,
  BROKER_MESSAGE_SEND,
  BROKER_MESSAGE_REPORT_DRAINED,
  BROKER_MESSAGE_OPEN_CHANNEL,
  BROKER_MESSAGE_DROP_CHANNEL,
  BROKER_MESSAGE_CLEAR_CHANNEL,
  BROKER_MESSAGE_APPEND,
  BROKER_MESSAGE_ATTACH,
  BROKER_MESSAGE_CLOSE,
  BROKER_MESSAGE_STOP,
  BROKER_MESSAGE_TEXT,
  BROKER_MESSAGE_DRAINED,
  BROKER_MESSAGE_CLOSED,
} BrokerMessageKind;

/* What threads tell each other.  @frame and @bytes are owned by the message. */
typedef struct
{
  BrokerMessageKind kind;
  int fd;
  guint lane;
  guint64 connection;
  guint64 channel;
  guint64 tails[BROKER_N_LANES];
  BrokerFrame *frame;
  GBytes *bytes;
} BrokerMessage;

void broker_message_clear (BrokerMessage *self);

/* A queue of messages from any thread to one, with an eventfd that becomes readable. */
typedef struct _BrokerInbox BrokerInbox;

BrokerInbox *broker_inbox_new      (void);
void         broker_inbox_free     (BrokerInbox         *self);
int          broker_inbox_get_fd   (BrokerInbox         *self);
void         broker_inbox_push     (BrokerInbox         *self,
                                    const BrokerMessage *message);
gboolean     broker_inbox_is_empty (BrokerInbox         *self);
GArray      *broker_inbox_take     (BrokerInbox         *self);

G_END_DECLS
