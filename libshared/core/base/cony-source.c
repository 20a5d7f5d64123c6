/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-source.h"

/**
 * cony_source_clear:
 * @source: (inout) (nullable): a source of any main context, which the caller owns
 *
 * Destroys it, drops the reference and sets it to %NULL.
 */
void
cony_source_clear (GSource **source)
{
  g_return_if_fail (source != NULL);

  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
