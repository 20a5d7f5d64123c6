/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CONY_TYPE_EVENT (cony_event_get_type ())
G_DECLARE_FINAL_TYPE (ConyEvent, cony_event, CONY, EVENT, GObject)

#define CONY_EVENT_ERROR (cony_event_error_quark ())
GQuark cony_event_error_quark (void);

/**
 * ConyEventError:
 * @CONY_EVENT_ERROR_JSON: not JSON, not an object, too deep, `\u0000` or a lone surrogate
 * @CONY_EVENT_ERROR_TIPO: `tipo` is missing, empty, longer than 50 characters or no string
 * @CONY_EVENT_ERROR_RESERVED: a poster sent `_rt` or a `tipo` that starts with `_`
 * @CONY_EVENT_ERROR_TOO_LONG: more than 2000 characters in compact form
 * @CONY_EVENT_ERROR_FIELD: a field has the wrong type, the message names it
 */
typedef enum
{
  CONY_EVENT_ERROR_JSON,
  CONY_EVENT_ERROR_TIPO,
  CONY_EVENT_ERROR_RESERVED,
  CONY_EVENT_ERROR_TOO_LONG,
  CONY_EVENT_ERROR_FIELD,
} ConyEventError;

/* Limits of DATA.md, in characters. */
#define CONY_EVENT_MAX_TIPO 50
#define CONY_EVENT_MAX_PAYLOAD 2000
#define CONY_EVENT_MAX_DEPTH 16

/**
 * ConyEventMeta:
 * @uid: (nullable): identity of the event, a lower-case UUID
 * @id: row in EVENTOS_REALTIME; 0 while it is not stored
 * @cursor: (nullable): where a reader stands after this event
 * @ts: when it was made, in milliseconds since 1970 UTC; 0 when unknown
 * @sucursal_id: branch; 0 for an event of all branches
 * @prioridad: (nullable): normal, alta or urgente; %NULL takes the payload's
 * @owes_ack: whether somebody must acknowledge it
 * @attempt: number of the redelivery, 0 the first time
 *
 * What the transport knows about an event; on the wire it is the member `_rt`.
 */
typedef struct
{
  const char *uid;
  gint64 id;
  const char *cursor;
  gint64 ts;
  gint64 sucursal_id;
  const char *prioridad;
  gboolean owes_ack;
  guint attempt;
} ConyEventMeta;

/* Properties (read-only): "tipo" "uid" "id" "sucursal-id" "prioridad" "fecha" "json". */
ConyEvent  *cony_event_new_posted     (const char  *json,
                                       gssize       length,
                                       GError     **error);
ConyEvent  *cony_event_new_from_wire  (const char  *json,
                                       gssize       length,
                                       GError     **error);
ConyEvent  *cony_event_new_stored     (const char  *payload,
                                       const char  *uid,
                                       gint64       id,
                                       const char  *cursor,
                                       gint64       sucursal_id,
                                       GDateTime   *fecha,
                                       GError     **error);

const char *cony_event_get_tipo       (ConyEvent   *self);
const char *cony_event_get_uid        (ConyEvent   *self);
gint64      cony_event_get_id         (ConyEvent   *self);
const char *cony_event_get_cursor     (ConyEvent   *self);
gint64      cony_event_get_sucursal   (ConyEvent   *self);
const char *cony_event_get_prioridad  (ConyEvent   *self);
GDateTime  *cony_event_get_fecha      (ConyEvent   *self);
gboolean    cony_event_get_owes_ack   (ConyEvent   *self);
guint       cony_event_get_attempt    (ConyEvent   *self);
gboolean    cony_event_is_control     (ConyEvent   *self);

JsonObject *cony_event_get_payload    (ConyEvent   *self);
gint64      cony_event_get_int        (ConyEvent   *self,
                                       const char  *member,
                                       gint64       fallback);
const char *cony_event_get_string     (ConyEvent   *self,
                                       const char  *member);
const char *cony_event_get_json       (ConyEvent   *self);
const char *cony_event_get_posted     (ConyEvent   *self);
char       *cony_event_to_wire        (ConyEvent   *self);
ConyEvent  *cony_event_new_with_meta  (ConyEvent           *event,
                                       const ConyEventMeta *meta);
char       *cony_event_format_wire    (const char          *payload,
                                       const ConyEventMeta *meta);

G_END_DECLS
