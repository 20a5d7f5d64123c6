/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-quota.h"

#include "broker-bucket.h"

/* The place of everybody for whom there is no place of their own. */
#define THE_OTHERS "*"

/* All sessions of one key; never dropped while somebody is inside. */
struct _BrokerPlace
{
  BrokerBucket handshakes;
  guint inside;
};

struct _BrokerQuota
{
  guint max;          /* 0: no limit */
  double burst;
  double per_second;
  GHashTable *places; /* of BrokerPlace, owned, by key */
  BrokerPlace free;   /* of those without limit */
};

static BrokerPlace *
get (BrokerQuota *self,
     const char  *key,
     gint64       now_ms)
{
  BrokerPlace *place = g_hash_table_lookup (self->places, key);

  if (place)
    return place;
  if (g_hash_table_size (self->places) >= BROKER_QUOTA_MAX_KEYS)
    {
      key = THE_OTHERS;
      place = g_hash_table_lookup (self->places, key);
      if (place)
        return place;
    }
  place = g_new0 (BrokerPlace, 1);
  broker_bucket_init (&place->handshakes, self->burst, now_ms);
  g_hash_table_insert (self->places, g_strdup (key), place);
  return place;
}

/**
 * broker_quota_new:
 * @max: sessions that each may have at once; 0: no limit
 *
 * Returns: (transfer full): a quota of which nothing is used
 */
BrokerQuota *
broker_quota_new (guint max)
{
  BrokerQuota *self = g_new0 (BrokerQuota, 1);

  self->max = max;
  self->burst = (double) BROKER_QUOTA_HANDSHAKES * max;
  self->per_second = self->burst / 60;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * broker_quota_free:
 * @self: (transfer full): a quota
 */
void
broker_quota_free (BrokerQuota *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->places);
  g_free (self);
}

/**
 * broker_quota_knock:
 * @self: a quota
 * @key: (nullable): who asks to come in; %NULL: somebody without limit
 * @now_ms: monotonic milliseconds
 *
 * Counts the attempt, whatever becomes of it.
 *
 * Returns: 0, or the seconds after which to ask again
 */
guint
broker_quota_knock (BrokerQuota *self,
                    const char  *key,
                    gint64       now_ms)
{
  BrokerPlace *place = NULL;

  g_return_val_if_fail (self != NULL, 0);

  if (!key || self->max == 0)
    return 0;
  place = get (self, key, now_ms);
  if (!broker_bucket_take (&place->handshakes, self->burst, self->per_second, 1, now_ms))
    return broker_bucket_wait_s (&place->handshakes, self->per_second, 1);
  return place->inside < self->max ? 0 : BROKER_QUOTA_RETRY_S;
}

/**
 * broker_quota_enter:
 * @self: a quota
 * @key: (nullable): who comes in; %NULL: somebody without limit
 * @now_ms: monotonic milliseconds
 *
 * Returns: (transfer none) (nullable): %NULL when all its places are taken; else give it back with
 *   broker_place_leave()
 */
BrokerPlace *
broker_quota_enter (BrokerQuota *self,
                    const char  *key,
                    gint64       now_ms)
{
  BrokerPlace *place = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  place = key && self->max > 0 ? get (self, key, now_ms) : &self->free;
  if (place != &self->free && place->inside >= self->max)
    return NULL;
  place->inside++;
  return place;
}

/**
 * broker_place_leave:
 * @self: a place that was entered
 */
void
broker_place_leave (BrokerPlace *self)
{
  g_return_if_fail (self != NULL && self->inside > 0);

  self->inside--;
}

/**
 * broker_quota_trim:
 * @self: a quota
 * @now_ms: monotonic milliseconds
 *
 * Forgets those of whom nothing is left to remember.
 */
void
broker_quota_trim (BrokerQuota *self,
                   gint64       now_ms)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrokerPlace *place = value;

      if (place->inside == 0
          && broker_bucket_is_full (&place->handshakes, self->burst, self->per_second, now_ms))
        g_hash_table_iter_remove (&iter);
    }
}

/**
 * broker_quota_get_size:
 * @self: a quota
 *
 * Returns: how many it remembers
 */
guint
broker_quota_get_size (BrokerQuota *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->places);
}
