/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-sql.h"

/*< private >
 * cony_session_sql_yo:
 *
 * Who is logged in: `id login nombre roles sucursal_id sucursal_nombre zona_horaria umbrales
 * ahora`, the roles as a JSON array.
 */
void
cony_session_sql_yo (ConyDatabase        *database,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  cony_database_query_async (database,
                             "SELECT id, login, nombre, to_json(roles) AS roles, sucursal_id,"
                             " sucursal_nombre, zona_horaria, umbrales, ahora FROM api.yo",
                             NULL, cancellable, callback, user_data);
}

/*< private >
 * cony_session_sql_fill:
 * @limit: how many events
 *
 * The last events, oldest first: `cursor id uid payload sucursal_id fecha`.  One statement is one
 * snapshot, so the cursor that stands in every row belongs to exactly these events; where there are
 * none, one row has the cursor and NULLs.
 */
void
cony_session_sql_fill (ConyDatabase        *database,
                       guint                limit,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autofree char *number = g_strdup_printf ("%u", limit);
  const char *params[] = { number };

  cony_database_query_async (database,
                             "WITH aqui AS MATERIALIZED (SELECT api.epoca() || ':'"
                             " || pg_snapshot_xmin(pg_current_snapshot())::text || ':0' AS cursor)"
                             " SELECT aqui.cursor, e.id, e.uid, e.payload, e.sucursal_id, e.fecha"
                             " FROM aqui LEFT JOIN LATERAL (SELECT id, uid, payload, sucursal_id,"
                             " fecha FROM api.eventos ORDER BY id DESC LIMIT $1::integer) e ON true"
                             " ORDER BY e.id",
                             params, cancellable, callback, user_data);
}

/*< private >
 * cony_session_sql_token:
 *
 * A fresh token for the broker: `token`.
 */
void
cony_session_sql_token (ConyDatabase        *database,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  cony_database_query_async (database, "SELECT api.emitir_token() AS token", NULL, cancellable,
                             callback, user_data);
}
