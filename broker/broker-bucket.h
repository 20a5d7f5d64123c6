/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrokerBucket:
 * @tokens: what may be taken now
 * @at_ms: when that was true, monotonic
 *
 * A token bucket.  Pure: the clock is a parameter.  Its size and speed are not kept, so that ten
 * thousand of them are small.
 */
typedef struct
{
  double tokens;
  gint64 at_ms;
} BrokerBucket;

void     broker_bucket_init    (BrokerBucket *self,
                                double        size,
                                gint64        now_ms);
gboolean broker_bucket_take    (BrokerBucket *self,
                                double        size,
                                double        per_second,
                                double        n,
                                gint64        now_ms);
gboolean broker_bucket_is_full (BrokerBucket *self,
                                double        size,
                                double        per_second,
                                gint64        now_ms);
guint    broker_bucket_wait_s  (BrokerBucket *self,
                                double        per_second,
                                double        n);

G_END_DECLS
