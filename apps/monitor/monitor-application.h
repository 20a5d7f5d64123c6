/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"

G_BEGIN_DECLS

#define MONITOR_TYPE_APPLICATION (monitor_application_get_type ())
G_DECLARE_FINAL_TYPE (MonitorApplication, monitor_application, MONITOR, APPLICATION,
                      ConyApplication)

G_END_DECLS
