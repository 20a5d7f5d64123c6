/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-secret.h"

#include <string.h>

/**
 * cony_secret_clear:
 * @secret: (inout) (nullable): a password or token, which the caller owns
 *
 * Overwrites it, frees it and sets it to %NULL.
 */
void
cony_secret_clear (char **secret)
{
  g_return_if_fail (secret != NULL);

  g_clear_pointer (secret, cony_secret_free);
}

/**
 * cony_secret_free:
 * @secret: (transfer full) (nullable): a password or token
 *
 * Overwrites it and frees it; a #GDestroyNotify.
 */
void
cony_secret_free (gpointer secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
