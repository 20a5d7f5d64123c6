/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "cony-result.h"

G_BEGIN_DECLS

/* One statement in the queue of a ConyDatabase. */
typedef struct
{
  /* construct-time */
  char *sql;
  char **params;
  guint n_params;
  gboolean is_action;

  /* owned; no task once the caller has its answer and only the server still works on it */
  GTask *task;
  GSource *timer;
  GSource *cancel;
  ConyResult *result;
  GError *error;

  /* an action that is in its second and last period */
  gboolean repeated;
} ConyStatement;

ConyStatement *cony_statement_new           (const char         *sql,
                                             const char * const *params,
                                             gboolean            is_action);
void           cony_statement_free          (ConyStatement      *self);
gboolean       cony_statement_send          (ConyStatement      *self,
                                             PGconn             *conn);
void           cony_statement_take_result   (ConyStatement      *self,
                                             PGresult           *result);
void           cony_statement_clear_result  (ConyStatement      *self);
void           cony_statement_answer        (ConyStatement      *self);
void           cony_statement_fail          (ConyStatement      *self,
                                             const GError       *error);
void           cony_statement_set_timer     (ConyStatement      *self,
                                             guint               timeout_ms,
                                             GSourceFunc         callback,
                                             gpointer            user_data);

G_END_DECLS
