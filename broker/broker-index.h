/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-sight.h"

G_BEGIN_DECLS

/* Channels by what they may see, so that an event looks only at those of its branch and roles. */
typedef struct _BrokerIndex BrokerIndex;

typedef void (*BrokerIndexFunc) (gpointer channel,
                                 gpointer user_data);

BrokerIndex *broker_index_new     (void);
void         broker_index_free    (BrokerIndex       *self);
void         broker_index_add     (BrokerIndex       *self,
                                   const BrokerSight *sight,
                                   gpointer           channel);
void         broker_index_remove  (BrokerIndex       *self,
                                   const BrokerSight *sight,
                                   gpointer           channel);
void         broker_index_foreach (BrokerIndex       *self,
                                   const BrokerEvent *event,
                                   BrokerIndexFunc    func,
                                   gpointer           user_data);

G_END_DECLS
