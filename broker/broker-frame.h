/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest message that the broker sends or accepts, told to clients as `max` in `_hola`. */
#define BROKER_MAX_MESSAGE (64 * 1024)

/**
 * BrokerFrame:
 *
 * One WebSocket frame as it goes over the wire, encoded once and shared by everybody it is sent to,
 * in every thread.  Immutable after creation; only the reference count changes.
 */
typedef struct
{
  gatomicrefcount ref_count;
  guint32 length;
  guint8 data[];
} BrokerFrame;

BrokerFrame *broker_frame_new_text  (const char  *text,
                                     gsize        length);
BrokerFrame *broker_frame_new_event (const char  *json,
                                     gsize        length,
                                     const char  *rt);
BrokerFrame *broker_frame_new_close (guint        code,
                                     const char  *reason);
BrokerFrame *broker_frame_new_ping  (void);
BrokerFrame *broker_frame_new_pong  (const guint8 *payload,
                                     gsize        length);
BrokerFrame *broker_frame_ref       (BrokerFrame *self);
void         broker_frame_unref     (BrokerFrame *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerFrame, broker_frame_unref)

G_END_DECLS
