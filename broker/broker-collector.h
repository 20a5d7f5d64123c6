/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-client.h"

G_BEGIN_DECLS

/* Sees to it that somebody confirms what must be confirmed, or that Monitor hears of it. */
BrokerCollector *broker_collector_new     (BrokerContext   *context);
void             broker_collector_free    (BrokerCollector *self);
void             broker_collector_watch   (BrokerCollector *self,
                                           BrokerEvent     *event);
void             broker_collector_answer  (BrokerCollector *self,
                                           BrokerClient    *client,
                                           const char      *tipo,
                                           const char      *uid,
                                           JsonObject      *message);
void             broker_collector_load      (BrokerCollector *self);
void             broker_collector_take_lead (BrokerCollector *self);
guint            broker_collector_count   (BrokerCollector *self);

G_END_DECLS
