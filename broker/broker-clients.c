/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-clients.h"

#include <glib-unix.h>

#include "broker-beat.h"
#include "broker-client.h"
#include "broker-echo.h"
#include "broker-state.h"
#include "broker-verifier.h"
#include "cony-clock.h"

#define TICK_MS 500
#define PING_TICKS 4
/* A healthy reader is never older than this; beyond it `_ping` says so. */
#define HEALTHY_MS 500

struct _BrokerClients
{
  BrokerContext *context; /* borrowed */
  GHashTable *clients;    /* of BrokerClient, owned, by id */
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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
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
    identity = broker_verifier_verify (self->context->verifier, NULL, NULL);
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
 * broker_clients_iter_init:
 * @self: clients; none may come or go until the last was looked at
 * @iter: (out caller-allocates): for broker_clients_iter_next()
 */
void
broker_clients_iter_init (BrokerClients  *self,
                          GHashTableIter *iter)
{
  g_return_if_fail (self != NULL && iter != NULL);

  g_hash_table_iter_init (iter, self->clients);
}

/**
 * broker_clients_iter_next:
 * @iter: where one stands
 * @client: (out) (transfer none): the next client
 *
 * Returns: %FALSE when there are no more
 */
gboolean
broker_clients_iter_next (GHashTableIter  *iter,
                          BrokerClient   **client)
{
  return g_hash_table_iter_next (iter, NULL, (gpointer *) client);
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
