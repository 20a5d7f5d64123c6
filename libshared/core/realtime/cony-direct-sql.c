/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-direct-sql.h"

/**
 * cony_direct_sql_listen:
 * @database: a connection
 * @listen: whether to listen from now on
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called at the end
 * @user_data: for @callback
 *
 * Asks to be woken when events are stored.
 */
void
cony_direct_sql_listen (ConyDatabase        *database,
                        gboolean             listen,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  cony_database_query_async (database, listen ? "LISTEN cony_eventos" : "UNLISTEN cony_eventos",
                             NULL, cancellable, callback, user_data);
}

/**
 * cony_direct_sql_read:
 * @database: a connection
 * @from: place to read on from
 * @cancellable: (nullable): a cancellable
 * @callback: called with the rows
 * @user_data: for @callback
 *
 * Reads a page of all visible events above @from, in the order of cursors.  There is always at
 * least one row, which tells the state of the database: `epoca`, `xmin` and `xmax` of the snapshot;
 * its `id` is NULL when there is no event.  `firme` says that the event is below the gate: nothing can
 * come before it any more, so it moves the cursor (PROTOCOL.md, section 2).
 *
 * What a snapshot sees was written below its xmax, unless another server counted: rows of a dump that
 * was read back are not new, and a cursor above them would hide what is.
 *
 * The table is read, not the view: the view has xid as text, which the index cannot serve.
 */
void
cony_direct_sql_read (ConyDatabase        *database,
                      const ConyCursor    *from,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autofree char *xid = NULL;
  g_autofree char *id = NULL;
  const char *params[3] = { NULL, NULL, NULL };

  g_return_if_fail (from != NULL);

  xid = g_strdup_printf ("%" G_GUINT64_FORMAT, from->xid);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, from->id);
  params[0] = xid;
  params[1] = id;
  cony_database_query_async (
    database,
    "WITH ahora AS MATERIALIZED (SELECT pg_current_snapshot () AS foto, api.epoca () AS epoca)"
    " SELECT a.epoca, pg_snapshot_xmin (a.foto)::text AS xmin,"
    "        pg_snapshot_xmax (a.foto)::text AS xmax,"
    "        e.id, e.uid, e.xid::text AS xid, e.payload, e.sucursal_id, e.fecha,"
    "        e.xid < pg_snapshot_xmin (a.foto) AS firme"
    "   FROM ahora a LEFT JOIN LATERAL ("
    "     SELECT id, uid, xid, payload, sucursal_id, fecha FROM cony.eventos_realtime"
    "      WHERE (xid, id) > ($1::xid8, $2::integer) AND xid < pg_snapshot_xmax (a.foto)"
    "      ORDER BY xid, id LIMIT " G_STRINGIFY (CONY_DIRECT_PAGE) ") e ON true"
    "  ORDER BY e.xid, e.id",
    params, cancellable, callback, user_data);
}
