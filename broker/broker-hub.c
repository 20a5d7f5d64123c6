/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-hub.h"

#include "broker-index.h"

struct _BrokerHubChannel
{
  guint64 id;
  char *key;
  BrokerSight *sight;
  guint64 tails[BROKER_N_LANES]; /* how many frames were ever appended */
  guint n_users;
  guint users[];                 /* for each worker */
};

struct _BrokerHub
{
  GPtrArray *workers;   /* of BrokerWorker, owned */
  GHashTable *channels; /* of BrokerHubChannel, owned, by key */
  BrokerIndex *index;   /* owned: the same, by branch and role */
  const char *sender;   /* static: how the workers send */
  guint64 next_channel;
  guint next_worker;
  guint64 events;
};

static void
channel_free (BrokerHubChannel *channel)
{
  g_free (channel->key);
  broker_sight_free (channel->sight);
  g_free (channel);
}

static void
append (BrokerHub        *self,
        BrokerHubChannel *channel,
        guint             lane,
        BrokerFrame      *frame)
{
  channel->tails[lane]++;
  for (guint i = 0; i < self->workers->len; i++)
    {
      BrokerMessage message = { .kind = BROKER_MESSAGE_APPEND, .channel = channel->id, .lane = lane };

      if (channel->users[i] == 0)
        continue;
      message.frame = broker_frame_ref (frame);
      broker_hub_push (self, i, &message);
    }
}

/**
 * broker_hub_new:
 * @n_workers: threads to start
 * @main_inbox: (transfer none): where they report to
 * @sender: %BROKER_SENDER_AUTO, or the back end they are to send with
 *
 * Returns: (transfer full): a hub with running workers
 */
BrokerHub *
broker_hub_new (guint        n_workers,
                BrokerInbox *main_inbox,
                const char  *sender)
{
  BrokerHub *self = g_new0 (BrokerHub, 1);

  g_return_val_if_fail (n_workers > 0, NULL);

  self->workers = g_ptr_array_new_with_free_func ((GDestroyNotify) broker_worker_free);
  for (guint i = 0; i < n_workers; i++)
    {
      BrokerSender *one = broker_sender_new (sender);

      self->sender = one->name;
      g_ptr_array_add (self->workers, broker_worker_new (i, main_inbox, one));
    }
  g_message ("%u workers send with %s", n_workers, self->sender);
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify) channel_free);
  self->index = broker_index_new ();
  return self;
}

/**
 * broker_hub_free:
 * @self: (transfer full): a hub
 *
 * Ends the workers.
 */
void
broker_hub_free (BrokerHub *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->workers);
  broker_index_free (self->index);
  g_hash_table_unref (self->channels);
  g_free (self);
}

/**
 * broker_hub_pick_worker:
 * @self: a hub
 *
 * Returns: the worker for the next connection
 */
guint
broker_hub_pick_worker (BrokerHub *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->next_worker++ % self->workers->len;
}

/**
 * broker_hub_push:
 * @self: a hub
 * @worker: one of its workers
 * @message: (transfer full): what it is to do
 */
void
broker_hub_push (BrokerHub     *self,
                 guint          worker,
                 BrokerMessage *message)
{
  g_return_if_fail (self != NULL && worker < self->workers->len);

  broker_worker_push (g_ptr_array_index (self->workers, worker), message);
}

/**
 * broker_hub_hold:
 * @self: a hub
 * @sight: (transfer none): what the connection may see
 * @worker: the connection's worker
 *
 * From now on the channel's frames are kept for that worker.
 *
 * Returns: (transfer none): the channel; give it back with broker_hub_release()
 */
BrokerHubChannel *
broker_hub_hold (BrokerHub         *self,
                 const BrokerSight *sight,
                 guint              worker)
{
  g_autofree char *key = NULL;
  BrokerHubChannel *channel = NULL;

  g_return_val_if_fail (self != NULL && sight != NULL, NULL);
  g_return_val_if_fail (worker < self->workers->len, NULL);

  key = broker_sight_to_key (sight);
  channel = g_hash_table_lookup (self->channels, key);
  if (!channel)
    {
      channel = g_malloc0 (sizeof *channel + self->workers->len * sizeof (guint));
      channel->id = ++self->next_channel;
      channel->key = g_steal_pointer (&key);
      channel->sight = broker_sight_copy (sight);
      g_hash_table_insert (self->channels, channel->key, channel);
      broker_index_add (self->index, channel->sight, channel);
    }

  channel->n_users++;
  if (channel->users[worker]++ == 0)
    {
      BrokerMessage message = { .kind = BROKER_MESSAGE_OPEN_CHANNEL, .channel = channel->id };

      broker_hub_note_tails (self, channel, message.tails);
      broker_hub_push (self, worker, &message);
    }
  return channel;
}

/**
 * broker_hub_release:
 * @self: a hub
 * @channel: a channel that is held
 * @worker: the same worker as with broker_hub_hold()
 */
void
broker_hub_release (BrokerHub        *self,
                    BrokerHubChannel *channel,
                    guint             worker)
{
  g_return_if_fail (self != NULL && channel != NULL);
  g_return_if_fail (channel->users[worker] > 0);

  if (--channel->users[worker] == 0)
    {
      BrokerMessage message = { .kind = BROKER_MESSAGE_DROP_CHANNEL, .channel = channel->id };

      broker_hub_push (self, worker, &message);
    }
  if (--channel->n_users == 0)
    {
      broker_index_remove (self->index, channel->sight, channel);
      g_hash_table_remove (self->channels, channel->key);
    }
}

/**
 * broker_hub_note_tails:
 * @self: a hub
 * @channel: a channel that is held
 * @tails: (out caller-allocates): numbers of the next frames
 *
 * Both are of one instant: only this thread appends.
 */
void
broker_hub_note_tails (BrokerHub        *self,
                       BrokerHubChannel *channel,
                       guint64           tails[BROKER_N_LANES])
{
  g_return_if_fail (self != NULL && channel != NULL);

  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    tails[lane] = channel->tails[lane];
}

/**
 * broker_hub_attach:
 * @self: a hub
 * @channel: a channel that is held for @worker
 * @worker: the connection's worker
 * @connection: its number
 * @tails: the first frames it has not got
 */
void
broker_hub_attach (BrokerHub        *self,
                   BrokerHubChannel *channel,
                   guint             worker,
                   guint64           connection,
                   const guint64     tails[BROKER_N_LANES])
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_ATTACH, .connection = connection };

  g_return_if_fail (self != NULL && channel != NULL);

  message.channel = channel->id;
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    message.tails[lane] = tails[lane];
  broker_hub_push (self, worker, &message);
}

typedef struct
{
  BrokerHub *hub;
  BrokerEvent *event;
  BrokerFrame *plain;   /* owned; encoded when the first channel wants it */
  BrokerFrame *full[2]; /* owned: for those who owe it or not */
} Publication;

static void
publish_cb (gpointer channel_data,
            gpointer user_data)
{
  BrokerHubChannel *channel = channel_data;
  Publication *publication = user_data;
  BrokerEvent *event = publication->event;
  BrokerFrame **frame = NULL;
  gboolean owes = FALSE;

  if (!broker_sight_sees (channel->sight, event)
      || (channel->sight->plain && event->relayed))
    return;

  owes = broker_sight_owes (channel->sight, event);
  frame = channel->sight->plain ? &publication->plain : &publication->full[owes];
  if (!*frame)
    *frame = broker_event_encode (event, channel->sight->plain, owes, TRUE);
  append (publication->hub, channel, event->urgent ? BROKER_LANE_URGENTE : BROKER_LANE_NORMAL,
          *frame);
}

/**
 * broker_hub_publish:
 * @self: a hub
 * @event: (transfer none): an event
 *
 * Appends the event to each channel that may see it; it is encoded once for each form.
 */
void
broker_hub_publish (BrokerHub   *self,
                    BrokerEvent *event)
{
  Publication publication = { .hub = self, .event = event };

  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  self->events++;
  broker_index_foreach (self->index, event, publish_cb, &publication);
  g_clear_pointer (&publication.plain, broker_frame_unref);
  g_clear_pointer (&publication.full[0], broker_frame_unref);
  g_clear_pointer (&publication.full[1], broker_frame_unref);
}

/**
 * broker_hub_append_all:
 * @self: a hub
 * @frame: (transfer none): a control message such as `_ping`
 *
 * Appends to the normal lane of every channel with the full protocol.
 */
void
broker_hub_append_all (BrokerHub   *self,
                       BrokerFrame *frame)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (frame != NULL);

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrokerHubChannel *channel = value;

      if (!channel->sight->plain)
        append (self, channel, BROKER_LANE_NORMAL, frame);
    }
}

/**
 * broker_hub_clear:
 * @self: a hub
 *
 * Takes back whatever was not sent yet, in every channel: it belongs to another history.
 */
void
broker_hub_clear (BrokerHub *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->channels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrokerHubChannel *channel = value;

      for (guint i = 0; i < self->workers->len; i++)
        {
          BrokerMessage message = { .kind = BROKER_MESSAGE_CLEAR_CHANNEL, .channel = channel->id };

          if (channel->users[i] > 0)
            broker_hub_push (self, i, &message);
        }
    }
}

/**
 * broker_hub_get_stats:
 * @self: a hub
 * @stats: (out caller-allocates): the sum over all workers
 */
void
broker_hub_get_stats (BrokerHub         *self,
                      BrokerWorkerStats *stats)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (stats != NULL);

  *stats = (BrokerWorkerStats) { 0 };
  for (guint i = 0; i < self->workers->len; i++)
    {
      BrokerWorkerStats one;

      broker_worker_get_stats (g_ptr_array_index (self->workers, i), &one);
      stats->frames += one.frames;
      stats->bytes += one.bytes;
      stats->slow += one.slow;
    }
}

/**
 * broker_hub_get_events:
 * @self: a hub
 *
 * Returns: how many events were published
 */
guint64
broker_hub_get_events (BrokerHub *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->events;
}

/**
 * broker_hub_get_channels:
 * @self: a hub
 *
 * Returns: how many channels there are
 */
guint
broker_hub_get_channels (BrokerHub *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->channels);
}

/**
 * broker_hub_get_sender:
 * @self: a hub
 *
 * Returns: (transfer none): the name of the back end that the workers send with
 */
const char *
broker_hub_get_sender (BrokerHub *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sender;
}
