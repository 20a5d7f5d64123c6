/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-cursor.h"
#include "broker-inbox.h"

G_BEGIN_DECLS

/**
 * BrokerSplice:
 * @from: above this cursor the next page begins
 * @tails: where the logs are followed from, once the last page was sent
 * @fixed: @tails must not be noted anew, and no row carries a cursor
 *
 * How a replay becomes live without a gap (PROTOCOL.md, section 2).  Tails are noted before a page is
 * read: what the page's snapshot does not show yet is appended after them.  After a full page they
 * are noted anew, or a long replay would fall off the logs.  But a page that reached above the gate
 * has moved @from past transactions that may still commit; those are found in the logs only, from
 * the tails of that page on.  Until the client has got there, a cursor would make it resume behind
 * them, even one of a row that the gate has passed meanwhile.  Pure values, no I/O.
 */
typedef struct
{
  ConyCursor from;
  guint64 tails[BROKER_N_LANES];
  gboolean fixed;
} BrokerSplice;

void     broker_splice_init (BrokerSplice       *self,
                             const ConyCursor   *from);
void     broker_splice_note (BrokerSplice       *self,
                             const guint64       tails[BROKER_N_LANES]);
gboolean broker_splice_take (BrokerSplice       *self,
                             gboolean            full,
                             gboolean            above_gate,
                             const ConyCursor   *last);

G_END_DECLS
