/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-context.h"

G_BEGIN_DECLS

/* What an admin may look at over HTTP. */
void broker_inspect_log         (BrokerContext     *context,
                                 SoupServerMessage *message,
                                 const char        *desde);
void broker_inspect_connections (BrokerContext     *context,
                                 SoupServerMessage *message);

G_END_DECLS
