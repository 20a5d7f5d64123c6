/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-inbox.h"
#include "broker-sender.h"

G_BEGIN_DECLS

/* Written by the worker, read by anybody; each counter is only ever approximate. */
typedef struct
{
  guint64 frames;
  guint64 bytes;
  guint64 slow;
} BrokerWorkerStats;

/* A thread that owns connections: reads what they say, sends what their channels hold. */
typedef struct _BrokerWorker BrokerWorker;

BrokerWorker *broker_worker_new       (guint               number,
                                       BrokerInbox        *main_inbox,
                                       BrokerSender       *sender);
void          broker_worker_free      (BrokerWorker       *self);
void          broker_worker_push      (BrokerWorker       *self,
                                       const BrokerMessage *message);
void          broker_worker_get_stats (BrokerWorker       *self,
                                       BrokerWorkerStats  *stats);

G_END_DECLS
