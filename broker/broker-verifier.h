/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* Tells who somebody is who presents a token: in a WebSocket, or with a request. */
BrokerVerifier *broker_verifier_new    (BrokerContext   *context);
void            broker_verifier_free   (BrokerVerifier  *self);
BrokerIdentity *broker_verifier_verify (BrokerVerifier  *self,
                                        const char      *token,
                                        GError         **error);

G_END_DECLS
