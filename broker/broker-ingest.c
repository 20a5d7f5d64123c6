/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-ingest.h"

#include <string.h>

#include "broker-collector.h"
#include "broker-json.h"
#include "broker-people.h"
#include "broker-reader.h"
#include "broker-registrar.h"
#include "broker-server.h"
#include "cony-catalogo.h"

/* One request; its answer is sent when every event in it has a result. */
typedef struct
{
  BrokerIngest *ingest;       /* borrowed */
  SoupServerMessage *message; /* owned */
  BrokerIdentity *identity;   /* owned */
  GPtrArray *results;         /* of Result, owned */
  guint pending;
  gboolean ndjson;
} Post;

typedef struct
{
  Post *post; /* borrowed */
  BrokerEvent *event;
  guint status;
  gint64 id;
  gboolean spooled; /* taken, but not safe yet */
  char *error;
  char *codigo;
} Result;

struct _BrokerIngest
{
  BrokerContext *context; /* borrowed */
  GHashTable *posts;      /* of Post, owned: those that wait for the database */
};

static void
result_free (Result *result)
{
  g_clear_pointer (&result->event, broker_event_unref);
  g_free (result->error);
  g_free (result->codigo);
  g_free (result);
}

static void
post_free (Post *post)
{
  g_object_unref (post->message);
  g_clear_pointer (&post->identity, broker_identity_free);
  g_ptr_array_unref (post->results);
  g_free (post);
}

static void
refuse (Result     *result,
        guint       status,
        const char *codigo,
        const char *error)
{
  result->status = status;
  result->codigo = g_strdup (codigo);
  result->error = g_strdup (error);
}

static void
append_result (GString *text,
               Result  *result,
               gboolean with_status)
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

/* Takes the post: answers it and frees it. */
static void
answer (Post *post)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint status = SOUP_STATUS_OK;
  gboolean later = FALSE;

  for (guint i = 0; i < post->results->len; i++)
    {
      Result *result = g_ptr_array_index (post->results, i);

      later |= result->status == BROKER_STATUS_TOO_MANY
               || result->status == SOUP_STATUS_SERVICE_UNAVAILABLE;
    }
  if (post->ndjson)
    {
      for (guint i = 0; i < post->results->len; i++)
        {
          append_result (text, g_ptr_array_index (post->results, i), TRUE);
          g_string_append_c (text, '\n');
        }
    }
  else
    {
      Result *result = g_ptr_array_index (post->results, 0);

      status = result->status;
      append_result (text, result, FALSE);
    }

  soup_server_message_set_status (post->message, status, NULL);
  if (later)
    soup_message_headers_replace (soup_server_message_get_response_headers (post->message),
                                  "Retry-After", "1");
  soup_server_message_set_response (post->message,
                                    post->ndjson ? "application/x-ndjson" : "application/json",
                                    SOUP_MEMORY_COPY, text->str, text->len);
  post_free (post);
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
  Result *result = user_data;
  Post *post = result->post;

  if (stored->error)
    {
      if (g_strcmp0 (stored->sqlstate, BROKER_SQLSTATE_DISK) == 0)
        refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "disco", stored->error);
      else
        refuse (result, status_from_sqlstate (stored->sqlstate), stored->sqlstate, stored->error);
    }
  else if (stored->durable)
    {
      result->status = SOUP_STATUS_OK;
      result->id = stored->id;
    }
  else
    {
      result->status = SOUP_STATUS_ACCEPTED;
      relay (post->ingest, result->event);
    }

  if (--post->pending > 0)
    return;
  soup_server_message_unpause (post->message);
  g_hash_table_steal (post->ingest->posts, post);
  answer (post);
}

/* What @identity may do with @tipo: relay it live, have it stored, or nothing. */
typedef enum
{
  MAY_NOTHING,
  MAY_RELAY,
  MAY_STORE,
} May;

static May
judge (BrokerIdentity *identity,
       const char     *tipo)
{
  const ConyTipo *row = cony_catalogo_find (tipo);
  gboolean admin = (identity->roles & (CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN)) != 0;

  if (row && (identity->roles & row->relevan))
    return MAY_RELAY;
  if (admin)
    return row && !row->guardado ? MAY_RELAY : MAY_STORE;
  if (row && row->intake && (identity->roles & CONY_ROL_INTAKE))
    return MAY_STORE;
  return MAY_NOTHING;
}

static void
accept_in_memory (BrokerIngest *self,
                  Result       *result)
{
  BrokerEvent *known = broker_memory_find (self->context->memory, result->event->uid);

  if (known && g_strcmp0 (known->json, result->event->json) != 0)
    {
      refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "repetido",
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
             Result       *result)
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
      refuse (result, BROKER_STATUS_TOO_MANY, "demasiado", "Too much of yours is waiting, try later");
      break;

    case BROKER_REGISTER_FULL:
    default:
      refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "lleno", "Too much is waiting, try later");
    }
}

static void
accept_event (BrokerIngest *self,
              Result       *result)
{
  BrokerIdentity *identity = result->post->identity;
  BrokerEvent *event = result->event;

  if (self->context->memory)
    {
      accept_in_memory (self, result);
      return;
    }

  switch (judge (identity, event->tipo))
    {
    case MAY_RELAY:
      if (event->sucursal == 0)
        {
          refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "sucursal_id",
                  "“sucursal_id” is missing");
          return;
        }
      result->status = SOUP_STATUS_ACCEPTED;
      relay (self, event);
      return;

    case MAY_STORE:
      store_event (self, result);
      return;

    case MAY_NOTHING:
    default:
      refuse (result, SOUP_STATUS_FORBIDDEN, "tipo", "You may not post this kind of event");
    }
}

/* What waits for a database that is away was accepted only once it is safe. */
static void
commit_spooled (BrokerIngest *self,
                Post         *post)
{
  gboolean safe = !self->context->registrar || broker_registrar_commit (self->context->registrar);

  for (guint i = 0; i < post->results->len; i++)
    {
      Result *result = g_ptr_array_index (post->results, i);

      if (!result->spooled)
        continue;
      if (safe)
        {
          result->status = SOUP_STATUS_ACCEPTED;
          relay (self, result->event);
        }
      else
        {
          refuse (result, SOUP_STATUS_SERVICE_UNAVAILABLE, "disco",
                  "The disk takes nothing more, try later");
        }
    }
}

/* What a cook may see names no telephone and no payment (DATA.md), at any depth. */
static gboolean
carries_reserved (JsonNode *node)
{
  static const char * const reserved[] = {
    "telefono", "total", "monto", "banco", "numero_operacion", NULL,
  };

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (carries_reserved (json_array_get_element (array, i)))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name = NULL;
      JsonNode *member = NULL;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        if (g_strv_contains (reserved, name) || carries_reserved (member))
          return TRUE;
    }
  return FALSE;
}

/* The token's branch and person, put into an event. */
static char *
complete (JsonObject *payload,
          gint64      sucursal,
          gint64      usuario)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) copy = json_object_new ();
  GList *members = json_object_get_members (payload);

  for (GList *l = members; l; l = l->next)
    json_object_set_member (copy, l->data,
                            json_node_copy (json_object_get_member (payload, l->data)));
  g_list_free (members);
  json_object_set_int_member (copy, "sucursal_id", sucursal);
  if (usuario > 0)
    json_object_set_int_member (copy, "usuario_id", usuario);
  json_node_set_object (node, copy);
  return json_to_string (node, FALSE);
}

static BrokerEvent *
read_event (BrokerIngest *self,
            Post         *post,
            const char   *text,
            gsize         length,
            const char   *uid,
            Result       *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) posted = cony_event_new_posted (text, length, &error);
  g_autofree char *completed = NULL;
  JsonObject *payload = NULL;
  gint64 sucursal = 0;
  gint64 usuario = 0;

  if (!posted)
    {
      gboolean json = g_error_matches (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON);
      gboolean big = g_error_matches (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TOO_LONG);

      refuse (result,
              json  ? SOUP_STATUS_BAD_REQUEST
              : big ? SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE
                    : SOUP_STATUS_UNPROCESSABLE_ENTITY,
              json ? "json" : big ? "largo" : "evento", error->message);
      return NULL;
    }

  payload = cony_event_get_payload (posted);
  if (json_object_has_member (payload, "sucursal_id"))
    {
      JsonNode *node = json_object_get_member (payload, "sucursal_id");

      sucursal = broker_json_get_int (payload, "sucursal_id", -1);
      if (sucursal <= 0 && !JSON_NODE_HOLDS_NULL (node))
        {
          refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "sucursal_id",
                  "“sucursal_id” must be a positive number");
          return NULL;
        }
      sucursal = MAX (sucursal, 0);
    }
  /* A program of the intake may serve several branches; the database knows which. */
  if (post->identity->sucursal > 0 && !(post->identity->roles & CONY_ROL_INTAKE))
    {
      if (sucursal > 0 && sucursal != post->identity->sucursal)
        {
          refuse (result, SOUP_STATUS_FORBIDDEN, "sucursal_id", "This is not your branch");
          return NULL;
        }
      usuario = broker_people_get_id (self->context->people, post->identity->login);
      if (usuario > 0 && json_object_has_member (payload, "usuario_id")
          && !json_object_get_null_member (payload, "usuario_id"))
        {
          if (broker_json_get_int (payload, "usuario_id", -1) != usuario)
            {
              refuse (result, SOUP_STATUS_FORBIDDEN, "usuario_id", "This is not you");
              return NULL;
            }
          usuario = 0;
        }
      if (sucursal == 0 || usuario > 0)
        {
          sucursal = post->identity->sucursal;
          completed = complete (payload, sucursal, usuario);
          text = completed;
          length = strlen (completed);
        }
    }
  if (!self->context->memory
      && (cony_catalogo_who_sees (cony_event_get_tipo (posted)) & CONY_ROL_COCINERO))
    {
      g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), payload);

      if (carries_reserved (root))
        {
          refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "reservado",
                  "An event that the kitchen sees carries no telephone and no payment");
          return NULL;
        }
    }
  return broker_event_new (cony_event_get_tipo (posted), cony_event_get_prioridad (posted), uid,
                           text, length, sucursal, g_get_real_time () / 1000);
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
            Post         *post,
            const char   *text,
            gsize         length,
            const char   *key)
{
  g_autofree char *uid = make_uid (key, post->results->len);
  Result *result = g_new0 (Result, 1);

  result->post = post;
  g_ptr_array_add (post->results, result);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  result->event = read_event (self, post, text, length, uid, result);
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
            Post         *post,
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
  self->posts = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) post_free, NULL);
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
  Post *post = NULL;
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

  post = g_new0 (Post, 1);
  post->ingest = self;
  post->message = g_object_ref (message);
  post->identity = broker_identity_copy (identity);
  post->results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
  post->ndjson = text && is_ndjson (message, text, length);

  if (key && !g_uuid_string_is_valid (key))
    {
      Result *result = g_new0 (Result, 1);

      post->ndjson = FALSE;
      g_ptr_array_add (post->results, result);
      refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "idempotency_key",
              "Idempotency-Key must be a UUID");
    }
  else if (post->ndjson && count_lines (text, length) > BROKER_MAX_LINES + 1)
    {
      Result *result = g_new0 (Result, 1);

      post->ndjson = FALSE;
      g_ptr_array_add (post->results, result);
      refuse (result, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "largo", "Too many lines");
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
      answer (post);
      return;
    }
  g_hash_table_add (self->posts, post);
  soup_server_message_pause (message);
}
