/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

void    cony_pq_reach_async   (const char           *conninfo,
                               const char           *user,
                               const char           *password,
                               guint                 timeout_ms,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
PGconn *cony_pq_reach_finish  (GAsyncResult         *result,
                               GError              **error);

G_END_DECLS
