/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-inbox.h"
#include "broker-sight.h"
#include "broker-worker.h"

G_BEGIN_DECLS

/* Everything here runs on the main thread; workers are reached through their inboxes. */
typedef struct _BrokerHub BrokerHub;

/* A channel as the main thread knows it: who may see what, and how much was appended. */
typedef struct _BrokerHubChannel BrokerHubChannel;

BrokerHub        *broker_hub_new         (guint               n_workers,
                                          BrokerInbox        *main_inbox,
                                          const char         *sender);
void              broker_hub_free        (BrokerHub          *self);
guint             broker_hub_pick_worker (BrokerHub          *self);

BrokerHubChannel *broker_hub_hold        (BrokerHub          *self,
                                          const BrokerSight  *sight,
                                          guint               worker);
void              broker_hub_release     (BrokerHub          *self,
                                          BrokerHubChannel   *channel,
                                          guint               worker);
void              broker_hub_note_tails  (BrokerHub          *self,
                                          BrokerHubChannel   *channel,
                                          guint64             tails[BROKER_N_LANES]);
void              broker_hub_attach      (BrokerHub          *self,
                                          BrokerHubChannel   *channel,
                                          guint               worker,
                                          guint64             connection,
                                          const guint64       tails[BROKER_N_LANES]);

void              broker_hub_publish     (BrokerHub          *self,
                                          BrokerEvent        *event);
void              broker_hub_append_all  (BrokerHub          *self,
                                          BrokerFrame        *frame);
void              broker_hub_clear       (BrokerHub          *self);

/* About one connection. */
void              broker_hub_add         (BrokerHub          *self,
                                          guint               worker,
                                          guint64             connection,
                                          int                 fd,
                                          GBytes             *received);
void              broker_hub_send        (BrokerHub          *self,
                                          guint               worker,
                                          guint64             connection,
                                          BrokerFrame        *frame);
void              broker_hub_report_drained (BrokerHub       *self,
                                          guint               worker,
                                          guint64             connection);
void              broker_hub_close       (BrokerHub          *self,
                                          guint               worker,
                                          guint64             connection,
                                          guint               code,
                                          const char         *reason);

void              broker_hub_push        (BrokerHub          *self,
                                          guint               worker,
                                          BrokerMessage      *message);
void              broker_hub_get_stats   (BrokerHub          *self,
                                          BrokerWorkerStats  *stats);
guint64           broker_hub_get_events  (BrokerHub          *self);
guint             broker_hub_get_channels (BrokerHub         *self);
const char       *broker_hub_get_sender  (BrokerHub          *self);

G_END_DECLS
