/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define COCINA_TYPE_WINDOW (cocina_window_get_type ())
G_DECLARE_FINAL_TYPE (CocinaWindow, cocina_window, COCINA, WINDOW, AdwApplicationWindow)

GtkWidget *cocina_window_new (ConyApplication *application,
                              ConySession     *session,
                              ConyRealtime    *realtime);

G_END_DECLS
