/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-inbox.h"
#include "broker-log.h"

G_BEGIN_DECLS

typedef struct _BrokerConnection BrokerConnection;

/**
 * BrokerChannel:
 *
 * The connections of one worker that see the same events, and the two logs they read.  Every worker
 * that has such connections has its own copy of the logs (the frames themselves are shared), filled
 * through its inbox in one order; so positions mean the same everywhere and nothing is locked.
 */
typedef struct
{
  guint64 id;
  BrokerLog *logs[BROKER_N_LANES]; /* owned */
  GPtrArray *connections;          /* of BrokerConnection, borrowed */
  guint next;                      /* index of the connection whose turn it is to be sent to */
  guint remaining;                 /* connections from there on that may lack something */
  gboolean dirty;                  /* is in the worker's list of those with remaining > 0 */
} BrokerChannel;

BrokerChannel    *broker_channel_new       (guint64           id,
                                            const guint64     tails[BROKER_N_LANES]);
void              broker_channel_free      (BrokerChannel    *self);
void              broker_channel_append    (BrokerChannel    *self,
                                            guint             lane,
                                            BrokerFrame      *frame,
                                            gint64            now_ms);
BrokerConnection *broker_channel_take_turn (BrokerChannel    *self);
void              broker_channel_trim      (BrokerChannel    *self,
                                            gint64            now_ms);
void              broker_channel_clear     (BrokerChannel    *self);
void              broker_channel_attach    (BrokerChannel    *self,
                                            BrokerConnection *connection,
                                            const guint64     tails[BROKER_N_LANES]);
void              broker_channel_detach    (BrokerChannel    *self,
                                            BrokerConnection *connection);

G_END_DECLS
