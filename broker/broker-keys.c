/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-keys.h"

struct _BrokerKeys
{
  GHashTable *keys; /* of BrokerKey, owned, by kid */
};

static void
key_free (BrokerKey *key)
{
  g_free (key->kid);
  g_free (key->alg);
  g_bytes_unref (key->secret);
  g_free (key);
}

/**
 * broker_keys_new:
 *
 * Returns: (transfer full): no keys
 */
BrokerKeys *
broker_keys_new (void)
{
  BrokerKeys *self = g_new0 (BrokerKeys, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) key_free);
  return self;
}

/**
 * broker_keys_free:
 * @self: (transfer full): keys
 */
void
broker_keys_free (BrokerKeys *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->keys);
  g_free (self);
}

/**
 * broker_keys_clear:
 * @self: keys
 *
 * Forgets all of them, before the ones that are valid now are added.
 */
void
broker_keys_clear (BrokerKeys *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->keys);
}

/**
 * broker_keys_add:
 * @self: keys
 * @kid: the key's id
 * @alg: the one algorithm it may be used with
 * @secret: (transfer none): the key
 */
void
broker_keys_add (BrokerKeys *self,
                 const char *kid,
                 const char *alg,
                 GBytes     *secret)
{
  BrokerKey *key = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kid != NULL && alg != NULL && secret != NULL);

  key = g_new0 (BrokerKey, 1);
  key->kid = g_strdup (kid);
  key->alg = g_strdup (alg);
  key->secret = g_bytes_ref (secret);
  g_hash_table_replace (self->keys, key->kid, key);
}

/**
 * broker_keys_find:
 * @self: keys
 * @kid: the key's id
 *
 * Returns: (transfer none) (nullable): the key
 */
const BrokerKey *
broker_keys_find (BrokerKeys *self,
                  const char *kid)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kid != NULL, NULL);

  return g_hash_table_lookup (self->keys, kid);
}

/**
 * broker_keys_count:
 * @self: keys
 *
 * Returns: how many
 */
guint
broker_keys_count (BrokerKeys *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->keys);
}

/**
 * broker_keys_foreach:
 * @self: keys
 * @func: (scope call): called for each, in no order
 * @user_data: for @func
 */
void
broker_keys_foreach (BrokerKeys *self,
                     void      (*func) (const BrokerKey *key,
                                        gpointer         user_data),
                     gpointer    user_data)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    func (value, user_data);
}
