/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-beat.h"

#include "broker-clients.h"
#include "broker-collector.h"
#include "broker-link.h"

/* The database takes a broker that is silent for 10 s for dead. */
#define BEAT_MS 1000
/* Sessions that come or go are told together. */
#define TOUCH_MS 100

struct _BrokerBeat
{
  BrokerContext *context; /* borrowed */
  GCancellable *cancellable;
  char *id;               /* of this process */
  char *told;             /* sessions that the database knows; nullable */
  char *telling;          /* nullable: the same as before */
  guint timer;
  guint touch_timer;
  gboolean beating;
  gboolean again;         /* touched meanwhile */
  gboolean leads;
};

static void
set_leads (BrokerBeat *self,
           gboolean    leads)
{
  if (self->leads == leads)
    return;
  self->leads = leads;
  if (!leads)
    return;
  g_message ("This broker decides about what nobody confirms");
  broker_collector_take_lead (self->context->collector);
}

static void beat (BrokerBeat *self);

static void
beaten_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BrokerBeat *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->beating = FALSE;
  if (rows)
    {
      if (self->telling)
        {
          g_free (self->told);
          self->told = g_steal_pointer (&self->telling);
        }
      set_leads (self, cony_result_get_boolean (rows, 0, "manda"));
      if (self->again)
        beat (self);
      return;
    }
  g_clear_pointer (&self->telling, g_free);
  broker_link_complain (self->context->writing, "The sessions could not be told", error);
}

static void
beat (BrokerBeat *self)
{
  const char *params[3] = { self->id, NULL, NULL };

  if (self->beating)
    return;
  if (!broker_link_is_up (self->context->writing))
    {
      /* The lock went with the connection. */
      set_leads (self, FALSE);
      return;
    }
  self->beating = TRUE;
  self->again = FALSE;
  self->telling = broker_clients_list_sessions (self->context->clients);
  if (g_strcmp0 (self->telling, self->told) == 0)
    g_clear_pointer (&self->telling, g_free);
  params[1] = self->telling;
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             "SELECT api.latir_broker($1::uuid, $2::jsonb) AS manda", params,
                             self->cancellable, beaten_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  beat (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
touched_cb (gpointer user_data)
{
  BrokerBeat *self = user_data;

  self->touch_timer = 0;
  if (self->beating)
    self->again = TRUE;
  else
    beat (self);
  return G_SOURCE_REMOVE;
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerBeat *self = user_data;

  /* Another database may be another one, and another broker may decide by now. */
  self->beating = FALSE;
  g_clear_pointer (&self->told, g_free);
  g_clear_pointer (&self->telling, g_free);
  set_leads (self, FALSE);
  beat (self);
}

/**
 * broker_beat_new:
 * @context: (transfer none): the broker, with its links, clients and collector
 *
 * Returns: (transfer full): a beat
 */
BrokerBeat *
broker_beat_new (BrokerContext *context)
{
  BrokerBeat *self = g_new0 (BrokerBeat, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->id = g_uuid_string_random ();
  self->timer = g_timeout_add (BEAT_MS, timer_cb, self);
  broker_link_add_ready (context->writing, ready_cb, self);
  return self;
}

/**
 * broker_beat_free:
 * @self: (transfer full): a beat
 */
void
broker_beat_free (BrokerBeat *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->touch_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self->id);
  g_free (self->told);
  g_free (self->telling);
  g_free (self);
}

/**
 * broker_beat_touch:
 * @self: a beat
 *
 * A session came or went: the others learn it soon.
 */
void
broker_beat_touch (BrokerBeat *self)
{
  g_return_if_fail (self != NULL);

  if (self->touch_timer == 0)
    self->touch_timer = g_timeout_add (TOUCH_MS, touched_cb, self);
}

/**
 * broker_beat_leads:
 * @self: a beat
 *
 * Returns: %TRUE while this broker is the one that tells what nobody confirmed
 */
gboolean
broker_beat_leads (BrokerBeat *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->leads && broker_link_is_up (self->context->writing);
}
