/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What time it is for whoever issues the tokens.  The database tells it; between its answers, and
 * while it is away, only time that passes counts, so that nobody is let in or thrown out because the
 * clock of this machine was set. */
typedef struct _BrokerClock BrokerClock;

BrokerClock *broker_clock_new    (void);
void         broker_clock_free   (BrokerClock *self);
void         broker_clock_set    (BrokerClock *self,
                                  gint64       real_ms);
gint64       broker_clock_get_ms (BrokerClock *self);

G_END_DECLS
