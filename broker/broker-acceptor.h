/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A request is read completely within this time after its connection began, or after the answer
 * before it: whoever sends a header byte by byte, or nothing, holds no descriptor for longer. */
#define BROKER_REQUEST_MS 10000

/**
 * BrokerAcceptor:
 *
 * Accepts for a #SoupServer, whose own listener ends for ever when descriptors run out and which
 * waits for ever for a request.
 */
typedef struct _BrokerAcceptor BrokerAcceptor;

BrokerAcceptor *broker_acceptor_new        (SoupServer        *server,
                                            GSocket           *listener);
void            broker_acceptor_free       (BrokerAcceptor    *self);
GSocket        *broker_acceptor_get_socket (SoupServerMessage *message);

G_END_DECLS
