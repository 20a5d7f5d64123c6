/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-clients.h"

#include <glib-unix.h>

#include "broker-beat.h"
#include "broker-client.h"
#include "broker-echo.h"
#include "broker-input.h"
#include "broker-people.h"
#include "broker-state.h"
#include "broker-token-cache.h"
#include "cony-clock.h"

#define TICK_MS 500
#define PING_TICKS 4
/* A healthy reader is never older than this; beyond it `_ping` says so. */
#define HEALTHY_MS 500

struct _BrokerClients
{
  BrokerContext *context;   /* borrowed */
  GHashTable *clients;      /* of BrokerClient, owned, by id */
  BrokerTokenCache *tokens; /* owned */
  guint64 next_id;
  guint inbox_source;
  guint tick_source;
  guint ticks;
};

typedef struct
{
  BrokerClients *clients;
  guint64 id;
} PageRequest;

/* One after the other; none may come or go meanwhile. */
static gboolean
next_client (GHashTableIter  *iter,
             BrokerClient   **client)
{
  gpointer value = NULL;

  if (!g_hash_table_iter_next (iter, NULL, &value))
    return FALSE;
  *client = value;
  return TRUE;
}

static void
page_cb (const BrokerPage *page,
         gpointer          user_data)
{
  g_autofree PageRequest *request = user_data;
  BrokerClient *client = g_hash_table_lookup (request->clients->clients, &request->id);

  if (client)
    broker_client_take_page (client, page);
}

static void
remove_client (BrokerClients *self,
               guint64        id)
{
  g_hash_table_remove (self->clients, &id);
  if (self->context->beat)
    broker_beat_touch (self->context->beat);
}

static gboolean
inbox_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  BrokerClients *self = user_data;
  g_autoptr (GArray) messages = broker_inbox_take (self->context->inbox);

  for (guint i = 0; i < messages->len; i++)
    {
      BrokerMessage *message = &g_array_index (messages, BrokerMessage, i);
      BrokerClient *client = g_hash_table_lookup (self->clients, &message->connection);

      if (!client)
        continue;
      if (message->kind == BROKER_MESSAGE_TEXT)
        broker_client_receive (client, message->bytes);
      else if (message->kind == BROKER_MESSAGE_DRAINED)
        broker_client_drained (client);
      else if (message->kind == BROKER_MESSAGE_CLOSED)
        remove_client (self, message->connection);
    }
  return G_SOURCE_CONTINUE;
}

static void
send_ping (BrokerClients *self)
{
  BrokerHistory *history = self->context->history;
  g_autoptr (BrokerFrame) frame = NULL;
  g_autoptr (GString) text = g_string_new ("{\"tipo\":\"_ping\"");
  g_autofree char *cursor_text = NULL;
  ConyCursor cursor;
  gint64 age_ms = history->get_age_ms (history);

  history->get_cursor (history, &cursor);
  cursor_text = cony_cursor_format (&cursor);
  g_string_append_printf (text, ",\"cur\":\"%s\",\"ts\":%" G_GINT64_FORMAT, cursor_text,
                          g_get_real_time () / 1000);
  if (age_ms >= HEALTHY_MS)
    g_string_append_printf (text, ",\"bd\":%" G_GINT64_FORMAT, age_ms);
  g_string_append_c (text, '}');
  frame = broker_frame_new_text (text->str, text->len);
  broker_hub_append_all (self->context->hub, frame);
}

static gboolean
tick_cb (gpointer user_data)
{
  BrokerClients *self = user_data;
  BrokerClient *client = NULL;
  GHashTableIter iter;
  gint64 now_ms = cony_clock_monotonic_ms ();
  gint64 boot_ms = cony_clock_boot_ms ();
  gboolean came_back = broker_state_check_time (self->context->state, boot_ms);
  gint64 away_ms = broker_state_get_away_ms (self->context->state, boot_ms);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    {
      /* They could get no token when they were told to. */
      if (came_back)
        client->warned = FALSE;
      broker_client_check_time (client, now_ms, boot_ms, away_ms);
    }

  if (++self->ticks % PING_TICKS == 0)
    {
      send_ping (self);
      broker_echo_trim (self->context->echo, now_ms);
      broker_quota_trim (self->context->addresses, now_ms);
      broker_quota_trim (self->context->persons, now_ms);
    }
  return G_SOURCE_CONTINUE;
}

/**
 * broker_clients_new:
 * @context: (transfer none): the broker; its inbox is read from now on
 *
 * Returns: (transfer full): nobody yet
 */
BrokerClients *
broker_clients_new (BrokerContext *context)
{
  BrokerClients *self = g_new0 (BrokerClients, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->clients = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify) broker_client_free);
  self->tokens = broker_token_cache_new (context->keys);
  self->inbox_source = g_unix_fd_add (broker_inbox_get_fd (context->inbox), G_IO_IN, inbox_cb,
                                      self);
  self->tick_source = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

/**
 * broker_clients_free:
 * @self: (transfer full): clients
 */
void
broker_clients_free (BrokerClients *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->inbox_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_hash_table_unref (self->clients);
  broker_token_cache_free (self->tokens);
  g_free (self);
}

/**
 * broker_clients_add:
 * @self: clients
 * @fd: (transfer full): the socket after its handshake
 * @received: (transfer full) (nullable): what came behind the handshake
 * @plain: without subprotocol
 * @place: (transfer full): its place among those of its address
 * @identity: (transfer full) (nullable): who, when the handshake told
 * @desde: (nullable): the cursor to resume from, with @identity
 * @pantalla: (nullable): its screen's name, with @identity
 */
void
broker_clients_add (BrokerClients  *self,
                    int             fd,
                    GBytes         *received,
                    gboolean        plain,
                    BrokerPlace    *place,
                    BrokerIdentity *identity,
                    const char     *desde,
                    const char     *pantalla)
{
  BrokerClient *client = NULL;
  guint worker = 0;

  g_return_if_fail (self != NULL);

  worker = broker_hub_pick_worker (self->context->hub);
  client = broker_client_new (self->context, ++self->next_id, worker, plain,
                              cony_clock_monotonic_ms ());
  client->address_place = place;
  g_hash_table_insert (self->clients, &client->id, client);
  broker_hub_add (self->context->hub, worker, client->id, fd, received);

  /* Without authentication an older program says nothing; one of ours may still name a cursor. */
  if (!identity && plain && self->context->options->no_auth)
    identity = broker_clients_verify (self, NULL, NULL);
  if (identity)
    broker_client_start (client, identity, NULL, desde, pantalla);
}

/**
 * broker_clients_read_page:
 * @self: clients
 * @client: one that replays
 */
void
broker_clients_read_page (BrokerClients *self,
                          BrokerClient  *client)
{
  PageRequest *request = NULL;
  BrokerHistory *history = NULL;

  g_return_if_fail (self != NULL && client != NULL);

  request = g_new0 (PageRequest, 1);
  request->clients = self;
  request->id = client->id;
  history = self->context->history;
  history->read (history, &client->splice.from, page_cb, request);
}

/**
 * broker_clients_close_denied:
 * @self: clients
 *
 * Ends the sessions of everybody who was disabled.
 */
void
broker_clients_close_denied (BrokerClients *self)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    if (client->identity
        && broker_people_is_denied (self->context->people, client->identity->login))
      broker_client_close (client, BROKER_CLOSE_FORBIDDEN, "This account is disabled");
}

/**
 * broker_clients_drain:
 * @self: clients
 *
 * Tells everybody to come back at a time of their own, so that a whole shop does not come at once.
 */
void
broker_clients_drain (BrokerClients *self)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    if (!client->plain && client->greeted && client->state != BROKER_CLIENT_CLOSING)
      broker_client_send (client, "{\"tipo\":\"_drenar\",\"en\":[0,20000]}");
}

/**
 * broker_clients_close_all:
 * @self: clients
 * @code: a close code
 * @reason: (nullable): a short English text
 */
void
broker_clients_close_all (BrokerClients *self,
                          guint          code,
                          const char    *reason)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    broker_client_close (client, code, reason);
}

/**
 * broker_clients_history_broken:
 * @self: clients
 *
 * The database became another one: takes back what was not sent and tells everybody.
 */
void
broker_clients_history_broken (BrokerClients *self)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_if_fail (self != NULL);

  broker_hub_clear (self->context->hub);
  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    broker_client_lose_history (client);
}

/**
 * broker_clients_repeat:
 * @self: clients
 * @event: an event that is owed
 * @attempt: which repetition this is
 *
 * Sends it again to every session that may pay it.
 *
 * Returns: to how many
 */
guint
broker_clients_repeat (BrokerClients *self,
                       BrokerEvent   *event,
                       guint          attempt)
{
  g_autoptr (BrokerFrame) frame = NULL;
  BrokerClient *client = NULL;
  GHashTableIter iter;
  guint n = 0;

  g_return_val_if_fail (self != NULL && event != NULL, 0);

  frame = broker_event_encode_again (event, attempt);
  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    {
      /* One that replays has it in its pages or behind them. */
      if (client->state != BROKER_CLIENT_LIVE || !broker_client_owes (client, event))
        continue;
      broker_hub_send (self->context->hub, client->worker, client->id, frame);
      n++;
    }
  return n;
}

/**
 * broker_clients_has_debtor:
 * @self: clients
 * @event: an event that is owed
 *
 * Returns: %TRUE when some session may pay it
 */
gboolean
broker_clients_has_debtor (BrokerClients *self,
                           BrokerEvent   *event)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    if (broker_client_owes (client, event))
      return TRUE;
  return FALSE;
}

/**
 * broker_clients_find:
 * @self: clients
 * @id: a client's number
 *
 * Returns: (transfer none) (nullable): the client, while it is connected
 */
BrokerClient *
broker_clients_find (BrokerClients *self,
                     guint64        id)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->clients, &id);
}

/**
 * broker_clients_find_role:
 * @self: clients
 * @roles: what they should be
 * @sucursal: their branch
 *
 * Returns: (transfer none) (nullable): one live session with the full protocol
 */
BrokerClient *
broker_clients_find_role (BrokerClients *self,
                          ConyRoles      roles,
                          gint64         sucursal)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    if (client->state == BROKER_CLIENT_LIVE && !client->plain
        && (client->identity->roles & roles) && client->identity->sucursal == sucursal)
      return client;
  return NULL;
}

/**
 * broker_clients_count:
 * @self: clients
 *
 * Returns: how many are connected
 */
guint
broker_clients_count (BrokerClients *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->clients);
}

/**
 * broker_clients_to_json:
 * @self: clients
 *
 * Returns: (transfer full): an array with who they are
 */
char *
broker_clients_to_json (BrokerClients *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    json_array_add_object_element (array, broker_client_describe (client,
                                                                  cony_clock_monotonic_ms ()));
  json_node_take_array (root, array);
  return json_to_string (root, FALSE);
}

/**
 * broker_clients_list_sessions:
 * @self: clients
 *
 * Returns: (transfer full): an array of what other brokers must know of each session
 */
char *
broker_clients_list_sessions (BrokerClients *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->clients);
  while (next_client (&iter, &client))
    if (client->state == BROKER_CLIENT_LIVE || client->state == BROKER_CLIENT_REPLAYING)
      json_array_add_object_element (array, broker_client_describe_session (client));
  json_node_take_array (root, array);
  return json_to_string (root, FALSE);
}

/**
 * broker_clients_verify:
 * @self: clients
 * @token: (nullable): what somebody presents
 * @error: return location
 *
 * With `--no-auth` everybody may see everything.
 *
 * Returns: (transfer full) (nullable): who it is
 */
BrokerIdentity *
broker_clients_verify (BrokerClients  *self,
                       const char     *token,
                       GError        **error)
{
  g_autoptr (BrokerIdentity) identity = NULL;
  g_autoptr (GError) problem = NULL;
  gint64 now_s = 0;
  gint64 valid_at_s = 0;

  g_return_val_if_fail (self != NULL, NULL);

  now_s = broker_clock_get_ms (self->context->clock) / 1000;
  valid_at_s = broker_state_valid_at (self->context->state, now_s);

  if (self->context->options->no_auth)
    return broker_identity_new ("anonymous", CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN, 0, 0);
  if (!token)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_MALFORMED,
                           "A token is needed");
      return NULL;
    }
  identity = broker_token_cache_verify (self->tokens, token, now_s, &problem);
  if (!identity && g_error_matches (problem, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_EXPIRED)
      && valid_at_s != now_s)
    {
      g_clear_error (&problem);
      identity = broker_token_cache_verify (self->tokens, token, valid_at_s, &problem);
    }
  if (!identity)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (broker_people_is_denied (self->context->people, identity->login))
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_CLAIMS,
                           "This account is disabled");
      return NULL;
    }
  return g_steal_pointer (&identity);
}
