/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-outbox-private.h"

#include <string.h>

#include "cony-live-event.h"

/* A broker that was away may be back. */
#define POST_AGAIN_SECONDS 3

typedef struct
{
  ConyOutbox *self;
  ConyOutboxEntry *entry;
} PostRequest;

static void
post_request_free (PostRequest *request)
{
  g_object_unref (request->self);
  g_object_unref (request->entry);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PostRequest, post_request_free)

static void
posted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (PostRequest) request = user_data;
  g_autofree char *body = NULL;
  guint status = 0;

  body = cony_notifier_post_finish (CONY_NOTIFIER (object), result, &status, NULL);
  /* A refusal would be the same the next time; the database will have the last word. */
  if (body && status < 500)
    g_hash_table_remove (request->self->unposted, request->entry);
}

static void
post (ConyOutbox      *self,
      ConyOutboxEntry *entry)
{
  g_autoptr (ConyEvent) event = NULL;
  g_autoptr (GBytes) body = NULL;
  PostRequest *request;
  const char *json;

  event = cony_live_event_new (self->session, cony_outbox_entry_get_command (entry),
                               cony_outbox_entry_get_made (entry), self->insumos);
  if (event == NULL)
    {
      g_hash_table_remove (self->unposted, entry);
      return;
    }
  json = cony_event_get_json (event);
  body = g_bytes_new (json, strlen (json));
  cony_notifier_set_token (self->notifier, self->session->token);
  request = g_new0 (PostRequest, 1);
  request->self = g_object_ref (self);
  request->entry = g_object_ref (entry);
  cony_notifier_post_async (self->notifier, body, cony_outbox_entry_get_clave (entry),
                            self->cancellable, posted_cb, request);
}

static gboolean
post_again_cb (gpointer user_data)
{
  ConyOutbox *self = user_data;

  for (guint i = 0; i < self->entries->len; i++)
    if (g_hash_table_contains (self->unposted, self->entries->pdata[i]))
      post (self, self->entries->pdata[i]);
  if (g_hash_table_size (self->unposted) > 0)
    return G_SOURCE_CONTINUE;
  self->post_source = 0;
  return G_SOURCE_REMOVE;
}

/*< private >
 * cony_outbox_show_live:
 *
 * Shows an entry in this window, and through the broker on others, before it is stored.
 */
void
cony_outbox_show_live (ConyOutbox      *self,
                       ConyOutboxEntry *entry)
{
  g_autoptr (ConyEvent) event = NULL;

  event = cony_live_event_new (self->session, cony_outbox_entry_get_command (entry),
                               cony_outbox_entry_get_made (entry), self->insumos);
  if (event == NULL)
    return;
  cony_dispatcher_dispatch (self->session->dispatcher, event);
  if (self->notifier == NULL)
    return;
  g_hash_table_add (self->unposted, entry);
  post (self, entry);
  if (self->post_source == 0)
    self->post_source = g_timeout_add_seconds (POST_AGAIN_SECONDS, post_again_cb, self);
}
