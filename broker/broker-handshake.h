/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-context.h"

G_BEGIN_DECLS

#define BROKER_SUBPROTOCOL "cony.v1"

void broker_handshake_check  (BrokerContext     *context,
                              SoupServerMessage *message);
void broker_handshake_accept (BrokerContext     *context,
                              SoupServerMessage *message,
                              GHashTable        *query);

G_END_DECLS
