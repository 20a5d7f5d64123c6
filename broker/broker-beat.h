/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* Tells the database, and through it the other brokers, that this one lives and whose sessions it
 * has; learns whether it is the one that decides about debts. */
BrokerBeat *broker_beat_new   (BrokerContext *context);
void        broker_beat_free  (BrokerBeat    *self);
void        broker_beat_touch (BrokerBeat    *self);
gboolean    broker_beat_leads (BrokerBeat    *self);

G_END_DECLS
