/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-cursor.h"
#include "broker-frame.h"
#include "cony-event.h"
#include "cony-rol.h"

G_BEGIN_DECLS

/**
 * BrokerEvent:
 * @json: the event's text without `_rt`, as it was posted or stored
 * @cursor: (nullable): only for a stored event that all earlier ones precede
 * @id: 0: not stored
 * @sucursal: 0: unknown
 * @relayed: it was sent live already, when it was not stored yet
 *
 * One event on its way out.  Reference counted, immutable once published.
 */
typedef struct
{
  char *tipo;
  char *uid;
  char *json;
  gsize json_length;
  char *cursor;
  char *prioridad;
  gint64 id;
  gint64 sucursal;
  gint64 ts_ms;
  ConyRoles ven;
  ConyRoles deben;
  gboolean urgent;
  gboolean relayed;
} BrokerEvent;

BrokerEvent *broker_event_new    (const char  *tipo,
                                  const char  *prioridad,
                                  const char  *uid,
                                  const char  *json,
                                  gsize        json_length,
                                  gint64       sucursal,
                                  gint64       ts_ms);
BrokerEvent *broker_event_ref    (BrokerEvent *self);
void         broker_event_unref  (BrokerEvent *self);
BrokerFrame *broker_event_encode_again (BrokerEvent *self,
                                        guint        attempt);
BrokerFrame *broker_event_encode (BrokerEvent *self,
                                  gboolean     plain,
                                  gboolean     owed,
                                  gboolean     with_cursor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerEvent, broker_event_unref)

G_END_DECLS
