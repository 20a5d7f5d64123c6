/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Proxies in front of the broker that are believed when they say for whom they speak.  Pure. */
typedef struct _BrokerProxies BrokerProxies;

BrokerProxies *broker_proxies_new         (const char * const  *addresses,
                                           GError             **error);
void           broker_proxies_free        (BrokerProxies       *self);
char          *broker_proxies_get_peer    (BrokerProxies       *self,
                                           GSocketAddress      *peer);
char          *broker_proxies_find_client (BrokerProxies       *self,
                                           GSocketAddress      *peer,
                                           const char          *x_forwarded_for,
                                           const char          *forwarded,
                                           GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerProxies, broker_proxies_free)

G_END_DECLS
