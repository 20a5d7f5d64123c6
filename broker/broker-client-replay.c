/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"
#include "broker-clients.h"
#include "broker-input.h"
#include "cony-clock.h"

/* From a client's greeting to the place where it follows its channel (PROTOCOL.md, "Replay"). */

#define PING_MS 2000

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
  broker_client_send (self, text->str);
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
    broker_client_send (self, "{\"tipo\":\"_sin_recuperacion\"}");
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

/**
 * broker_client_replay:
 * @self: a client that just said who it is, with its channel
 * @desde: (nullable): the cursor to resume from
 *
 * Sends what it missed, and lets it follow its channel then.
 */
void
broker_client_replay (BrokerClient *self,
                      const char   *desde)
{
  ConyCursor cursor;

  g_return_if_fail (self != NULL && self->state == BROKER_CLIENT_REPLAYING);

  if (!desde || !cony_cursor_parse (&cursor, desde))
    {
      start_here (self, desde != NULL);
      return;
    }
  broker_splice_init (&self->splice, &cursor);
  broker_client_drained (self);
}
