/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-context.h"

G_BEGIN_DECLS

/* RFC 6585; libsoup has no name for it. */
#define BROKER_STATUS_TOO_MANY 429

/* HTTP: the handshake's door, /broadcast, and what an operator asks. */
BrokerServer *broker_server_new              (BrokerContext      *context);
void          broker_server_free             (BrokerServer       *self);
gboolean      broker_server_listen           (BrokerServer       *self,
                                              GError            **error);
char         *broker_server_get_uri          (BrokerServer       *self);
void          broker_server_stop             (BrokerServer       *self);
guint         broker_server_count_unanswered (BrokerServer       *self);

void          broker_server_refuse           (SoupServerMessage  *message,
                                              guint               status,
                                              const char         *codigo,
                                              const char         *error);
const char   *broker_server_get_bearer       (SoupServerMessage  *message);

G_END_DECLS
