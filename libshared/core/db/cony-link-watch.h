/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-database.h"

G_BEGIN_DECLS

#define CONY_TYPE_LINK_WATCH (cony_link_watch_get_type ())
G_DECLARE_FINAL_TYPE (ConyLinkWatch, cony_link_watch, CONY, LINK_WATCH, GObject)

ConyLinkWatch *cony_link_watch_new       (ConyDatabase  *database);
void           cony_link_watch_start     (ConyLinkWatch *self);
void           cony_link_watch_stop      (ConyLinkWatch *self);
gint64         cony_link_watch_get_heard (ConyLinkWatch *self);
void           cony_link_watch_set_times (ConyLinkWatch *self,
                                          guint          probe_ms,
                                          guint          doubt_ms);

G_END_DECLS
