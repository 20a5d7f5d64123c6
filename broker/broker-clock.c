/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-clock.h"

#include "cony-clock.h"

struct _BrokerClock
{
  gint64 offset_ms; /* from the time since the boot to that of the database */
  gboolean known;
};

/**
 * broker_clock_new:
 *
 * Returns: (transfer full): a clock that shows this machine's time until it is set
 */
BrokerClock *
broker_clock_new (void)
{
  return g_new0 (BrokerClock, 1);
}

/**
 * broker_clock_free:
 * @self: (transfer full): a clock
 */
void
broker_clock_free (BrokerClock *self)
{
  g_return_if_fail (self != NULL);

  g_free (self);
}

/**
 * broker_clock_set:
 * @self: a clock
 * @real_ms: milliseconds since 1970, by the database
 */
void
broker_clock_set (BrokerClock *self,
                  gint64       real_ms)
{
  g_return_if_fail (self != NULL);

  self->offset_ms = real_ms - cony_clock_boot_ms ();
  self->known = TRUE;
}

/**
 * broker_clock_get_ms:
 * @self: a clock
 *
 * Returns: milliseconds since 1970
 */
gint64
broker_clock_get_ms (BrokerClock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (!self->known)
    return g_get_real_time () / 1000;
  return cony_clock_boot_ms () + self->offset_ms;
}
