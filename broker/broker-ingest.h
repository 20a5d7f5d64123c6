/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-context.h"

G_BEGIN_DECLS

#define BROKER_MAX_BODY (1024 * 1024)
/* libsoup answers only when it has read the body, so one that is too long is read and dropped up to
 * here, and nothing is taken from whoever sends more. */
#define BROKER_MAX_DROPPED (16 * 1024 * 1024)
#define BROKER_MAX_LINES 2000

/* What is posted to /broadcast: checked, allowed, then relayed or stored. */
BrokerIngest *broker_ingest_new  (BrokerContext     *context);
void          broker_ingest_free (BrokerIngest      *self);
void          broker_ingest_post (BrokerIngest      *self,
                                  SoupServerMessage *message,
                                  BrokerIdentity    *identity,
                                  GBytes            *body);

G_END_DECLS
