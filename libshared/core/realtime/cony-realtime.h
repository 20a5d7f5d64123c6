/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-self-test.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_REALTIME (cony_realtime_get_type ())
G_DECLARE_FINAL_TYPE (ConyRealtime, cony_realtime, CONY, REALTIME, GObject)

/**
 * ConyFrescura:
 * @CONY_FRESCURA_EN_VIVO: events come through the broker
 * @CONY_FRESCURA_DIRECTO: the broker is away or blind; events come from the database
 * @CONY_FRESCURA_SIN_BASE: events come through the broker, but this window's own way to the database is
 *   silent: rows cannot be read and nothing can be decided
 * @CONY_FRESCURA_RECONECTANDO: neither answered for 3 to 5 seconds
 * @CONY_FRESCURA_SIN_CONEXION: neither answered for longer
 *
 * How fresh the data on the screen is.
 */
typedef enum
{
  CONY_FRESCURA_EN_VIVO,
  CONY_FRESCURA_DIRECTO,
  CONY_FRESCURA_SIN_BASE,
  CONY_FRESCURA_RECONECTANDO,
  CONY_FRESCURA_SIN_CONEXION,
} ConyFrescura;

#define CONY_TYPE_FRESCURA (cony_frescura_get_type ())
GType         cony_frescura_get_type    (void);

/* Properties (read-only, notify): "frescura" (ConyFrescura) and "edad" (uint, whole seconds since
 * the last proof of freshness; updated once a second).
 * Signals: "reload" ()  the stream could not be resumed: stores must load their snapshot again
 */
ConyRealtime *cony_realtime_new           (ConySession  *session,
                                           const char   *broker_uri);
void          cony_realtime_start         (ConyRealtime *self);
void          cony_realtime_stop          (ConyRealtime *self);
ConyFrescura  cony_realtime_get_frescura  (ConyRealtime *self);
guint         cony_realtime_get_edad      (ConyRealtime *self);
gint64        cony_realtime_get_last_seen (ConyRealtime *self);
ConySelfTest *cony_realtime_get_self_test (ConyRealtime *self);
void          cony_realtime_ack           (ConyRealtime *self,
                                           ConyEvent    *event);

G_END_DECLS
