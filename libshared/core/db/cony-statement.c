/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-statement.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cony-db-error.h"
#include "cony-result-private.h"
#include "cony-source.h"

/* The highest n of the statement's `$n`, outside of quotes. */
static guint
count_params (const char *sql)
{
  guint highest = 0;
  char quote = '\0';

  for (const char *at = sql; *at; at++)
    {
      if (quote)
        {
          if (*at == quote)
            quote = '\0';
        }
      else if (*at == '\'' || *at == '"')
        quote = *at;
      else if (*at == '$' && g_ascii_isdigit (at[1]))
        highest = MAX (highest, (guint) g_ascii_strtoull (at + 1, NULL, 10));
    }
  return highest;
}

static GError *
make_error (const PGresult *result)
{
  const char *sqlstate = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char *primary = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  ConyDbError code = cony_db_error_from_sqlstate (sqlstate);

  if (sqlstate && primary && g_str_has_prefix (sqlstate, "CN"))
    return g_error_new_literal (CONY_DB_ERROR, code, g_dgettext (GETTEXT_PACKAGE, primary));
  if (code == CONY_DB_ERROR_FORBIDDEN)
    return g_error_new_literal (CONY_DB_ERROR, code, _("Your role may not do this."));
  if (code == CONY_DB_ERROR_NO_SCHEMA)
    return g_error_new_literal (CONY_DB_ERROR, code,
                                _("This database does not have what this program needs. "
                                  "Ask an administrator to set it up."));
  if (g_strcmp0 (sqlstate, "55P03") == 0)
    return g_error_new_literal (CONY_DB_ERROR, code,
                                _("Somebody else is changing this right now. Try again."));
  /* Translators: %s is the technical reason */
  return g_error_new (CONY_DB_ERROR, code, _("The database did not accept this. (%s)"),
                      primary ? primary : "?");
}

/*< private >
 * cony_statement_new:
 * @sql: one statement
 * @params: (nullable): one text or %NULL for each `$n`
 * @is_action: whether it is to be repeated when no answer comes
 *
 * Returns: (transfer full): a statement
 */
ConyStatement *
cony_statement_new (const char         *sql,
                    const char * const *params,
                    gboolean            is_action)
{
  ConyStatement *self;

  g_assert (sql != NULL);

  self = g_new0 (ConyStatement, 1);
  self->sql = g_strdup (sql);
  self->n_params = count_params (sql);
  g_assert (self->n_params == 0 || params != NULL);
  self->params = g_new0 (char *, self->n_params + 1);
  for (guint i = 0; i < self->n_params; i++)
    self->params[i] = g_strdup (params[i]);
  self->is_action = is_action;
  return self;
}

/*< private >
 * cony_statement_free:
 * @self: (transfer full): a statement that was answered, or never had a caller
 */
void
cony_statement_free (ConyStatement *self)
{
  g_assert (self->task == NULL);

  cony_source_clear (&self->timer);
  cony_source_clear (&self->cancel);
  cony_statement_clear_result (self);
  for (guint i = 0; i < self->n_params; i++)
    g_free (self->params[i]);
  g_free (self->params);
  g_free (self->sql);
  g_free (self);
}

/*< private >
 * cony_statement_send:
 * @self: a statement
 * @conn: an idle connection
 *
 * Returns: whether libpq took it
 */
gboolean
cony_statement_send (ConyStatement *self,
                     PGconn        *conn)
{
  cony_statement_clear_result (self);
  return PQsendQueryParams (conn, self->sql, self->n_params, NULL,
                            (const char * const *) self->params, NULL, NULL, 0) == 1;
}

/*< private >
 * cony_statement_take_result:
 * @self: the running statement
 * @result: (transfer full): what PQgetResult returned
 *
 * Keeps the rows or the first error.
 */
void
cony_statement_take_result (ConyStatement *self,
                            PGresult      *result)
{
  ExecStatusType status = PQresultStatus (result);

  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY)
    {
      g_clear_pointer (&self->result, cony_result_unref);
      self->result = cony_result_new_take (result);
      return;
    }
  if (self->error == NULL)
    self->error = make_error (result);
  PQclear (result);
}

/*< private >
 * cony_statement_clear_result:
 * @self: a statement
 *
 * Forgets what came so far.
 */
void
cony_statement_clear_result (ConyStatement *self)
{
  g_clear_pointer (&self->result, cony_result_unref);
  g_clear_error (&self->error);
}

/*< private >
 * cony_statement_answer:
 * @self: a statement that has ended
 *
 * Gives its rows or its error to the caller, who may do anything in return.
 */
void
cony_statement_answer (ConyStatement *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  cony_source_clear (&self->timer);
  cony_source_clear (&self->cancel);
  if (task == NULL)
    return;
  if (self->error)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (self->result)
    g_task_return_pointer (task, g_steal_pointer (&self->result),
                           (GDestroyNotify) cony_result_unref);
  else
    g_task_return_new_error (task, CONY_DB_ERROR, CONY_DB_ERROR_FAILED,
                             _("The database did not accept this. (%s)"), "?");
}

/*< private >
 * cony_statement_fail:
 * @self: a statement
 * @error: why
 *
 * Gives the caller an error instead of an answer.
 */
void
cony_statement_fail (ConyStatement *self,
                     const GError  *error)
{
  cony_statement_clear_result (self);
  self->error = g_error_copy (error);
  cony_statement_answer (self);
}

/*< private >
 * cony_statement_set_timer:
 * @self: a statement
 * @timeout_ms: from now on, in milliseconds
 * @callback: what to do then
 * @user_data: for @callback
 *
 * Replaces the limit of a statement that is not answered yet.
 */
void
cony_statement_set_timer (ConyStatement *self,
                          guint          timeout_ms,
                          GSourceFunc    callback,
                          gpointer       user_data)
{
  cony_source_clear (&self->timer);
  self->timer = g_timeout_source_new (timeout_ms);
  g_source_set_static_name (self->timer, "[cony] statement limit");
  g_source_set_callback (self->timer, callback, user_data, NULL);
  g_source_attach (self->timer, g_task_get_context (self->task));
}
