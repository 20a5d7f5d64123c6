/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-connection.h"

G_BEGIN_DECLS

/* One bucket is due every so often; nothing can be due later than all buckets together. */
#define BROKER_RING_STEP_MS 500
#define BROKER_RING_BUCKETS 128

/**
 * BrokerRing:
 *
 * When each connection is to be looked at next: a ring of buckets, each a list through the
 * connections themselves.  Setting a time costs a few stores and no timer.  No clock inside.
 */
typedef struct
{
  BrokerConnection *buckets[BROKER_RING_BUCKETS + 1]; /* the last: whose time has come */
  gint64 step;                                        /* the last one whose bucket was emptied */
} BrokerRing;

void              broker_ring_init   (BrokerRing       *self,
                                      gint64            now_ms);
void              broker_ring_set    (BrokerRing       *self,
                                      BrokerConnection *connection,
                                      gint64            due_ms);
void              broker_ring_remove (BrokerRing       *self,
                                      BrokerConnection *connection);
void              broker_ring_advance (BrokerRing      *self,
                                      gint64            now_ms);
BrokerConnection *broker_ring_pop    (BrokerRing       *self);

G_END_DECLS
