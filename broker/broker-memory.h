/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-history.h"

G_BEGIN_DECLS

#define BROKER_MEMORY_EVENTS 1000

/* The last events of a relay without a database (`--memory`). */
typedef struct _BrokerMemory BrokerMemory;

BrokerMemory *broker_memory_new  (const char   *epoch);
void          broker_memory_free (BrokerMemory *self);
void          broker_memory_add  (BrokerMemory *self,
                                  BrokerEvent  *event);
BrokerEvent  *broker_memory_find (BrokerMemory *self,
                                  const char   *uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerMemory, broker_memory_free)

G_END_DECLS
