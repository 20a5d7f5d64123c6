/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

typedef struct _BrokerClient BrokerClient;

/* Everybody who is connected, as the main thread knows them. */
BrokerClients  *broker_clients_new            (BrokerContext  *context);
void            broker_clients_free           (BrokerClients  *self);
void            broker_clients_add            (BrokerClients  *self,
                                               int             fd,
                                               GBytes         *received,
                                               gboolean        plain,
                                               BrokerPlace    *place,
                                               BrokerIdentity *identity,
                                               const char     *desde,
                                               const char     *pantalla);
void            broker_clients_close_denied   (BrokerClients  *self);
void            broker_clients_drain          (BrokerClients  *self);
void            broker_clients_close_all      (BrokerClients  *self,
                                               guint           code,
                                               const char     *reason);
void            broker_clients_history_broken (BrokerClients  *self);
guint           broker_clients_repeat         (BrokerClients  *self,
                                               BrokerEvent    *event,
                                               guint           attempt);
gboolean        broker_clients_has_debtor     (BrokerClients  *self,
                                               BrokerEvent    *event);
BrokerClient   *broker_clients_find           (BrokerClients  *self,
                                               guint64         id);
BrokerClient   *broker_clients_find_role      (BrokerClients  *self,
                                               ConyRoles       roles,
                                               gint64          sucursal);
guint           broker_clients_count          (BrokerClients  *self);
void            broker_clients_iter_init      (BrokerClients  *self,
                                               GHashTableIter *iter);
gboolean        broker_clients_iter_next      (GHashTableIter *iter,
                                               BrokerClient  **client);
char           *broker_clients_to_json        (BrokerClients  *self);
char           *broker_clients_list_sessions  (BrokerClients  *self);

G_END_DECLS
