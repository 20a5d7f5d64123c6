/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"
#include "broker-clients.h"
#include "broker-input.h"
#include "broker-people.h"

/* What is said to all clients, or asked of them. */

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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    if (client->identity
        && broker_people_is_denied (client->context->people, client->identity->login))
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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    broker_client_close (client, code, reason);
}

/**
 * broker_clients_history_broken:
 * @self: clients
 *
 * The database became another one: tells everybody.
 */
void
broker_clients_history_broken (BrokerClients *self)
{
  BrokerClient *client = NULL;
  GHashTableIter iter;

  g_return_if_fail (self != NULL);

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
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
  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    {
      /* One that replays has it in its pages or behind them. */
      if (client->state != BROKER_CLIENT_LIVE || !broker_client_owes (client, event))
        continue;
      broker_hub_send (client->context->hub, client->worker, client->id, frame);
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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    if (broker_client_owes (client, event))
      return TRUE;
  return FALSE;
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

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    if (client->state == BROKER_CLIENT_LIVE && !client->plain
        && (client->identity->roles & roles) && client->identity->sucursal == sucursal)
      return client;
  return NULL;
}

/* An array of what @describe makes of each client; of nothing where it makes %NULL. */
static char *
list_clients (BrokerClients *self,
              JsonObject *(*describe) (BrokerClient *client))
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  BrokerClient *client = NULL;
  GHashTableIter iter;

  broker_clients_iter_init (self, &iter);
  while (broker_clients_iter_next (&iter, &client))
    {
      JsonObject *object = describe (client);

      if (object)
        json_array_add_object_element (array, object);
    }
  json_node_take_array (root, array);
  return json_to_string (root, FALSE);
}

static JsonObject *
describe_begun (BrokerClient *client)
{
  if (client->state != BROKER_CLIENT_LIVE && client->state != BROKER_CLIENT_REPLAYING)
    return NULL;
  return broker_client_describe_session (client);
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
  g_return_val_if_fail (self != NULL, NULL);

  return list_clients (self, broker_client_describe);
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
  g_return_val_if_fail (self != NULL, NULL);

  return list_clients (self, describe_begun);
}
