/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* Reads the outbox by the gate and publishes what it finds. */
BrokerReader *broker_reader_new          (BrokerContext *context);
void          broker_reader_free         (BrokerReader  *self);
void          broker_reader_note_relayed (BrokerReader  *self,
                                          const char    *uid);
void          broker_reader_get_cursor   (BrokerReader  *self,
                                          ConyCursor    *cursor);
gint64        broker_reader_get_age_ms   (BrokerReader  *self);
gboolean      broker_reader_is_ready     (BrokerReader  *self);
const char   *broker_reader_get_problem  (BrokerReader  *self);

G_END_DECLS
