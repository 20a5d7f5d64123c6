/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

GError *cony_pq_error_new (PGconn     *conn,
                           const char *server);

G_END_DECLS
