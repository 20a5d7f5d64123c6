/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/uio.h>

#include "broker-channel.h"
#include "broker-input.h"

G_BEGIN_DECLS

/* What may wait for one connection outside of its channel: errors, replay pages. */
#define BROKER_MAX_CONTROL_BYTES (4 * 1024 * 1024)

/**
 * BrokerConnection:
 *
 * One client as its worker sees it: a socket, two positions in a channel, a small queue of its own.
 * Belongs to one worker thread; the main thread knows only its number.
 */
struct _BrokerConnection
{
  guint64 id;
  int fd; /* owned */
  BrokerInput input;

  BrokerChannel *channel;            /* borrowed; NULL until attached */
  guint index;                       /* place in the channel's list */
  guint64 position[BROKER_N_LANES];  /* next frame of each lane */

  GQueue control;                    /* of BrokerFrame, owned */
  gsize control_bytes;
  BrokerFrame *partial;              /* owned: begun, not yet completely sent */
  guint32 partial_offset;

  gint64 deadline_ms;                /* a closing connection is cut then */
  double tokens;                     /* incoming messages that are allowed right now */
  gint64 tokens_ms;

  guint blocked : 1;                 /* the kernel took no more; wait for EPOLLOUT */
  guint queued : 1;                  /* is with the sender */
  guint report_drained : 1;
  guint closing : 1;                 /* the last frame is in the control queue */
  guint peer_closed : 1;             /* the client has sent its close frame */
  guint deaf : 1;                    /* what it sends makes no sense any more */
  guint dead : 1;                    /* closed; memory goes at the end of the turn */
};

/**
 * BrokerGather:
 * @iov: pieces to send, in order
 * @n_iov: how many
 * @lost: %TRUE when a position fell off its log: the client is too slow
 */
#define BROKER_GATHER_MAX 64
typedef struct
{
  struct iovec iov[BROKER_GATHER_MAX];
  guint n_iov;
  gsize bytes;
  gboolean lost;
} BrokerGather;

BrokerConnection *broker_connection_new         (guint64           id,
                                                 int               fd);
void              broker_connection_free        (BrokerConnection *self);
gboolean          broker_connection_push        (BrokerConnection *self,
                                                 BrokerFrame      *frame);
void              broker_connection_begin_close (BrokerConnection *self,
                                                 BrokerFrame      *frame,
                                                 gint64            deadline_ms);
gboolean          broker_connection_take_token  (BrokerConnection *self,
                                                 gint64            now_ms);
gboolean          broker_connection_is_lost     (BrokerConnection *self);
gboolean          broker_connection_is_idle     (BrokerConnection *self);
void              broker_connection_gather      (BrokerConnection *self,
                                                 BrokerGather     *gather);
guint             broker_connection_consume     (BrokerConnection *self,
                                                 gsize             bytes);

G_END_DECLS
