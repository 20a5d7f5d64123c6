/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"

G_BEGIN_DECLS

char *broker_metrics_format (BrokerContext *context,
                             guint64        posts,
                             guint64        cut);

G_END_DECLS
