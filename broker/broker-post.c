/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-post.h"

#include "broker-json.h"
#include "broker-server.h"
#include "cony-db-error.h"

static void
result_free (BrokerResult *result)
{
  g_clear_pointer (&result->event, broker_event_unref);
  g_free (result->error);
  g_free (result->codigo);
  g_free (result);
}

/**
 * broker_post_new:
 * @owner: (transfer none): for whoever adds results
 * @message: (transfer none): the request
 * @identity: (transfer none): who posts
 *
 * Returns: (transfer full): a post without results
 */
BrokerPost *
broker_post_new (gpointer           owner,
                 SoupServerMessage *message,
                 BrokerIdentity    *identity)
{
  BrokerPost *self = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message) && identity != NULL, NULL);

  self = g_new0 (BrokerPost, 1);
  self->owner = owner;
  self->message = g_object_ref (message);
  self->identity = broker_identity_copy (identity);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
  return self;
}

/**
 * broker_post_free:
 * @self: (transfer full): a post that gets no answer, or has got it
 */
void
broker_post_free (BrokerPost *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->message);
  g_clear_pointer (&self->identity, broker_identity_free);
  g_ptr_array_unref (self->results);
  g_free (self);
}

/**
 * broker_post_add:
 * @self: a post
 *
 * Returns: (transfer none): the result of its next event
 */
BrokerResult *
broker_post_add (BrokerPost *self)
{
  BrokerResult *result = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  result = g_new0 (BrokerResult, 1);
  result->post = self;
  g_ptr_array_add (self->results, result);
  return result;
}

/**
 * broker_result_refuse:
 * @result: a result
 * @status: the HTTP status
 * @codigo: the reason for programs
 * @error: the reason in English
 */
void
broker_result_refuse (BrokerResult *result,
                      guint         status,
                      const char   *codigo,
                      const char   *error)
{
  g_return_if_fail (result != NULL && codigo != NULL && error != NULL);

  result->status = status;
  result->codigo = g_strdup (codigo);
  result->error = g_strdup (error);
}

static guint
status_from_sqlstate (const char *sqlstate)
{
  switch (cony_db_error_from_sqlstate (sqlstate))
    {
    case CONY_DB_ERROR_FORBIDDEN:
      return SOUP_STATUS_FORBIDDEN;
    case CONY_DB_ERROR_NOT_FOUND:
      return SOUP_STATUS_NOT_FOUND;
    case CONY_DB_ERROR_STALE:
      return SOUP_STATUS_CONFLICT;
    case CONY_DB_ERROR_PRECONDITION:
      return SOUP_STATUS_PRECONDITION_FAILED;
    case CONY_DB_ERROR_INVALID:
      return SOUP_STATUS_UNPROCESSABLE_ENTITY;
    case CONY_DB_ERROR_UNREACHABLE:
    case CONY_DB_ERROR_PASSWORD:
    case CONY_DB_ERROR_TIMEOUT:
    case CONY_DB_ERROR_FAILED:
    default:
      return SOUP_STATUS_INTERNAL_SERVER_ERROR;
    }
}

/**
 * broker_result_refuse_sqlstate:
 * @result: a result
 * @sqlstate: why the database refused it
 * @error: the same in English
 */
void
broker_result_refuse_sqlstate (BrokerResult *result,
                               const char   *sqlstate,
                               const char   *error)
{
  broker_result_refuse (result, status_from_sqlstate (sqlstate), sqlstate, error);
}

static void
append_result (GString      *text,
               BrokerResult *result,
               gboolean      with_status)
{
  if (result->error)
    {
      g_autofree char *error = broker_json_quote (result->error);

      g_string_append_printf (text, "{\"error\":%s,\"codigo\":\"%s\"", error, result->codigo);
    }
  else if (result->status == SOUP_STATUS_OK)
    {
      g_string_append_printf (text, "{\"id\":%" G_GINT64_FORMAT ",\"uid\":\"%s\"", result->id,
                              result->event->uid);
    }
  else
    {
      g_string_append_printf (text, "{\"durable\":false,\"uid\":\"%s\"", result->event->uid);
    }
  if (with_status)
    g_string_append_printf (text, ",\"status\":%u", result->status);
  g_string_append_c (text, '}');
}

/**
 * broker_post_answer:
 * @self: (transfer full): a post of which every event has a result
 */
void
broker_post_answer (BrokerPost *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint status = SOUP_STATUS_OK;
  gboolean later = FALSE;

  g_return_if_fail (self != NULL && self->pending == 0);

  for (guint i = 0; i < self->results->len; i++)
    {
      BrokerResult *result = g_ptr_array_index (self->results, i);

      later |= result->status == BROKER_STATUS_TOO_MANY
               || result->status == SOUP_STATUS_SERVICE_UNAVAILABLE;
    }
  if (self->ndjson)
    {
      for (guint i = 0; i < self->results->len; i++)
        {
          append_result (text, g_ptr_array_index (self->results, i), TRUE);
          g_string_append_c (text, '\n');
        }
    }
  else
    {
      BrokerResult *result = g_ptr_array_index (self->results, 0);

      status = result->status;
      append_result (text, result, FALSE);
    }

  soup_server_message_set_status (self->message, status, NULL);
  if (later)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                  "Retry-After", "1");
  soup_server_message_set_response (self->message,
                                    self->ndjson ? "application/x-ndjson" : "application/json",
                                    SOUP_MEMORY_COPY, text->str, text->len);
  broker_post_free (self);
}
