/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-roster.h"
#include "broker-sender.h"

G_BEGIN_DECLS

/**
 * BrokerTurns:
 * @roster: (transfer none): whose connections it sends to
 * @sender: owned: how
 * @dirty: of #BrokerChannel, borrowed: those with turns to take
 * @frames: how many were sent; read by other threads
 * @bytes: the same of bytes
 *
 * Who is sent to next.  A turn is one chance of a connection to be sent what waits for it; a round
 * of a channel gives each of its connections one.
 */
typedef struct
{
  BrokerRoster *roster;
  BrokerSender *sender;
  GQueue dirty;
  guint64 frames;
  guint64 bytes;
} BrokerTurns;

void     broker_turns_init       (BrokerTurns   *self,
                                  BrokerRoster  *roster,
                                  BrokerSender  *sender);
void     broker_turns_clear      (BrokerTurns   *self);
void     broker_turns_mark       (BrokerTurns   *self,
                                  BrokerChannel *channel);
void     broker_turns_forget     (BrokerTurns   *self,
                                  BrokerChannel *channel);
gboolean broker_turns_send_batch (BrokerTurns   *self);

G_END_DECLS
