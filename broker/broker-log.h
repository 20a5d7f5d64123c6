/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-frame.h"

G_BEGIN_DECLS

/* Bounds of a log: whichever is reached first drops the oldest frame. */
#define BROKER_LOG_MAX_BYTES (8 * 1024 * 1024)
#define BROKER_LOG_MAX_FRAMES 10000
#define BROKER_LOG_MAX_AGE_MS 60000

/**
 * BrokerLog:
 *
 * An append-only log of encoded frames.  Frame number n keeps its number for ever; only those in
 * [head, tail) are still there.  Readers hold nothing but a number.  No I/O, no clock inside.
 */
typedef struct _BrokerLog BrokerLog;

BrokerLog   *broker_log_new      (guint64      first);
void         broker_log_free     (BrokerLog   *self);
void         broker_log_push     (BrokerLog   *self,
                                  BrokerFrame *frame,
                                  gint64       now_ms);
void         broker_log_trim     (BrokerLog   *self,
                                  gint64       now_ms);
void         broker_log_clear    (BrokerLog   *self);
BrokerFrame *broker_log_get      (BrokerLog   *self,
                                  guint64      number);
guint64      broker_log_get_head (BrokerLog   *self);
guint64      broker_log_get_tail (BrokerLog   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerLog, broker_log_free)

G_END_DECLS
