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
char       *monitor_time_format       (GDateTime *time,
                                       GTimeZone *zone,
                                       gboolean   milliseconds);
char       *monitor_date_format       (GDateTime *time,
                                       GTimeZone *zone);
const char *monitor_prioridad_name    (const char *prioridad);
const char *monitor_prioridad_kind    (const char *prioridad);
const char *monitor_refill_name       (const char *estado);
const char *monitor_refill_kind       (const char *estado);

G_END_DECLS
