/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-event.h"

G_BEGIN_DECLS

const char *monitor_event_icon        (ConyEvent *event);
const char *monitor_event_name        (ConyEvent *event);
gboolean    monitor_event_is_urgent   (ConyEvent *event);
char       *monitor_event_detail      (ConyEvent *event);
char       *monitor_event_about       (ConyEvent *event);
const char *monitor_event_who         (ConyEvent *event);
gboolean    monitor_event_matches     (ConyEvent *event,
                                       const char *needle);
char       *monitor_json_pretty       (const char *json);

G_END_DECLS
