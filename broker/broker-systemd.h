/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  broker_systemd_notify         (const char *state);
int   broker_systemd_take_listener (void);
guint broker_systemd_start_watchdog (void);

G_END_DECLS
