/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-options.h"
#include "cony-database.h"

G_BEGIN_DECLS

/* A database connection that comes back by itself. */
typedef struct _BrokerLink BrokerLink;

/* Called after each connect, before anything else uses the connection. */
typedef void (*BrokerLinkFunc) (BrokerLink *link,
                                gpointer    user_data);

BrokerLink   *broker_link_new          (const char     *conninfo,
                                        const char     *password,
                                        const char     *purpose);
void          broker_link_free         (BrokerLink     *self);
void          broker_link_add_ready    (BrokerLink     *self,
                                        BrokerLinkFunc  func,
                                        gpointer        user_data);
void          broker_link_start        (BrokerLink     *self);
gboolean      broker_link_is_up        (BrokerLink     *self);
gboolean      broker_link_was_tried    (BrokerLink     *self);
void          broker_link_complain     (BrokerLink     *self,
                                        const char     *what,
                                        const GError   *error);
const char   *broker_link_get_complaint (BrokerLink    *self);
gint64        broker_link_get_up_ms    (BrokerLink     *self);
ConyDatabase *broker_link_get_database (BrokerLink     *self);

G_END_DECLS
