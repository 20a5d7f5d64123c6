/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A row that only somebody's long transaction holds back is delivered after this time. */
#define BROKER_EARLY_MS 50

/**
 * BrokerVerdict:
 * @BROKER_VERDICT_DELIVER: below the gate: send it, with its cursor
 * @BROKER_VERDICT_EARLY: above the gate for too long: send it without a cursor
 * @BROKER_VERDICT_SKIP: below the gate, but it was sent early
 * @BROKER_VERDICT_WAIT: not now
 */
typedef enum
{
  BROKER_VERDICT_DELIVER,
  BROKER_VERDICT_EARLY,
  BROKER_VERDICT_SKIP,
  BROKER_VERDICT_WAIT,
} BrokerVerdict;

/**
 * BrokerGate:
 *
 * Decides when a row of the outbox goes out (PROTOCOL.md, section 2).  Rows are ordered by their
 * transaction, and a transaction may still commit below one that is visible already; so the cursor
 * passes a row only when no such transaction is left.  No I/O, no clock inside.
 */
typedef struct _BrokerGate BrokerGate;

BrokerGate    *broker_gate_new        (void);
void           broker_gate_free       (BrokerGate *self);
void           broker_gate_reset      (BrokerGate *self);
BrokerVerdict  broker_gate_judge      (BrokerGate *self,
                                       guint64     xid,
                                       gint64      id,
                                       guint64     xmin,
                                       gint64      now_ms);
gint64         broker_gate_next_ms    (BrokerGate *self,
                                       gint64      now_ms);
char          *broker_gate_list_early (BrokerGate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerGate, broker_gate_free)

G_END_DECLS
