/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"
#include "cony-result.h"

G_BEGIN_DECLS

#define BROKER_OUTBOX_ROWS 1000
#define BROKER_REPLAY_ROWS 200

extern const char broker_outbox_sql_read[];
extern const char broker_outbox_sql_replay[];

gboolean     broker_outbox_row_exists (ConyResult *result,
                                       guint       row);
BrokerEvent *broker_outbox_row_read   (ConyResult *result,
                                       guint       row);

G_END_DECLS
