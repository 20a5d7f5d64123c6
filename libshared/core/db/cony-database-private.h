/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-database.h"

#include <libpq-fe.h>

#include "cony-backoff.h"
#include "cony-statement.h"

G_BEGIN_DECLS

/* What the files of ConyDatabase share: cony-database.c is the object, cony-database-connection.c
 * its one connection and the socket, cony-database-statements.c what is asked over it. */
struct _ConyDatabase
{
  GObject parent_instance;

  /* construct-time */
  GMainContext *context;
  guint action_limit_ms;
  guint query_limit_ms;

  /* owned; the credentials stay for reopening until close */
  char *conninfo;
  char *user;
  char *password;
  PGconn *conn;
  GSource *socket;
  GIOCondition watched;
  GQueue queue;            /* ConyStatement, not sent yet */
  ConyStatement *running;
  GSource *silence;        /* ends the connection when nothing comes for the running statement */
  GTask *connect_task;
  GSource *connect_cancel;
  GCancellable *attempt;   /* of the connection that is being opened */
  GSource *reopen;
  ConyBackoff backoff;
  guint patience_ms;       /* how long nothing may come */
  gint64 owed_since;       /* when the server was asked or said something last, monotonic */
  gint64 heard_at;         /* when it said something last, by the clock that counts sleep */
  gint64 given_up_at;      /* when nothing came for so long the last time, monotonic; 0 never */
  gboolean checking;
};

/* cony-database.c */
void    cony_database_notify_connected (ConyDatabase  *self);
void    cony_database_notify_checking  (ConyDatabase  *self);
void    cony_database_emit_notify      (ConyDatabase  *self,
                                        const char    *channel);
void    cony_database_emit_lost        (ConyDatabase  *self,
                                        const GError  *reason);

/* cony-database-connection.c */
void    cony_database_lose_connection  (ConyDatabase  *self);
void    cony_database_flush            (ConyDatabase  *self);
void    cony_database_expect_input     (ConyDatabase  *self);

/* cony-database-statements.c */
void    cony_database_start_next       (ConyDatabase  *self);
void    cony_database_finish_running   (ConyDatabase  *self);
void    cony_database_update_checking  (ConyDatabase  *self);
void    cony_database_sort_out         (ConyDatabase  *self,
                                        GQueue        *failed,
                                        GQueue        *late);
void    cony_database_fail_statements  (GQueue        *statements,
                                        const GError  *error);
void    cony_database_fail_all         (ConyDatabase  *self,
                                        const GError  *error);
GError *cony_database_make_timeout     (void);

G_END_DECLS
