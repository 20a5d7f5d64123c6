/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

/* What lets people in while the database is away, kept for a restart: keys, people, and since when. */
BrokerState *broker_state_new        (BrokerContext *context);
void         broker_state_free       (BrokerState   *self);
void         broker_state_save       (BrokerState   *self);
gboolean     broker_state_check_time (BrokerState   *self,
                                      gint64         boot_ms);
gint64       broker_state_valid_at   (BrokerState   *self,
                                      gint64         now_s);
gint64       broker_state_get_away_ms (BrokerState  *self,
                                      gint64         boot_ms);

G_END_DECLS
