/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-realtime.h"
#include "fake-broker.h"

G_BEGIN_DECLS

/* Rosa of the front desk, and ana of the kitchen with her stream. */
typedef struct
{
  ConySession *rosa;
  ConySession *ana;
  ConyRealtime *stream; /* of ana */
  FakeBroker *broker;
  GPtrArray *events;    /* ConyEvent that ana's dispatcher showed */
  GPtrArray *completed;
  guint n_reloads;
} RealtimeTest;

/* @with_broker: whether ana's stream has a broker, the fixture's. */
void  realtime_test_add           (const char    *path,
                                   gboolean       with_broker,
                                   void         (*test) (RealtimeTest  *fixture,
                                                         gconstpointer  with_broker));

/* For "event" of a dispatcher or a reader, with an array of ConyEvent. */
void  realtime_test_keep_event_cb (GPtrArray     *events,
                                   ConyEvent     *event);
void  realtime_test_count_cb      (guint         *n);

/* Rosa alerts the kitchen; the uid of the alert. */
char *realtime_test_alert         (RealtimeTest  *fixture,
                                   const char    *mensaje);
/* As the broker sends a stored event. */
void  realtime_test_send_stored   (RealtimeTest  *fixture,
                                   const char    *uid,
                                   const char    *more);

G_END_DECLS
