/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-outbox-sql.h"

#include "broker-json.h"
#include "cony-event-json.h"

#include <string.h>

/* Epoch, snapshot and rows must be of one statement, hence of one snapshot.  The first row is there
 * even when the outbox has nothing new; its id is NULL then. */
#define COLUMNS \
  "e.id, e.uid::text AS uid, e.xid::text AS xid, e.tipo, e.payload, e.sucursal_id," \
  " (extract(epoch FROM e.fecha) * 1000)::bigint AS ts"
#define SNAPSHOT \
  "WITH s AS MATERIALIZED (SELECT pg_snapshot_xmin(n) AS xmin, pg_snapshot_xmax(n) AS xmax," \
  " api.epoca() AS epoca FROM pg_current_snapshot() AS n)" \
  " SELECT s.epoca, s.xmin::text AS xmin, s.xmax::text AS xmax, "

/* $1, $2: cursor; $3: rows sent early, not wanted until the gate passes them; $4: limit.
 * What a snapshot sees was written below its xmax, unless another server counted. */
const char broker_outbox_sql_read[] =
  SNAPSHOT
  "coalesce((SELECT max(r.xid) FROM cony.eventos_realtime AS r) >= s.xmax, false) AS ajenas, "
  COLUMNS
  " FROM s LEFT JOIN LATERAL (SELECT * FROM cony.eventos_realtime AS r"
  " WHERE (r.xid, r.id) > ($1::xid8, $2::integer)"
  " AND (r.xid < s.xmin OR r.id <> ALL ($3::integer[]))"
  " ORDER BY r.xid, r.id LIMIT $4::integer) AS e ON true"
  " ORDER BY e.xid, e.id";

/* $1, $2: cursor; $3: limit. */
const char broker_outbox_sql_replay[] =
  SNAPSHOT COLUMNS
  " FROM s LEFT JOIN LATERAL (SELECT * FROM cony.eventos_realtime AS r"
  " WHERE (r.xid, r.id) > ($1::xid8, $2::integer) AND r.xid < s.xmax"
  " ORDER BY r.xid, r.id LIMIT $3::integer) AS e ON true"
  " ORDER BY e.xid, e.id";

/**
 * broker_outbox_row_exists:
 * @result: of one of the two statements
 * @row: a row
 *
 * Returns: %FALSE for the row that only carries the snapshot
 */
gboolean
broker_outbox_row_exists (ConyResult *result,
                          guint       row)
{
  g_return_val_if_fail (result != NULL, FALSE);

  return !cony_result_is_null (result, row, "id");
}

/* Whether it is what almost every row is: an object with a kind and no priority, and nothing written
 * in a way that could hide one.  That takes no tree. */
static gboolean
is_plain (const char *payload)
{
  g_autofree char *compact = NULL;

  if (!g_str_has_prefix (payload, "{\"tipo\":") || strstr (payload, "\"prioridad\"")
      || strchr (payload, '\\'))
    return FALSE;
  compact = cony_event_json_compact (payload, -1, NULL, NULL, NULL);
  return compact != NULL;
}

/**
 * broker_outbox_row_read:
 * @result: of one of the two statements
 * @row: a row that exists
 *
 * Returns: (transfer full): the event, without a cursor
 */
BrokerEvent *
broker_outbox_row_read (ConyResult *result,
                        guint       row)
{
  const char *payload = NULL;
  gboolean plain = FALSE;
  g_autoptr (JsonObject) object = NULL;
  BrokerEvent *event = NULL;
  gint64 sucursal = 0;

  g_return_val_if_fail (result != NULL, NULL);

  payload = cony_result_get_string (result, row, "payload");
  plain = is_plain (payload);
  object = plain ? NULL : broker_json_parse (payload, -1);
  if (!cony_result_is_null (result, row, "sucursal_id"))
    sucursal = cony_result_get_int (result, row, "sucursal_id");
  /* A row of an older program may hold anything: what is no JSON object is wrapped into one. */
  if (!plain && (!object || !json_object_has_member (object, "tipo")))
    {
      g_autofree char *tipo = broker_json_quote (cony_result_get_string (result, row, "tipo"));
      g_autofree char *text = broker_json_quote (payload);
      g_autofree char *json = g_strdup_printf ("{\"tipo\":%s,\"payload\":%s}", tipo, text);

      event = broker_event_new (cony_result_get_string (result, row, "tipo"), NULL,
                                cony_result_get_string (result, row, "uid"), json, strlen (json),
                                sucursal, cony_result_get_int (result, row, "ts"));
    }
  else
    {
      event = broker_event_new (cony_result_get_string (result, row, "tipo"),
                                object ? broker_json_get_string (object, "prioridad") : NULL,
                                cony_result_get_string (result, row, "uid"), payload,
                                strlen (payload), sucursal,
                                cony_result_get_int (result, row, "ts"));
    }
  event->id = cony_result_get_int (result, row, "id");
  return event;
}
