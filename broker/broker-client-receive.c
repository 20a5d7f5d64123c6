/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"
#include "broker-collector.h"
#include "broker-confirmer.h"
#include "broker-echo.h"
#include "broker-input.h"
#include "broker-json.h"
#include "broker-verifier.h"
#include "cony-clock.h"

/* What a client says (PROTOCOL.md, "Client to server"). */

#define MAX_PANTALLA 50

static void
receive_auth (BrokerClient *self,
              JsonObject   *object)
{
  const char *token = broker_json_get_string (object, "token");
  const char *pantalla = broker_json_get_string (object, "pantalla");
  JsonNode *filtros = json_object_get_member (object, "filtros");
  BrokerIdentity *identity = NULL;
  g_autoptr (GError) error = NULL;

  identity = broker_verifier_verify (self->context->verifier, token, &error);
  if (!identity)
    {
      broker_client_send_error (self, "auth", error->message);
      if (g_error_matches (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_EXPIRED))
        broker_client_close (self, BROKER_CLOSE_EXPIRED, error->message);
      else if (broker_keys_count (self->context->keys) == 0)
        broker_client_close (self, BROKER_CLOSE_TRY_LATER, "The database is away, try again");
      else
        broker_client_close (self, BROKER_CLOSE_AUTH, error->message);
      return;
    }
  if (pantalla && g_utf8_strlen (pantalla, -1) > MAX_PANTALLA)
    pantalla = NULL;
  broker_client_start (self, identity,
                       filtros && JSON_NODE_HOLDS_OBJECT (filtros)
                         ? json_node_get_object (filtros) : NULL,
                       broker_json_get_string (object, "desde"), pantalla);
}

static void
receive_token (BrokerClient *self,
               JsonObject   *object)
{
  const char *token = broker_json_get_string (object, "token");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = broker_verifier_verify (self->context->verifier, token,
                                                               &error);

  if (!identity)
    broker_client_send_error (self, "auth", error->message);
  else if (!g_str_equal (identity->login, self->identity->login)
           || identity->roles != self->identity->roles
           || identity->sucursal != self->identity->sucursal)
    broker_client_close (self, BROKER_CLOSE_FORBIDDEN, "The token is for other rights");
  else
    {
      broker_client_set_end (self, identity->exp);
    }
}

static void
receive_confirmation (BrokerClient *self,
                      JsonObject   *object,
                      const char   *tipo)
{
  const char *uid = broker_json_get_string (object, "uid");

  if (!uid || !g_uuid_string_is_valid (uid))
    {
      broker_client_send_error (self, "uid", "“uid” must be the event's uid");
      return;
    }
  if (!broker_bucket_take (&self->acks, BROKER_CLIENT_ACKS_BURST, BROKER_CLIENT_ACKS_PER_SECOND,
                           1, cony_clock_monotonic_ms ()))
    {
      broker_client_close (self, BROKER_CLOSE_RATE, "Too many confirmations");
      return;
    }
  if (self->context->collector)
    broker_collector_answer (self->context->collector, self, tipo, uid, object);
  if (self->context->confirmer && !g_str_equal (tipo, "_progreso"))
    broker_confirmer_add (self->context->confirmer, self->identity->login, uid, tipo + 1,
                          self->pantalla);
}

static void
receive_echo (BrokerClient *self,
              JsonObject   *object)
{
  const char *id = broker_json_get_string (object, "id");

  if (!id || !broker_echo_receive (self->context->echo, self, id))
    broker_client_send_error (self, "eco", "Nobody is there to echo");
}

static void
receive_control (BrokerClient *self,
                 JsonObject   *object,
                 const char   *tipo)
{
  if (g_str_equal (tipo, "_pong"))
    return;
  if (g_str_equal (tipo, "_ack") || g_str_equal (tipo, "_nack") || g_str_equal (tipo, "_rechazo")
      || g_str_equal (tipo, "_progreso"))
    receive_confirmation (self, object, tipo);
  else if (g_str_equal (tipo, "_token"))
    receive_token (self, object);
  else if (g_str_equal (tipo, "_eco"))
    receive_echo (self, object);
  else if (g_str_equal (tipo, "_auth"))
    broker_client_send_error (self, "auth", "The session has begun already");
  else if (*tipo == '_')
    broker_client_send_error (self, "desconocido", "This message is not known");
  else
    broker_client_send_error (self, "no_admitido", "Events are posted to /broadcast");
}

/**
 * broker_client_receive:
 * @self: a client
 * @message: one text message
 */
void
broker_client_receive (BrokerClient *self,
                       GBytes       *message)
{
  g_autoptr (JsonObject) object = NULL;
  const char *tipo = NULL;
  gsize length = 0;
  const char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (message != NULL);

  if (self->state == BROKER_CLIENT_CLOSING)
    return;
  text = g_bytes_get_data (message, &length);
  object = text ? broker_json_parse (text, length) : NULL;
  tipo = object ? broker_json_get_string (object, "tipo") : NULL;

  if (self->state == BROKER_CLIENT_WAITING)
    {
      if (tipo && g_str_equal (tipo, "_auth"))
        receive_auth (self, object);
      else
        broker_client_close (self, BROKER_CLOSE_AUTH, "The first message must be _auth");
    }
  else if (!tipo)
    broker_client_send_error (self, "json", "A message is a JSON object with “tipo”");
  else
    receive_control (self, object, tipo);
}
