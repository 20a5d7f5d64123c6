/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"

G_BEGIN_DECLS

/**
 * BrokerPage:
 * @recoverable: %FALSE: the cursor is of another history; nothing else is set
 * @events: (element-type BrokerEvent): what lies above the cursor, in order
 * @full: there may be more
 * @above_gate: some of @events do not have all earlier ones before them
 * @last: where the next page starts
 */
typedef struct
{
  gboolean recoverable;
  GPtrArray *events;
  gboolean full;
  gboolean above_gate;
  ConyCursor last;
} BrokerPage;

/* Called exactly once for each read, perhaps before it returns; @page is %NULL when the source
 * cannot be read now. */
typedef void (*BrokerPageFunc) (const BrokerPage *page,
                                gpointer          user_data);

/* Where events come from that a client missed: the database, or the memory of a relay. */
typedef struct _BrokerHistory BrokerHistory;
struct _BrokerHistory
{
  void     (*get_cursor) (BrokerHistory      *self,
                          ConyCursor         *cursor);
  /* Milliseconds since everything was known to be read; -1 where that means nothing. */
  gint64   (*get_age_ms) (BrokerHistory      *self);
  void     (*read)       (BrokerHistory      *self,
                          const ConyCursor   *from,
                          BrokerPageFunc      func,
                          gpointer            user_data);
};

G_END_DECLS
