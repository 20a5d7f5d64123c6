/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-clock.h"

#include <time.h>

/**
 * cony_clock_boot_ms:
 *
 * Returns: milliseconds since the machine started, those that it slept included: data does not stay
 *   fresh in a closed laptop
 */
gint64
cony_clock_boot_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/**
 * cony_clock_monotonic_ms:
 *
 * Returns: milliseconds of g_get_monotonic_time(): for waits and deadlines, which no setting of the
 *   clock moves
 */
gint64
cony_clock_monotonic_ms (void)
{
  return g_get_monotonic_time () / 1000;
}
