/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"

#include <string.h>

#include "broker-beat.h"
#include "broker-input.h"
#include "broker-json.h"
#include "broker-verifier.h"
#include "cony-clock.h"

/* A client says who it is within this time. */
#define AUTH_MS 5000
/* It is told so long before its token ends. */
#define WARN_S 60

/**
 * broker_client_set_end:
 * @self: a client that is known
 * @exp: when its token ends, in seconds since 1970; 0: never
 *
 * From now on only time that passes counts, whatever happens to clocks.
 */
void
broker_client_set_end (BrokerClient *self,
                       gint64        exp)
{
  g_return_if_fail (self != NULL && self->identity != NULL);

  self->identity->exp = exp;
  self->warned = FALSE;
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
  g_return_if_fail (self != NULL && self->state == BROKER_CLIENT_WAITING);
  g_return_if_fail (identity != NULL);

  self->identity = identity;
  broker_client_set_end (self, identity->exp);
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
  broker_client_replay (self, desde);
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
        broker_client_start (self, broker_verifier_verify (self->context->verifier, NULL, NULL),
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
      broker_client_send (self, text);
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
    broker_client_send (self, "{\"tipo\":\"_sin_recuperacion\"}");
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
  g_autoptr (BrokerFrame) frame = NULL;

  g_return_if_fail (self != NULL && text != NULL);

  frame = broker_frame_new_text (text, strlen (text));
  broker_hub_send (self->context->hub, self->worker, self->id, frame);
}

/**
 * broker_client_send_error:
 * @self: a client
 * @codigo: the reason for programs
 * @msg: the reason in English
 *
 * A client without the full protocol is not told.
 */
void
broker_client_send_error (BrokerClient *self,
                          const char   *codigo,
                          const char   *msg)
{
  g_autofree char *quoted = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL && codigo != NULL && msg != NULL);

  if (self->plain)
    return;
  quoted = broker_json_quote (msg);
  text = g_strdup_printf ("{\"tipo\":\"_error\",\"codigo\":\"%s\",\"msg\":%s}", codigo, quoted);
  broker_client_send (self, text);
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
  broker_bucket_init (&self->acks, BROKER_CLIENT_ACKS_BURST, now_ms);
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
