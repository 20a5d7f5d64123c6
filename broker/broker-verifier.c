/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-verifier.h"

#include "broker-key-reader.h"
#include "broker-people.h"
#include "broker-state.h"
#include "broker-token-cache.h"

struct _BrokerVerifier
{
  BrokerContext *context;   /* borrowed */
  BrokerTokenCache *tokens; /* owned */
};

/**
 * broker_verifier_new:
 * @context: (transfer none): the broker, with its keys
 *
 * Returns: (transfer full): a verifier
 */
BrokerVerifier *
broker_verifier_new (BrokerContext *context)
{
  BrokerVerifier *self = g_new0 (BrokerVerifier, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->tokens = broker_token_cache_new (context->keys);
  return self;
}

/**
 * broker_verifier_free:
 * @self: (transfer full): a verifier
 */
void
broker_verifier_free (BrokerVerifier *self)
{
  g_return_if_fail (self != NULL);

  broker_token_cache_free (self->tokens);
  g_free (self);
}

/**
 * broker_verifier_verify:
 * @self: a verifier
 * @token: (nullable): what somebody presents
 * @error: return location
 *
 * With `--no-auth` everybody may see everything.
 *
 * Returns: (transfer full) (nullable): who it is
 */
BrokerIdentity *
broker_verifier_verify (BrokerVerifier  *self,
                        const char      *token,
                        GError         **error)
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
      if (self->context->key_reader
          && g_error_matches (problem, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_SIGNATURE))
        broker_key_reader_hurry (self->context->key_reader);
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
