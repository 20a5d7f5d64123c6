/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-bucket.h"

#include <math.h>

static void
refill (BrokerBucket *self,
        double        size,
        double        per_second,
        gint64        now_ms)
{
  if (now_ms <= self->at_ms)
    return;
  self->tokens = MIN (size, self->tokens + (now_ms - self->at_ms) * per_second / 1000.0);
  self->at_ms = now_ms;
}

/**
 * broker_bucket_init:
 * @self: (out caller-allocates): a full bucket
 * @size: most that may be taken at once
 * @now_ms: monotonic milliseconds
 */
void
broker_bucket_init (BrokerBucket *self,
                    double        size,
                    gint64        now_ms)
{
  g_return_if_fail (self != NULL);

  self->tokens = size;
  self->at_ms = now_ms;
}

/**
 * broker_bucket_take:
 * @self: a bucket
 * @size: most that may be taken at once
 * @per_second: how fast it fills
 * @n: how many to take
 * @now_ms: monotonic milliseconds
 *
 * Returns: %FALSE when there are not so many; nothing is taken then
 */
gboolean
broker_bucket_take (BrokerBucket *self,
                    double        size,
                    double        per_second,
                    double        n,
                    gint64        now_ms)
{
  g_return_val_if_fail (self != NULL, FALSE);

  refill (self, size, per_second, now_ms);
  if (self->tokens < n)
    return FALSE;
  self->tokens -= n;
  return TRUE;
}

/**
 * broker_bucket_is_full:
 * @self: a bucket
 * @size: most that may be taken at once
 * @per_second: how fast it fills
 * @now_ms: monotonic milliseconds
 *
 * Returns: %TRUE when it is as good as a new one
 */
gboolean
broker_bucket_is_full (BrokerBucket *self,
                       double        size,
                       double        per_second,
                       gint64        now_ms)
{
  g_return_val_if_fail (self != NULL, TRUE);

  refill (self, size, per_second, now_ms);
  return self->tokens >= size;
}

/**
 * broker_bucket_wait_s:
 * @self: a bucket from which @n could not be taken just now
 * @per_second: how fast it fills
 * @n: how many are wanted
 *
 * Returns: seconds until they can be had, at least 1
 */
guint
broker_bucket_wait_s (BrokerBucket *self,
                      double        per_second,
                      double        n)
{
  g_return_val_if_fail (self != NULL && per_second > 0, 1);

  return MAX (ceil ((n - self->tokens) / per_second), 1);
}
