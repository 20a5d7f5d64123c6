/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-realtime.h"
#include "cony-store.h"

G_BEGIN_DECLS

/* Logs in one of the demo people, at the cluster that this test was given. */
ConySession *shop_login           (const char  *login);
ConySession *shop_login_at        (const char  *conninfo,
                                   const char  *login);

ConyDatabase *shop_connect        (const char  *login);
ConyResult  *shop_query           (ConyDatabase *database,
                                   const char  *sql);

/* One statement of the superuser; the text of its first column, if it has a row. */
char        *shop_sql             (const char  *format,
                                   ...) G_GNUC_PRINTF (1, 2);
void         shop_do              (const char  *format,
                                   ...) G_GNUC_PRINTF (1, 2);
gint64       shop_sql_int         (const char  *format,
                                   ...) G_GNUC_PRINTF (1, 2);

/* What a person does; it must succeed. */
JsonObject  *shop_run             (ConySession *session,
                                   ConyCommand *command);

void         shop_load            (ConyStore   *store);

/* A live event as a broker without the database would send it. */
ConyEvent   *shop_live_event      (const char  *uid,
                                   const char  *format,
                                   ...) G_GNUC_PRINTF (2, 3);

/* How many of @events (of ConyEvent) have this uid, and the first of them. */
guint        shop_n_with_uid      (GPtrArray   *events,
                                   const char  *uid);
ConyEvent   *shop_find_uid        (GPtrArray   *events,
                                   const char  *uid);

/* Gives the object away and lets the main loop run until it is gone. */
void         shop_assert_finalize (gpointer     object);

G_END_DECLS
