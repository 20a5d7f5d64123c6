/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-realtime.h"
#include "cony-state-pill.h"

G_BEGIN_DECLS

gboolean atencion_kitchen_is_silent (ConyRealtime  *realtime);
void     atencion_kitchen_follow    (ConyRealtime  *realtime,
                                     ConyStatePill *pill,
                                     GtkWidget     *warning);

G_END_DECLS
