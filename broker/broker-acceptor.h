/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-proxies.h"
#include "broker-quota.h"

G_BEGIN_DECLS

/* A request is read completely within this time after its connection began, or after the answer
 * before it: whoever sends a header byte by byte, or nothing, holds no descriptor for longer. */
#define BROKER_REQUEST_MS 10000

/**
 * BrokerAcceptor:
 *
 * Accepts for a #SoupServer, whose own listener ends for ever when descriptors run out and which
 * waits for ever for a request.  Whoever has enough connections gets no more before it said a word.
 */
typedef struct _BrokerAcceptor BrokerAcceptor;

BrokerAcceptor *broker_acceptor_new         (SoupServer        *server,
                                             GSocket           *listener,
                                             BrokerProxies     *proxies,
                                             guint              per_address);
void            broker_acceptor_free        (BrokerAcceptor    *self);
guint64         broker_acceptor_get_cut     (BrokerAcceptor    *self);
GSocket        *broker_acceptor_get_socket  (SoupServerMessage *message);
void            broker_acceptor_hold_answer (SoupServerMessage *message,
                                             gboolean           hold);

G_END_DECLS
