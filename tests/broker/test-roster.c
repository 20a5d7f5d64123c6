/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "broker-receiver.h"
#include "broker-turns.h"

#define START_MS 1000000
#define SECOND_MS 1000
#define ID 7
#define CHANNEL 1

/* The parts of a worker around one client, without its thread and with a clock of ours. */
typedef struct
{
  BrokerInbox *main_inbox;      /* owned */
  BrokerRoster roster;
  BrokerReceiver receiver;
  BrokerTurns turns;
  BrokerChannel *channel;       /* owned */
  BrokerConnection *connection; /* borrowed */
  int client;                   /* owned: the other end */
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  int ends[2];

  self->main_inbox = broker_inbox_new ();
  broker_roster_init (&self->roster, self->main_inbox, START_MS);
  broker_receiver_init (&self->receiver, &self->roster);
  broker_turns_init (&self->turns, &self->roster, broker_sender_epoll_new ());
  self->channel = broker_channel_new (CHANNEL, tails);
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
  self->client = ends[1];
  self->connection = broker_roster_add (&self->roster, ID, ends[0]);
  broker_channel_attach (self->channel, self->connection, tails);
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  broker_roster_clear (&self->roster);
  broker_turns_clear (&self->turns);
  broker_receiver_clear (&self->receiver);
  broker_channel_free (self->channel);
  broker_inbox_free (self->main_inbox);
  close (self->client);
}

static void
wait_ms (Fixture *self,
         gint64   ms)
{
  broker_roster_set_time (&self->roster, self->roster.now_ms + ms);
  broker_roster_check_alive (&self->roster);
}

static void
send_all (Fixture *self)
{
  while (broker_turns_send_batch (&self->turns))
    ;
}

static void
append (Fixture    *self,
        const char *text)
{
  g_autoptr (BrokerFrame) frame = broker_frame_new_text (text, strlen (text));

  broker_channel_append (self->channel, BROKER_LANE_NORMAL, frame, self->roster.now_ms);
  broker_turns_mark (&self->turns, self->channel);
}

/* What the client got, and %TRUE when nothing more will come. */
static gboolean
client_reads (Fixture    *self,
              const char *expected,
              gsize       length)
{
  char buffer[4096];
  gsize n = 0;
  gssize got = 0;

  while ((got = recv (self->client, buffer + n, sizeof buffer - n, MSG_DONTWAIT)) > 0)
    n += got;
  g_assert_cmpmem (buffer, n, expected, length);
  return got == 0;
}

static void
client_says (Fixture    *self,
             const char *data,
             gsize       length)
{
  g_assert_cmpint (send (self->client, data, length, MSG_NOSIGNAL), ==, length);
  broker_receiver_read (&self->receiver, self->connection);
}

static guint
count_messages (Fixture           *self,
                BrokerMessageKind  kind)
{
  g_autoptr (GArray) messages = broker_inbox_take (self->main_inbox);
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += g_array_index (messages, BrokerMessage, i).kind == kind;
  return n;
}

static gboolean
is_there (Fixture *self)
{
  return broker_roster_find (&self->roster, ID) != NULL;
}

static void
close_with (Fixture *self,
            guint    code)
{
  broker_roster_close_with_code (&self->roster, self->connection, code, NULL);
}

static void
test_keepalive (Fixture       *self,
                gconstpointer  unused)
{
  wait_ms (self, 29 * SECOND_MS);
  send_all (self);
  client_reads (self, "", 0);
  wait_ms (self, 2 * SECOND_MS);
  send_all (self);
  client_reads (self, "\x89\x00", 2);

  /* An answer, whatever it is, is good for another while. */
  wait_ms (self, 19 * SECOND_MS);
  client_says (self, "\x8a\x80\1\2\3\4", 6);
  wait_ms (self, 2 * SECOND_MS);
  g_assert_true (is_there (self));
  wait_ms (self, 31 * SECOND_MS);
  send_all (self);
  client_reads (self, "\x89\x00", 2);
  wait_ms (self, 19 * SECOND_MS);
  g_assert_true (is_there (self));
  wait_ms (self, 2 * SECOND_MS);
  g_assert_false (is_there (self));
  g_assert_cmpuint (count_messages (self, BROKER_MESSAGE_CLOSED), ==, 1);
}

/* Who does not read is not asked; the age of what waits decides. */
static void
test_blocked (Fixture       *self,
              gconstpointer  unused)
{
  struct epoll_event event;

  g_assert_cmpint (epoll_wait (self->roster.epoll_fd, &event, 1, 0), ==, 0);
  broker_roster_set_blocked (&self->roster, self->connection, TRUE);
  g_assert_cmpint (epoll_wait (self->roster.epoll_fd, &event, 1, 0), ==, 1);
  g_assert_cmpint (event.events, ==, EPOLLOUT);

  append (self, "x");
  send_all (self);
  client_reads (self, "", 0);
  for (guint i = 0; i < 5; i++)
    wait_ms (self, 40 * SECOND_MS);
  g_assert_true (is_there (self));
  broker_roster_close_lost (&self->roster);
  g_assert_false (self->connection->closing);
  broker_channel_trim (self->channel, self->roster.now_ms);
  broker_roster_close_lost (&self->roster);
  g_assert_true (self->connection->closing);
  g_assert_cmpuint (self->roster.slow, ==, 1);
}

static void
test_close_unanswered (Fixture       *self,
                       gconstpointer  unused)
{
  close_with (self, 4001);
  wait_ms (self, 2 * SECOND_MS);
  g_assert_true (is_there (self));
  wait_ms (self, 2 * SECOND_MS);
  g_assert_false (is_there (self));
}

/* The client sees the close frame and the end at once, and what it still says is only read. */
static void
test_close_answered (Fixture       *self,
                     gconstpointer  unused)
{
  close_with (self, 4001);
  send_all (self);
  g_assert_true (client_reads (self, "\x88\x02\x0f\xa1", 4));
  client_says (self, "\x81\x82\0\0\0\0{}", 8);
  g_assert_true (is_there (self));
  g_assert_cmpuint (count_messages (self, BROKER_MESSAGE_TEXT), ==, 0);
  client_says (self, "\x88\x82\0\0\0\0\x0f\xa1", 8);
  g_assert_false (is_there (self));
}

static void
test_drained (Fixture       *self,
              gconstpointer  unused)
{
  self->connection->report_drained = TRUE;
  broker_roster_submit (&self->roster, self->connection);
  send_all (self);
  g_assert_cmpuint (count_messages (self, BROKER_MESSAGE_DRAINED), ==, 1);
  append (self, "x");
  send_all (self);
  g_assert_cmpuint (count_messages (self, BROKER_MESSAGE_DRAINED), ==, 0);
}

static void
test_forget (Fixture       *self,
             gconstpointer  unused)
{
  append (self, "x");
  broker_turns_forget (&self->turns, self->channel);
  g_assert_false (broker_turns_send_batch (&self->turns));
  g_assert_true (g_queue_is_empty (&self->turns.dirty));
}

/* Pings count as messages do. */
static void
test_too_many (Fixture       *self,
               gconstpointer  data)
{
  const char *frame = data;
  guint n = 0;

  for (; n < 10000 && !self->connection->closing; n++)
    client_says (self, frame, 6);
  g_assert_cmpuint (n, >, 1000);
  g_assert_cmpuint (n, <, 10000);
  g_assert_cmpuint (self->connection->control.length, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/roster/keepalive", Fixture, NULL, set_up, test_keepalive, tear_down);
  g_test_add ("/roster/blocked", Fixture, NULL, set_up, test_blocked, tear_down);
  g_test_add ("/roster/close-unanswered", Fixture, NULL, set_up, test_close_unanswered, tear_down);
  g_test_add ("/turns/close-answered", Fixture, NULL, set_up, test_close_answered, tear_down);
  g_test_add ("/turns/drained", Fixture, NULL, set_up, test_drained, tear_down);
  g_test_add ("/turns/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/receiver/too-many-texts", Fixture, "\x81\x80\0\0\0\0", set_up, test_too_many,
              tear_down);
  g_test_add ("/receiver/too-many-pings", Fixture, "\x89\x80\0\0\0\0", set_up, test_too_many,
              tear_down);
  return g_test_run ();
}
