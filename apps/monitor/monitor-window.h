/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-application.h"

G_BEGIN_DECLS

#define MONITOR_TYPE_WINDOW (monitor_window_get_type ())
G_DECLARE_FINAL_TYPE (MonitorWindow, monitor_window, MONITOR, WINDOW, AdwApplicationWindow)

GtkWidget *monitor_window_new (ConyApplication *application,
                               ConySession     *session,
                               ConyRealtime    *realtime,
                               GListModel      *events);

G_END_DECLS
