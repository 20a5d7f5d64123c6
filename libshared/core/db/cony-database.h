/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cony-result.h"
#include "cony-db-error.h"

G_BEGIN_DECLS

#define CONY_TYPE_DATABASE (cony_database_get_type ())
G_DECLARE_FINAL_TYPE (ConyDatabase, cony_database, CONY, DATABASE, GObject)

/* One libpq connection on the thread-default GMainContext of its creator.  Statements queue up and
 * run one after the other; nothing blocks.
 *
 * `params` holds one text for each `$n` of the statement, as many as the highest n; a %NULL among
 * them is SQL NULL.
 *
 * Properties (read-only, notify): "connected" (gboolean) and "checking" (gboolean): an action got
 *             no answer and is being repeated on a new connection ("Comprobando…").
 * Signals:    "notify-received" (const char *channel)   a NOTIFY came for a channel we listen to
 *             "lost" (const GError *error)              the connection broke; queries failed
 */
ConyDatabase *cony_database_new             (void);
void          cony_database_connect_async   (ConyDatabase         *self,
                                             const char           *conninfo,
                                             const char           *user,
                                             const char           *password,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean      cony_database_connect_finish  (ConyDatabase         *self,
                                             GAsyncResult         *result,
                                             GError              **error);
void          cony_database_close           (ConyDatabase         *self);
void          cony_database_give_up         (ConyDatabase         *self);
ConyDatabase *cony_database_connect_beside  (ConyDatabase         *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
void          cony_database_bear_silence    (ConyDatabase         *self);
gint64        cony_database_get_silence     (ConyDatabase         *self);
gint64        cony_database_get_heard       (ConyDatabase         *self);
int           cony_database_get_backend     (ConyDatabase         *self);
gboolean      cony_database_get_connected   (ConyDatabase         *self);
gboolean      cony_database_get_checking    (ConyDatabase         *self);
void          cony_database_set_limits      (ConyDatabase         *self,
                                             guint                 action_ms,
                                             guint                 query_ms);

void          cony_database_query_async     (ConyDatabase         *self,
                                             const char           *sql,
                                             const char * const   *params,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
ConyResult   *cony_database_query_finish    (ConyDatabase         *self,
                                             GAsyncResult         *result,
                                             GError              **error);
void          cony_database_action_async    (ConyDatabase         *self,
                                             const char           *sql,
                                             const char * const   *params,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
ConyResult   *cony_database_action_finish   (ConyDatabase         *self,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
