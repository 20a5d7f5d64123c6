/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-realtime.h"

G_BEGIN_DECLS

/* All times are milliseconds of one clock that also counts while the machine sleeps. */
#define CONY_FRESHNESS_BLIND_MS 4000
#define CONY_FRESHNESS_LATE_BD_MS 1000
#define CONY_FRESHNESS_SHAKY_MS 3000
#define CONY_FRESHNESS_LOST_MS 5000
#define CONY_FRESHNESS_DEAF_MS 4000
#define CONY_FRESHNESS_SLEEP_MS 5000

/**
 * ConyFreshness:
 *
 * How old the data on the screen is, from proofs only: a ping of a broker that reads the database
 * in time, or a completed read of the database itself.  An open socket proves nothing.  A pure
 * value without a clock.
 */
typedef struct
{
  gboolean open;      /* the broker has greeted */
  gboolean pinged;    /* since then, by a broker that was in time */
  gint64 last_ping;
  guint bd;           /* of the last ping */
  gint64 heard;       /* when the database served this window last */
  gint64 proof;       /* when the data was known to be complete */
  gboolean proven;    /* since the start */
  gboolean by_socket; /* who gave the last proof */
} ConyFreshness;

void         cony_freshness_init         (ConyFreshness *self,
                                          gint64         now);
void         cony_freshness_opened       (ConyFreshness *self,
                                          gint64         now);
void         cony_freshness_closed       (ConyFreshness *self);
void         cony_freshness_ping         (ConyFreshness *self,
                                          gint64         now,
                                          guint          bd);
void         cony_freshness_swept        (ConyFreshness *self,
                                          gint64         started);
void         cony_freshness_heard        (ConyFreshness *self,
                                          gint64         at);
gboolean     cony_freshness_socket_well  (ConyFreshness *self,
                                          gint64         now);
guint        cony_freshness_get_edad     (ConyFreshness *self,
                                          gint64         now);
ConyFrescura cony_freshness_get_frescura (ConyFreshness *self,
                                          gint64         now);
gboolean     cony_freshness_slept        (gint64        *offset,
                                          gint64         boot,
                                          gint64         monotonic);

G_END_DECLS
