/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-gather.h"
#include "broker-input.h"

G_BEGIN_DECLS

/* What may wait for one connection outside of its channel: errors, replay pages. */
#define BROKER_MAX_CONTROL_BYTES (4 * 1024 * 1024)

/**
 * BrokerConnection:
 *
 * One client as its worker sees it: a socket, two positions in a channel, a small queue of its own.
 * Belongs to one worker thread; the main thread knows only its number.  What each delivery touches
 * comes first, so that it is together in memory.
 */
struct _BrokerConnection
{
  int fd;                            /* owned */
  guint blocked : 1;                 /* the kernel took no more; wait for EPOLLOUT */
  guint queued : 1;                  /* waits for its turn to send */
  guint report_drained : 1;
  guint closing : 1;                 /* the last frame is in the control queue */
  guint peer_closed : 1;             /* the client has sent its close frame */
  guint dead : 1;                    /* closed; memory goes at the end of the turn */
  guint heard : 1;                   /* said something since it was last looked at */
  guint pinged : 1;                  /* was asked whether it is still there */

  BrokerChannel *channel;            /* borrowed; NULL until attached */
  guint64 position[BROKER_N_LANES];  /* next frame of each lane */
  BrokerFrame *partial;              /* owned: begun, not yet completely sent */
  guint32 partial_offset;
  guint index;                       /* place in the channel's list */
  GQueue control;                    /* of BrokerFrame, owned */
  gsize control_bytes;

  guint64 id;
  BrokerConnection *ring_next;       /* borrowed: neighbours in a bucket of the worker's ring */
  BrokerConnection *ring_previous;
  guint ring_bucket;                 /* 1 + the bucket; 0: in none */
  double tokens;                     /* incoming messages that are allowed right now */
  gint64 tokens_ms;
  BrokerInput input;
};

BrokerConnection *broker_connection_new         (guint64             id,
                                                 int                 fd);
void              broker_connection_free        (BrokerConnection   *self);
gboolean          broker_connection_push        (BrokerConnection   *self,
                                                 BrokerFrame        *frame);
void              broker_connection_begin_close (BrokerConnection   *self,
                                                 BrokerFrame        *frame,
                                                 gboolean            keep);
gboolean          broker_connection_take_tokens (BrokerConnection   *self,
                                                 gsize               bytes,
                                                 gint64              now_ms);
gboolean          broker_connection_is_lost     (BrokerConnection   *self);
gboolean          broker_connection_is_idle     (BrokerConnection   *self);
gboolean          broker_connection_shares      (BrokerConnection   *self,
                                                 const BrokerGather *gather);
void              broker_connection_gather      (BrokerConnection   *self,
                                                 BrokerGather       *gather);
guint             broker_connection_consume     (BrokerConnection   *self,
                                                 gsize               bytes);
guint             broker_connection_consume_all (BrokerConnection   *self,
                                                 const BrokerGather *gather);

G_END_DECLS
