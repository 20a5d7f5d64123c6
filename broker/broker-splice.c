/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-splice.h"

/**
 * broker_splice_init:
 * @self: a splice
 * @from: the cursor to resume from
 */
void
broker_splice_init (BrokerSplice       *self,
                    const ConyCursor   *from)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (from != NULL);

  *self = (BrokerSplice) { .from = *from };
}

/**
 * broker_splice_note:
 * @self: a splice
 * @tails: the logs' tails right now
 *
 * To be called before each page is read.
 */
void
broker_splice_note (BrokerSplice  *self,
                    const guint64  tails[BROKER_N_LANES])
{
  g_return_if_fail (self != NULL);

  for (guint lane = 0; !self->fixed && lane < BROKER_N_LANES; lane++)
    self->tails[lane] = tails[lane];
}

/**
 * broker_splice_take:
 * @self: a splice
 * @full: the page had as many rows as a page may have
 * @above_gate: the page had rows above the gate
 * @last: the page's last row
 *
 * Returns: %TRUE when the logs may be followed from the tails; %FALSE when another page is needed
 */
gboolean
broker_splice_take (BrokerSplice       *self,
                    gboolean            full,
                    gboolean            above_gate,
                    const ConyCursor   *last)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (last != NULL, FALSE);

  if (!full)
    return TRUE;
  self->from = *last;
  self->fixed = self->fixed || above_gate;
  return FALSE;
}
