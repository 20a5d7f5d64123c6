/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-token-cache.h"

/* Nobody gets in here without a good token, so this is as many people and programs. */
#define MAX_TOKENS 4096

typedef struct
{
  BrokerIdentity *identity; /* owned */
  GBytes *secret;           /* owned: of the key that signed it */
  gint64 verified_s;
} Known;

struct _BrokerTokenCache
{
  BrokerKeys *keys;  /* borrowed */
  GHashTable *known; /* of Known, owned, by the whole token */
};

static void
known_free (Known *known)
{
  broker_identity_free (known->identity);
  g_bytes_unref (known->secret);
  g_free (known);
}

/* All that may have changed since: the time, which goes back when the clock is set, and the keys. */
static gboolean
is_good (BrokerTokenCache *self,
         Known            *known,
         gint64            now_s)
{
  const BrokerKey *key = broker_keys_find (self->keys, known->identity->kid);

  return now_s >= known->verified_s && now_s < known->identity->exp
         && key && g_bytes_equal (key->secret, known->secret);
}

static gboolean
is_over (gpointer key,
         gpointer value,
         gpointer user_data)
{
  return ((Known *) value)->identity->exp <= *(gint64 *) user_data;
}

static void
remember (BrokerTokenCache *self,
          const char       *token,
          BrokerIdentity   *identity,
          gint64            now_s)
{
  Known *known = NULL;

  if (g_hash_table_size (self->known) >= MAX_TOKENS)
    g_hash_table_foreach_remove (self->known, is_over, &now_s);
  if (g_hash_table_size (self->known) >= MAX_TOKENS)
    return;
  known = g_new0 (Known, 1);
  known->identity = broker_identity_copy (identity);
  known->secret = g_bytes_ref (broker_keys_find (self->keys, identity->kid)->secret);
  known->verified_s = now_s;
  g_hash_table_replace (self->known, g_strdup (token), known);
}

/**
 * broker_token_cache_new:
 * @keys: (transfer none): the keys that are valid now; must outlive the cache
 *
 * Returns: (transfer full): a cache that knows no token
 */
BrokerTokenCache *
broker_token_cache_new (BrokerKeys *keys)
{
  BrokerTokenCache *self = g_new0 (BrokerTokenCache, 1);

  g_return_val_if_fail (keys != NULL, NULL);

  self->keys = keys;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) known_free);
  return self;
}

/**
 * broker_token_cache_free:
 * @self: (transfer full): a cache
 */
void
broker_token_cache_free (BrokerTokenCache *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * broker_token_cache_verify:
 * @self: a cache
 * @token: what a client presents
 * @now_s: seconds since 1970
 * @error: return location for a #BrokerTokenError
 *
 * Says what broker_token_verify() would say, at a tenth of its cost for a token that was good before.
 *
 * Returns: (transfer full) (nullable): who the token speaks for
 */
BrokerIdentity *
broker_token_cache_verify (BrokerTokenCache  *self,
                           const char        *token,
                           gint64             now_s,
                           GError           **error)
{
  BrokerIdentity *identity = NULL;
  Known *known = NULL;

  g_return_val_if_fail (self != NULL && token != NULL, NULL);

  known = g_hash_table_lookup (self->known, token);
  if (known && is_good (self, known, now_s))
    return broker_identity_copy (known->identity);

  identity = broker_token_verify (token, self->keys, now_s, error);
  if (identity)
    remember (self, token, identity, now_s);
  else
    g_hash_table_remove (self->known, token);
  return identity;
}
