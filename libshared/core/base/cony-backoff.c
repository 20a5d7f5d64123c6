/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-backoff.h"

/**
 * cony_backoff_init:
 * @self: the value to set up
 * @base_ms: upper bound of the first wait, in milliseconds
 * @cap_ms: upper bound of every wait, in milliseconds
 */
void
cony_backoff_init (ConyBackoff *self,
                   guint        base_ms,
                   guint        cap_ms)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (base_ms > 0 && cap_ms >= base_ms);

  self->base_ms = base_ms;
  self->cap_ms = cap_ms;
  self->attempt = 0;
}

/**
 * cony_backoff_next:
 * @self: a backoff
 * @random: a random number in [0, 1)
 *
 * Counts one more attempt and tells how long to wait before it.
 *
 * Returns: milliseconds, from 0 to min (cap, base × 2^attempt)
 */
guint
cony_backoff_next (ConyBackoff *self,
                   double       random)
{
  guint64 bound;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (random >= 0 && random < 1, 0);

  bound = MIN ((guint64) self->cap_ms, (guint64) self->base_ms << MIN (self->attempt, 31));
  self->attempt++;
  return (guint) (random * bound);
}

/**
 * cony_backoff_reset:
 * @self: a backoff
 *
 * Starts over after a success.
 */
void
cony_backoff_reset (ConyBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->attempt = 0;
}
