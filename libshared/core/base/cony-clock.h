/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 cony_clock_boot_ms      (void);
gint64 cony_clock_monotonic_ms (void);

G_END_DECLS
