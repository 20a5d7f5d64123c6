/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-session.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_CLOCK (atencion_clock_get_type ())
G_DECLARE_FINAL_TYPE (AtencionClock, atencion_clock, ATENCION, CLOCK, GObject)

/* Signals: "tick" ()  once a second: running times are shown anew */
AtencionClock *atencion_clock_new         (ConySession   *session);
ConySession   *atencion_clock_get_session (AtencionClock *self);
gint64         atencion_clock_get_age     (AtencionClock *self,
                                           GDateTime     *time);
char          *atencion_clock_format      (AtencionClock *self,
                                           GDateTime     *time,
                                           const char    *format);

G_END_DECLS
