/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* Reads from the database what a client missed; it is a #BrokerHistory. */
BrokerReplay *broker_replay_new  (BrokerContext *context);
void          broker_replay_free (BrokerReplay  *self);

G_END_DECLS
