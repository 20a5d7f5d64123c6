/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-client.h"

G_BEGIN_DECLS

/* The self-test of a shop: from the front desk to one kitchen window and back, or the other way. */
BrokerEcho *broker_echo_new     (BrokerContext *context);
void        broker_echo_free    (BrokerEcho    *self);
gboolean    broker_echo_receive (BrokerEcho    *self,
                                 BrokerClient  *client,
                                 const char    *id);
void        broker_echo_trim    (BrokerEcho    *self,
                                 gint64         now_ms);

G_END_DECLS
