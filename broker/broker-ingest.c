/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-ingest.h"

#include <string.h>

#include "broker-collector.h"
#include "broker-json.h"
#include "broker-post-rules.h"
#include "broker-reader.h"
#include "broker-registrar.h"
#include "broker-server.h"

struct _BrokerIngest
{
  BrokerContext *context; /* borrowed */
  GHashTable *posts;      /* of BrokerPost, owned: those that wait for the database */
};

static void
relay (BrokerIngest *self,
       BrokerEvent  *event)
{
  broker_hub_publish (self->context->hub, event);
  if (self->context->collector)
    broker_collector_watch (self->context->collector, event);
  if (self->context->reader)
    broker_reader_note_relayed (self->context->reader, event->uid);
}

static void
stored_cb (const BrokerStored *stored,
           gpointer            user_data)
{
  BrokerResult *result = user_data;
  BrokerPost *post = result->post;
  BrokerIngest *self = post->owner;

  if (stored->error)
    {
      if (g_strcmp0 (stored->sqlstate, BROKER_SQLSTATE_DISK) == 0)
        broker_result_refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "disco", stored->error);
      else
        broker_result_refuse_sqlstate (result, stored->sqlstate, stored->error);
    }
  else if (stored->durable)
    {
      result->status = SOUP_STATUS_OK;
      result->id = stored->id;
    }
  else
    {
      result->status = SOUP_STATUS_ACCEPTED;
      relay (self, result->event);
    }

  if (--post->pending > 0)
    return;
  soup_server_message_unpause (post->message);
  g_hash_table_steal (self->posts, post);
  broker_post_answer (post);
}

static void
accept_in_memory (BrokerIngest *self,
                  BrokerResult *result)
{
  BrokerEvent *known = broker_memory_find (self->context->memory, result->event->uid);

  if (known && g_strcmp0 (known->json, result->event->json) != 0)
    {
      broker_result_refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "repetido",
                            "This Idempotency-Key belongs to another event");
      return;
    }
  result->status = SOUP_STATUS_ACCEPTED;
  if (known)
    return;
  broker_memory_add (self->context->memory, result->event);
  relay (self, result->event);
}

static void
store_event (BrokerIngest *self,
             BrokerResult *result)
{
  switch (broker_registrar_add (self->context->registrar, result->event,
                                result->post->identity->login, stored_cb, result))
    {
    case BROKER_REGISTER_PENDING:
      result->post->pending++;
      break;

    case BROKER_REGISTER_SPOOLED:
      result->spooled = TRUE;
      break;

    case BROKER_REGISTER_TOO_MUCH:
      broker_result_refuse (result, BROKER_STATUS_TOO_MANY, "demasiado",
                            "Too much of yours is waiting, try later");
      break;

    case BROKER_REGISTER_FULL:
    default:
      broker_result_refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "lleno",
                            "Too much is waiting, try later");
    }
}

static void
accept_event (BrokerIngest *self,
              BrokerResult *result)
{
  BrokerIdentity *identity = result->post->identity;
  BrokerEvent *event = result->event;

  if (self->context->memory)
    {
      accept_in_memory (self, result);
      return;
    }

  switch (broker_post_judge (identity, event->tipo))
    {
    case BROKER_MAY_RELAY:
      if (event->sucursal == 0)
        {
          broker_result_refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "sucursal_id",
                                "“sucursal_id” is missing");
          return;
        }
      result->status = SOUP_STATUS_ACCEPTED;
      relay (self, event);
      return;

    case BROKER_MAY_STORE:
      store_event (self, result);
      return;

    case BROKER_MAY_NOTHING:
    default:
      broker_result_refuse (result, SOUP_STATUS_FORBIDDEN, "tipo",
                            "You may not post this kind of event");
    }
}

/* What waits for a database that is away was accepted only once it is safe. */
static void
commit_spooled (BrokerIngest *self,
                BrokerPost   *post)
{
  gboolean safe = !self->context->registrar || broker_registrar_commit (self->context->registrar);

  for (guint i = 0; i < post->results->len; i++)
    {
      BrokerResult *result = g_ptr_array_index (post->results, i);

      if (!result->spooled)
        continue;
      if (safe)
        {
          result->status = SOUP_STATUS_ACCEPTED;
          relay (self, result->event);
        }
      else
        {
          broker_result_refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "disco",
                                "The disk takes nothing more, try later");
        }
    }
}

/* The uid of line @n of a post with a key, so that repeating the post repeats the uids. */
static char *
make_uid (const char *key,
          guint       n)
{
  g_autofree char *name = NULL;
  g_autofree char *digest = NULL;

  if (!key)
    return g_uuid_string_random ();
  if (n == 0)
    return g_ascii_strdown (key, -1);
  name = g_strdup_printf ("%s:%u", key, n);
  digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, name, -1);
  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", digest, digest + 8, digest + 12,
                          digest + 16, digest + 20);
}

static void
take_event (BrokerIngest *self,
            BrokerPost   *post,
            const char   *text,
            gsize         length,
            const char   *key)
{
  g_autofree char *uid = make_uid (key, post->results->len);
  BrokerResult *result = broker_post_add (post);

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  result->event = broker_post_read (self->context, result, text, length, uid);
  if (result->event)
    accept_event (self, result);
}

static gboolean
is_ndjson (SoupServerMessage *message,
           const char        *text,
           gsize              length)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *newline = memchr (text, '\n', length);
  g_autoptr (JsonObject) first = NULL;

  if (type && strstr (type, "ndjson"))
    return TRUE;
  if (!newline || newline + 1 == text + length)
    return FALSE;
  /* Without a type: one object may span lines, but then its first line alone is none. */
  first = broker_json_parse (text, newline - text);
  return first != NULL;
}

static void
take_lines (BrokerIngest *self,
            BrokerPost   *post,
            const char   *text,
            gsize         length,
            const char   *key)
{
  const char *end = text + length;

  while (text < end && post->results->len < BROKER_MAX_LINES)
    {
      const char *newline = memchr (text, '\n', end - text);
      const char *stop = newline ? newline : end;

      if (stop > text && !(stop == text + 1 && *text == '\r'))
        take_event (self, post, text, stop - text, key);
      text = stop + 1;
    }
}

static guint
count_lines (const char *text,
             gsize       length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n + 1;
}

/**
 * broker_ingest_new:
 * @context: (transfer none): the broker
 *
 * Returns: (transfer full): an ingest
 */
BrokerIngest *
broker_ingest_new (BrokerContext *context)
{
  BrokerIngest *self = g_new0 (BrokerIngest, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->posts = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) broker_post_free, NULL);
  return self;
}

/**
 * broker_ingest_free:
 * @self: (transfer full): an ingest; requests that wait get no answer
 */
void
broker_ingest_free (BrokerIngest *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->posts);
  g_free (self);
}

/**
 * broker_ingest_post:
 * @self: an ingest
 * @message: the request; answered now or later
 * @identity: (transfer none): who posts
 * @body: one event, or one a line
 */
void
broker_ingest_post (BrokerIngest      *self,
                    SoupServerMessage *message,
                    BrokerIdentity    *identity,
                    GBytes            *body)
{
  BrokerPost *post = NULL;
  SoupMessageHeaders *headers = NULL;
  const char *key = NULL;
  gsize length = 0;
  const char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (identity != NULL && body != NULL);

  text = g_bytes_get_data (body, &length);
  headers = soup_server_message_get_request_headers (message);
  key = soup_message_headers_get_one (headers, "Idempotency-Key");

  post = broker_post_new (self, message, identity);
  post->ndjson = text && is_ndjson (message, text, length);

  if (key && !g_uuid_string_is_valid (key))
    {
      post->ndjson = FALSE;
      broker_result_refuse (broker_post_add (post), SOUP_STATUS_UNPROCESSABLE_ENTITY,
                            "idempotency_key", "Idempotency-Key must be a UUID");
    }
  else if (post->ndjson && count_lines (text, length) > BROKER_MAX_LINES + 1)
    {
      post->ndjson = FALSE;
      broker_result_refuse (broker_post_add (post), SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "largo",
                            "Too many lines");
    }
  else if (post->ndjson)
    {
      take_lines (self, post, text, length, key);
    }
  else
    {
      take_event (self, post, text ? text : "", length, key);
    }

  commit_spooled (self, post);
  if (post->pending == 0)
    {
      broker_post_answer (post);
      return;
    }
  g_hash_table_add (self->posts, post);
  soup_server_message_pause (message);
}
