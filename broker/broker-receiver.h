/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-roster.h"

G_BEGIN_DECLS

/**
 * BrokerReceiver:
 * @roster: (transfer none): whose connections it reads
 * @buffer: owned: one for all of them
 *
 * Reads what clients say and passes it to the main thread, within their limits.
 */
typedef struct
{
  BrokerRoster *roster;
  guint8 *buffer;
} BrokerReceiver;

void broker_receiver_init  (BrokerReceiver   *self,
                            BrokerRoster     *roster);
void broker_receiver_clear (BrokerReceiver   *self);
void broker_receiver_read  (BrokerReceiver   *self,
                            BrokerConnection *connection);
void broker_receiver_feed  (BrokerReceiver   *self,
                            BrokerConnection *connection,
                            const guint8     *data,
                            gsize             length);

G_END_DECLS
