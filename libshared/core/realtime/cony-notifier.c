/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-notifier.h"

#include <libsoup/soup.h>

#define TIMEOUT_SECONDS 5

struct _ConyNotifier
{
  GObject parent_instance;

  /* construct-time */
  char *uri;

  /* owned */
  char *token;
  SoupSession *http;
};

G_DEFINE_FINAL_TYPE (ConyNotifier, cony_notifier, G_TYPE_OBJECT)

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GBytes *body = NULL;
  GError *error = NULL;

  body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  if (body)
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
cony_notifier_dispose (GObject *object)
{
  ConyNotifier *self = CONY_NOTIFIER (object);

  if (self->http)
    soup_session_abort (self->http);
  g_clear_object (&self->http);

  G_OBJECT_CLASS (cony_notifier_parent_class)->dispose (object);
}

static void
cony_notifier_finalize (GObject *object)
{
  ConyNotifier *self = CONY_NOTIFIER (object);

  g_free (self->token);
  g_free (self->uri);

  G_OBJECT_CLASS (cony_notifier_parent_class)->finalize (object);
}

static void
cony_notifier_class_init (ConyNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_notifier_dispose;
  object_class->finalize = cony_notifier_finalize;
}

static void
cony_notifier_init (ConyNotifier *self)
{
  /* A broker stands in the same network: a proxy of the desktop would only be in the way. */
  self->http = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS,
                                              "proxy-resolver", NULL,
                                              NULL);
}

/**
 * cony_notifier_new:
 * @broadcast_uri: the broker's `/broadcast`, e.g. `http://127.0.0.1:8765/broadcast`
 * @token: (nullable): bearer token, %NULL for a broker without authentication
 *
 * Returns: (transfer full): a notifier
 */
ConyNotifier *
cony_notifier_new (const char *broadcast_uri,
                   const char *token)
{
  ConyNotifier *self;

  g_return_val_if_fail (broadcast_uri != NULL, NULL);

  self = g_object_new (CONY_TYPE_NOTIFIER, NULL);
  self->uri = g_strdup (broadcast_uri);
  self->token = g_strdup (token);
  return self;
}

/**
 * cony_notifier_set_token:
 * @self: a notifier
 * @token: (nullable): token of the posts from now on
 */
void
cony_notifier_set_token (ConyNotifier *self,
                         const char   *token)
{
  g_autofree char *copy = g_strdup (token);

  g_return_if_fail (CONY_IS_NOTIFIER (self));

  g_free (self->token);
  self->token = g_steal_pointer (&copy);
}

/**
 * cony_notifier_post_async:
 * @self: a notifier
 * @body: one JSON event, or many as NDJSON
 * @idempotency_key: (nullable): uuid that becomes the UID; the same post again is harmless
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called when the broker has answered, or not within 5 seconds
 * @user_data: for @callback
 *
 * Posts and returns at once.  Whoever does not care passes no callback.
 */
void
cony_notifier_post_async (ConyNotifier        *self,
                          GBytes              *body,
                          const char          *idempotency_key,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SoupMessageHeaders *headers;
  SoupMessage *message;

  g_return_if_fail (CONY_IS_NOTIFIER (self));
  g_return_if_fail (body != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_notifier_post_async);

  message = soup_message_new (SOUP_METHOD_POST, self->uri);
  if (message == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               "“%s” is no URI", self->uri);
      return;
    }
  g_task_set_task_data (task, message, g_object_unref);

  headers = soup_message_get_request_headers (message);
  if (self->token)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  if (idempotency_key)
    soup_message_headers_replace (headers, "Idempotency-Key", idempotency_key);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_session_send_and_read_async (self->http, message, G_PRIORITY_DEFAULT, cancellable,
                                    sent_cb, g_steal_pointer (&task));
}

/**
 * cony_notifier_post_finish:
 * @self: the notifier
 * @result: what the callback got
 * @status: (out) (optional): the HTTP status, 0 if there was no answer
 * @error: return location of an error: no answer at all
 *
 * Returns: (transfer full): the body of the answer, whatever its status, or %NULL with @error set
 */
char *
cony_notifier_post_finish (ConyNotifier  *self,
                           GAsyncResult  *result,
                           guint         *status,
                           GError       **error)
{
  g_autoptr (GBytes) body = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (status)
    *status = 0;
  body = g_task_propagate_pointer (G_TASK (result), error);
  if (body == NULL)
    return NULL;
  if (status)
    *status = soup_message_get_status (g_task_get_task_data (G_TASK (result)));
  /* An empty body has no data, and is an answer all the same. */
  return g_bytes_get_size (body) ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body))
                                 : g_strdup ("");
}
