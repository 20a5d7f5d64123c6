/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-dispatcher.h"

G_BEGIN_DECLS

#define CONY_TYPE_EVENT_LOG (cony_event_log_get_type ())
G_DECLARE_FINAL_TYPE (ConyEventLog, cony_event_log, CONY, EVENT_LOG, GObject)

#define CONY_EVENT_LOG_LENGTH 1000

/* A GListModel of ConyEvent, oldest first, of the last 1000 events. */
ConyEventLog *cony_event_log_new    (ConyDispatcher *dispatcher);
void          cony_event_log_mark   (ConyEventLog   *self);
void          cony_event_log_fill   (ConyEventLog   *self,
                                     GPtrArray      *events);
ConyEvent    *cony_event_log_find   (ConyEventLog   *self,
                                     const char     *uid);
void          cony_event_log_clear  (ConyEventLog   *self);

G_END_DECLS
