/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MONITOR_TYPE_BATCH (monitor_batch_get_type ())
G_DECLARE_FINAL_TYPE (MonitorBatch, monitor_batch, MONITOR, BATCH, GObject)

/* A GListModel: another one as it was when it was last flushed. */
MonitorBatch *monitor_batch_new      (GListModel   *source);
void          monitor_batch_keep_old (MonitorBatch *self);
gboolean      monitor_batch_flush    (MonitorBatch *self);
gboolean      monitor_batch_drop_old (MonitorBatch *self,
                                      guint         n);
guint         monitor_batch_get_old  (MonitorBatch *self);

G_END_DECLS
