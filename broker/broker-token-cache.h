/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-token.h"

G_BEGIN_DECLS

/* Remembers tokens that were found good: a program that posts shows the same one all the time. */
typedef struct _BrokerTokenCache BrokerTokenCache;

BrokerTokenCache *broker_token_cache_new    (BrokerKeys        *keys);
void              broker_token_cache_free   (BrokerTokenCache  *self);
BrokerIdentity   *broker_token_cache_verify (BrokerTokenCache  *self,
                                             const char        *token,
                                             gint64             now_s,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerTokenCache, broker_token_cache_free)

G_END_DECLS
