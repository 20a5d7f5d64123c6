/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-alerta-store.h"
#include "cony-application.h"

G_BEGIN_DECLS

#define MONITOR_TYPE_ALARM (monitor_alarm_get_type ())
G_DECLARE_FINAL_TYPE (MonitorAlarm, monitor_alarm, MONITOR, ALARM, GObject)

MonitorAlarm *monitor_alarm_new        (ConySession     *session,
                                        ConyAlertaStore *alertas);
void          monitor_alarm_set_window (MonitorAlarm    *self,
                                        GtkWindow       *window);

G_END_DECLS
