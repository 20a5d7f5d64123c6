/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-realtime.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define ATENCION_TYPE_WINDOW (atencion_window_get_type ())
G_DECLARE_FINAL_TYPE (AtencionWindow, atencion_window, ATENCION, WINDOW, AdwApplicationWindow)

AtencionWindow *atencion_window_new (GtkApplication *application,
                                     ConySession    *session,
                                     ConyRealtime   *realtime);

G_END_DECLS
