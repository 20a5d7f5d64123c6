/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConyBackoff:
 *
 * Waiting times between attempts: exponential with full jitter, so that a hundred windows that lost
 * the same broker do not come back in the same instant.  A pure value: it reads no clock and draws
 * no random number; the caller passes one in [0, 1).
 */
typedef struct
{
  guint base_ms;
  guint cap_ms;
  guint attempt;
} ConyBackoff;

void  cony_backoff_init   (ConyBackoff *self,
                           guint        base_ms,
                           guint        cap_ms);
guint cony_backoff_next   (ConyBackoff *self,
                           double       random);
void  cony_backoff_reset  (ConyBackoff *self);

G_END_DECLS
