/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-database.h"

G_BEGIN_DECLS

/* Each is finished by cony_database_query_finish(). */
void cony_session_sql_yo    (ConyDatabase        *database,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
void cony_session_sql_fill  (ConyDatabase        *database,
                             guint                limit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
void cony_session_sql_token (ConyDatabase        *database,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);

G_END_DECLS
