/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"

#include <string.h>

#include "broker-beat.h"
#include "broker-clients.h"
#include "broker-collector.h"
#include "broker-confirmer.h"
#include "broker-echo.h"
#include "broker-input.h"
#include "broker-json.h"
#include "cony-clock.h"

/* A client says who it is within this time. */
#define AUTH_MS 5000
/* It is told so long before its token ends. */
#define WARN_S 60
#define PING_MS 2000
#define MAX_PANTALLA 50
/* Confirmations: so many at once, and so many a second; each is a row. */
#define ACKS_BURST 1000
#define ACKS_PER_SECOND 50

static void
send_text (BrokerClient *self,
           const char   *text)
{
  g_autoptr (BrokerFrame) frame = broker_frame_new_text (text, strlen (text));

  broker_hub_send (self->context->hub, self->worker, self->id, frame);
}

static void
send_error (BrokerClient *self,
            const char   *codigo,
            const char   *msg)
{
  g_autofree char *quoted = broker_json_quote (msg);
  g_autofree char *text = NULL;

  if (self->plain)
    return;
  text = g_strdup_printf ("{\"tipo\":\"_error\",\"codigo\":\"%s\",\"msg\":%s}", codigo, quoted);
  send_text (self, text);
}

static void
send_hola (BrokerClient       *self,
           const ConyCursor   *cursor,
           gboolean            recovered,
           guint               n)
{
  g_autofree char *cursor_text = cony_cursor_format (cursor);
  g_autoptr (GString) text = NULL;

  self->greeted = TRUE;
  if (self->plain)
    return;
  text = g_string_new ("{\"tipo\":\"_hola\"");
  g_string_append_printf (text, ",\"cursor\":\"%s\"", cursor_text);
  if (self->identity->exp > 0)
    g_string_append_printf (text, ",\"ttl\":%" G_GINT64_FORMAT,
                            MAX (self->ends_ms - cony_clock_boot_ms (), 0) / 1000);
  else
    g_string_append (text, ",\"ttl\":null");
  g_string_append_printf (text, ",\"ping\":%d,\"max\":%d,\"recuperado\":%s,\"n\":%u}", PING_MS,
                          BROKER_MAX_MESSAGE, recovered ? "true" : "false", n);
  send_text (self, text->str);
}

static void
go_live (BrokerClient *self)
{
  self->state = BROKER_CLIENT_LIVE;
  broker_hub_attach (self->context->hub, self->channel, self->worker, self->id,
                     self->splice.tails);
}

static void
note_tails (BrokerClient *self)
{
  guint64 tails[BROKER_N_LANES];

  broker_hub_note_tails (self->context->hub, self->channel, tails);
  broker_splice_note (&self->splice, tails);
}

static void
start_here (BrokerClient *self,
            gboolean      lost)
{
  ConyCursor cursor;

  self->context->history->get_cursor (self->context->history, &cursor);
  send_hola (self, &cursor, FALSE, 0);
  if (lost && !self->plain)
    send_text (self, "{\"tipo\":\"_sin_recuperacion\"}");
  broker_splice_init (&self->splice, &cursor);
  note_tails (self);
  go_live (self);
}

/**
 * broker_client_take_page:
 * @self: a client that waits for it
 * @page: (nullable): what was read; %NULL when that failed
 *
 * Sends the page to this client alone; after the last one it follows its channel.
 */
void
broker_client_take_page (BrokerClient     *self,
                         const BrokerPage *page)
{
  guint n = 0;

  g_return_if_fail (self != NULL);

  self->reading = FALSE;
  if (self->state != BROKER_CLIENT_REPLAYING)
    return;
  if (!page)
    {
      broker_client_close (self, BROKER_CLOSE_TRY_LATER, "The database is away, try again");
      return;
    }
  if (!page->recoverable)
    {
      start_here (self, TRUE);
      return;
    }

  for (guint i = 0; i < page->events->len; i++)
    n += broker_sight_sees (self->sight, g_ptr_array_index (page->events, i));
  if (!self->greeted)
    send_hola (self, &self->splice.from, TRUE, n);
  for (guint i = 0; i < page->events->len; i++)
    {
      BrokerEvent *event = g_ptr_array_index (page->events, i);
      g_autoptr (BrokerFrame) frame = NULL;

      if (!broker_sight_sees (self->sight, event))
        continue;
      frame = broker_event_encode (event, self->plain, broker_sight_owes (self->sight, event),
                                   !self->splice.fixed);
      broker_hub_send (self->context->hub, self->worker, self->id, frame);
    }

  if (broker_splice_take (&self->splice, page->full, page->above_gate, &page->last))
    go_live (self);
  else
    broker_hub_report_drained (self->context->hub, self->worker, self->id);
}

/**
 * broker_client_drained:
 * @self: a client
 *
 * All that was sent to it alone has left: the next page may be read.
 */
void
broker_client_drained (BrokerClient *self)
{
  g_return_if_fail (self != NULL);

  if (self->state != BROKER_CLIENT_REPLAYING || self->reading)
    return;
  note_tails (self);
  self->reading = TRUE;
  broker_clients_read_page (self->context->clients, self);
}

/* From now on only time that passes counts, whatever happens to clocks. */
static void
note_end (BrokerClient *self)
{
  self->ends_ms = cony_clock_boot_ms ()
                  + self->identity->exp * 1000 - broker_clock_get_ms (self->context->clock);
}

/* Everybody is the same person with `--no-auth`, so nobody is counted then. */
static gboolean
enter (BrokerClient *self)
{
  const char *login = self->context->options->no_auth ? NULL : self->identity->login;
  gint64 now_ms = cony_clock_monotonic_ms ();

  if (broker_quota_knock (self->context->persons, login, now_ms) > 0)
    return FALSE;
  self->person_place = broker_quota_enter (self->context->persons, login, now_ms);
  return self->person_place != NULL;
}

/**
 * broker_client_start:
 * @self: a client that waits
 * @identity: (transfer full): who it is
 * @filtros: (nullable): what it wants to see less of
 * @desde: (nullable): the cursor to resume from
 * @pantalla: (nullable): its screen's name
 */
void
broker_client_start (BrokerClient   *self,
                     BrokerIdentity *identity,
                     JsonObject     *filtros,
                     const char     *desde,
                     const char     *pantalla)
{
  ConyCursor cursor;

  g_return_if_fail (self != NULL && self->state == BROKER_CLIENT_WAITING);
  g_return_if_fail (identity != NULL);

  self->identity = identity;
  note_end (self);
  self->pantalla = g_strdup (pantalla);
  if (!enter (self))
    {
      broker_client_close (self, BROKER_CLOSE_TOO_MANY, "Too many sessions of this person");
      return;
    }
  self->sight = broker_sight_new (identity, self->plain, self->context->memory != NULL);
  if (filtros && !broker_sight_narrow (self->sight, filtros))
    {
      broker_client_close (self, BROKER_CLOSE_FORBIDDEN, "These filters are not allowed");
      return;
    }

  self->state = BROKER_CLIENT_REPLAYING;
  if (self->context->beat)
    broker_beat_touch (self->context->beat);
  self->channel = broker_hub_hold (self->context->hub, self->sight, self->worker);
  if (!desde || !cony_cursor_parse (&cursor, desde))
    {
      start_here (self, desde != NULL);
      return;
    }
  broker_splice_init (&self->splice, &cursor);
  broker_client_drained (self);
}

static void
receive_auth (BrokerClient *self,
              JsonObject   *object)
{
  const char *token = broker_json_get_string (object, "token");
  const char *pantalla = broker_json_get_string (object, "pantalla");
  JsonNode *filtros = json_object_get_member (object, "filtros");
  BrokerIdentity *identity = NULL;
  g_autoptr (GError) error = NULL;

  identity = broker_clients_verify (self->context->clients, token, &error);
  if (!identity)
    {
      send_error (self, "auth", error->message);
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
  g_autoptr (BrokerIdentity) identity = broker_clients_verify (self->context->clients, token,
                                                               &error);

  if (!identity)
    send_error (self, "auth", error->message);
  else if (!g_str_equal (identity->login, self->identity->login)
           || identity->roles != self->identity->roles
           || identity->sucursal != self->identity->sucursal)
    broker_client_close (self, BROKER_CLOSE_FORBIDDEN, "The token is for other rights");
  else
    {
      self->identity->exp = identity->exp;
      note_end (self);
      self->warned = FALSE;
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
      send_error (self, "uid", "“uid” must be the event's uid");
      return;
    }
  if (!broker_bucket_take (&self->acks, ACKS_BURST, ACKS_PER_SECOND, 1,
                           cony_clock_monotonic_ms ()))
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
    send_error (self, "eco", "Nobody is there to echo");
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
    send_error (self, "auth", "The session has begun already");
  else if (*tipo == '_')
    send_error (self, "desconocido", "This message is not known");
  else
    send_error (self, "no_admitido", "Events are posted to /broadcast");
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
    send_error (self, "json", "A message is a JSON object with “tipo”");
  else
    receive_control (self, object, tipo);
}

/**
 * broker_client_check_time:
 * @self: a client
 * @now_ms: monotonic milliseconds
 * @boot_ms: milliseconds since the boot
 * @away_ms: for how long nobody could get a new token; tokens live longer by it
 *
 * Ends those who did not say who they are, and those whose token ended.
 */
void
broker_client_check_time (BrokerClient *self,
                          gint64        now_ms,
                          gint64        boot_ms,
                          gint64        away_ms)
{
  g_return_if_fail (self != NULL);

  if (self->state == BROKER_CLIENT_WAITING && now_ms - self->since_ms >= AUTH_MS)
    {
      if (self->context->options->no_auth)
        broker_client_start (self, broker_clients_verify (self->context->clients, NULL, NULL),
                             NULL, NULL, NULL);
      else
        broker_client_close (self, BROKER_CLOSE_AUTH, "No _auth came in time");
      return;
    }
  if (self->state == BROKER_CLIENT_WAITING || self->state == BROKER_CLIENT_CLOSING
      || self->identity->exp == 0)
    return;

  if (boot_ms - away_ms >= self->ends_ms)
    {
      broker_client_close (self, BROKER_CLOSE_EXPIRED, "The token has expired");
    }
  else if (self->ends_ms - boot_ms <= WARN_S * 1000 && !self->warned && !self->plain)
    {
      g_autofree char *text = NULL;

      self->warned = TRUE;
      text = g_strdup_printf ("{\"tipo\":\"_token_vence\",\"en\":%" G_GINT64_FORMAT "}",
                              MAX (self->ends_ms - boot_ms, 0) / 1000);
      send_text (self, text);
    }
}

/**
 * broker_client_lose_history:
 * @self: a client
 *
 * The history it was reading is gone: it must load its state again.
 */
void
broker_client_lose_history (BrokerClient *self)
{
  g_return_if_fail (self != NULL);

  if (self->state == BROKER_CLIENT_LIVE && !self->plain)
    send_text (self, "{\"tipo\":\"_sin_recuperacion\"}");
}

/**
 * broker_client_owes:
 * @self: a client
 * @event: an event
 *
 * Returns: %TRUE when this session is one that must confirm @event
 */
gboolean
broker_client_owes (BrokerClient *self,
                    BrokerEvent  *event)
{
  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  return !self->plain && self->sight
         && (self->state == BROKER_CLIENT_LIVE || self->state == BROKER_CLIENT_REPLAYING)
         && broker_sight_owes (self->sight, event) && broker_sight_sees (self->sight, event);
}

/**
 * broker_client_send:
 * @self: a client with the full protocol
 * @text: a control message
 */
void
broker_client_send (BrokerClient *self,
                    const char   *text)
{
  g_return_if_fail (self != NULL && text != NULL);

  send_text (self, text);
}

/**
 * broker_client_close:
 * @self: a client
 * @code: a close code
 * @reason: (nullable): a short English text
 */
void
broker_client_close (BrokerClient *self,
                     guint         code,
                     const char   *reason)
{
  g_return_if_fail (self != NULL);

  if (self->state == BROKER_CLIENT_CLOSING)
    return;
  self->state = BROKER_CLIENT_CLOSING;
  broker_hub_close (self->context->hub, self->worker, self->id, code, reason);
}

/**
 * broker_client_new:
 * @context: (transfer none): the broker
 * @id: its number
 * @worker: the worker that has its socket
 * @plain: without subprotocol
 * @now_ms: monotonic milliseconds
 *
 * Returns: (transfer full): a client that waits
 */
BrokerClient *
broker_client_new (BrokerContext *context,
                   guint64        id,
                   guint          worker,
                   gboolean       plain,
                   gint64         now_ms)
{
  BrokerClient *self = g_new0 (BrokerClient, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->id = id;
  self->worker = worker;
  self->plain = plain;
  self->since_ms = now_ms;
  broker_bucket_init (&self->acks, ACKS_BURST, now_ms);
  return self;
}

/**
 * broker_client_free:
 * @self: (transfer full): a client whose connection is gone
 */
void
broker_client_free (BrokerClient *self)
{
  g_return_if_fail (self != NULL);

  if (self->channel)
    broker_hub_release (self->context->hub, self->channel, self->worker);
  if (self->address_place)
    broker_place_leave (self->address_place);
  if (self->person_place)
    broker_place_leave (self->person_place);
  g_clear_pointer (&self->identity, broker_identity_free);
  g_clear_pointer (&self->sight, broker_sight_free);
  g_free (self->pantalla);
  g_free (self);
}
