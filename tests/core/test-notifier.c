/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-notifier.h"

#include <libsoup/soup.h>

#include "core-test.h"
#include "shop-test.h"

typedef struct
{
  char *authorization;
  char *key;
  char *body;
} Post;

static void
broadcast_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  Post *post = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  post->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  post->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  post->body = g_strndup (body->data, body->length);
  soup_server_message_set_status (message, 202, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    "{\"durable\":false}", 17);
}

static void
test_notifier (void)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (ConyNotifier) notifier = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"tipo\":\"alerta_cocina\"}", 24);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *answer = NULL;
  Post post = { NULL };
  guint status = 0;
  GSList *uris;

  soup_server_add_handler (server, "/broadcast", broadcast_cb, &post, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("http://127.0.0.1:%d/broadcast", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  notifier = cony_notifier_new (uri, "viejo");
  cony_notifier_set_token (notifier, "nuevo");
  cony_notifier_post_async (notifier, body, "clave-1", NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  answer = cony_notifier_post_finish (notifier, result, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 202);
  g_assert_cmpstr (answer, ==, "{\"durable\":false}");
  g_assert_cmpstr (post.authorization, ==, "Bearer nuevo");
  g_assert_cmpstr (post.key, ==, "clave-1");
  g_assert_cmpstr (post.body, ==, "{\"tipo\":\"alerta_cocina\"}");

  /* Nobody there: told by the callback, whoever has none does not notice. */
  soup_server_disconnect (server);
  cony_notifier_post_async (notifier, body, NULL, NULL, NULL, NULL);
  cony_notifier_post_async (notifier, body, NULL, NULL, core_keep_result_cb, &refused);
  core_wait (refused != NULL);
  g_assert_null (cony_notifier_post_finish (notifier, refused, &status, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (status, ==, 0);
  g_free (post.authorization);
  g_free (post.key);
  g_free (post.body);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notifier", test_notifier);

  return g_test_run ();
}
