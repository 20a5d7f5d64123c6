/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "broker-sender.h"

#define N_CLIENTS 8
/* The first ones read often and so mostly share a batch, the others only at the end. */
#define N_READERS 5
#define N_STEPS 3000
/* What the kernel holds for a client: less than what may wait for it, or more than a call offers. */
#define SMALL_BUFFER 8192
#define LARGE_BUFFER (2 * BROKER_GATHER_BYTES)
#define SEED 5

typedef struct
{
  BrokerConnection *connection; /* owned */
  int end;                      /* owned: the other one of the socket */
  GString *expected;            /* owned */
  GString *got;                 /* owned */
} Client;

static void
client_init (Client        *self,
             guint64        id,
             BrokerChannel *channel,
             int            size)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  int pair[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
  g_assert_no_errno (setsockopt (pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  self->connection = broker_connection_new (id, pair[0]);
  self->end = pair[1];
  self->expected = g_string_new (NULL);
  self->got = g_string_new (NULL);
  broker_channel_attach (channel, self->connection, tails);
}

static void
client_clear (Client *self)
{
  broker_connection_free (self->connection);
  g_string_free (self->expected, TRUE);
  g_string_free (self->got, TRUE);
}

static void
client_expect (Client      *self,
               BrokerFrame *frame)
{
  g_string_append_len (self->expected, (char *) frame->data, frame->length);
}

static void
client_read (Client *self)
{
  char buffer[65536];
  gssize n = 0;

  while ((n = recv (self->end, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
    g_string_append_len (self->got, buffer, n);
}

/* Only where its place is certain: nothing else waits there. */
static void
push_own (Client      *client,
          BrokerFrame *frame)
{
  BrokerConnection *connection = client->connection;
  BrokerLog *log = connection->channel->logs[BROKER_LANE_NORMAL];

  if (connection->position[BROKER_LANE_NORMAL] != broker_log_get_tail (log)
      || !broker_connection_is_idle (connection))
    return;
  g_assert_true (broker_connection_push (connection, frame));
  client_expect (client, frame);
}

static void
check_sent (BrokerSend *send)
{
  BrokerGather waiting;

  g_assert_true (send->result <= BROKER_SEND_BLOCKED);
  broker_connection_gather (send->connection, &waiting);
  g_assert_cmpint (send->result == BROKER_SEND_DONE, ==, waiting.n_iov == 0);
}

static void
send_to_some (BrokerSender *sender,
              Client       *clients,
              GRand        *random)
{
  BrokerSend sends[N_CLIENTS];
  guint n = 0;

  for (guint i = 0; i < N_CLIENTS; i++)
    if (g_rand_boolean (random))
      sends[n++].connection = clients[i].connection;
  sender->send (sender, sends, n);
  for (guint i = 0; i < n; i++)
    check_sent (&sends[i]);
}

static void
send_rest (BrokerSender *sender,
           Client       *client)
{
  BrokerSend send = { .connection = client->connection };

  do
    {
      sender->send (sender, &send, 1);
      check_sent (&send);
      client_read (client);
    }
  while (send.result != BROKER_SEND_DONE);
}

static void
send_to_nobody (BrokerSender *sender,
                Client       *client)
{
  BrokerSend send = { .connection = client->connection };
  g_autoptr (BrokerFrame) frame = broker_frame_new_text ("x", 1);

  close (client->end);
  g_assert_true (broker_connection_push (client->connection, frame));
  sender->send (sender, &send, 1);
  g_assert_cmpint (send.result, ==, BROKER_SEND_FAILED);
}

/* %NULL when this kernel does not allow it. */
static BrokerSender *
make_sender (const char *name)
{
  BrokerSender *sender = broker_sender_new (name);

  if (g_strcmp0 (sender->name, name) == 0)
    return sender;
  g_test_skip ("This kernel does not allow it");
  sender->free (sender);
  return NULL;
}

/* Whatever the back end, what comes out of each socket is the same, whoever shares a batch, has
 * something of its own, or does not read for a while. */
static void
test_bytes (gconstpointer data)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerSender *sender = make_sender (data);
  BrokerChannel *channel = NULL;
  Client clients[N_CLIENTS];
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  if (!sender)
    return;
  channel = broker_channel_new (1, tails);
  for (guint i = 0; i < N_CLIENTS; i++)
    client_init (&clients[i], i, channel, SMALL_BUFFER);

  for (guint step = 0; step < N_STEPS; step++)
    {
      guint what = g_rand_int_range (random, 0, 8);
      g_autofree char *text = g_strdup_printf ("%u %0*d", step,
                                               g_rand_int_range (random, 1, 2000), 0);
      g_autoptr (BrokerFrame) frame = broker_frame_new_text (text, strlen (text));

      if (what == 0)
        {
          push_own (&clients[g_rand_int_range (random, 0, N_CLIENTS)], frame);
        }
      else if (what < 5)
        {
          broker_channel_append (channel, BROKER_LANE_NORMAL, frame, 0);
          for (guint i = 0; i < N_CLIENTS; i++)
            client_expect (&clients[i], frame);
        }
      else
        {
          send_to_some (sender, clients, random);
          for (guint i = 0; i < N_READERS; i++)
            if (g_rand_boolean (random))
              client_read (&clients[i]);
        }
    }

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      send_rest (sender, &clients[i]);
      g_assert_cmpmem (clients[i].got->str, clients[i].got->len, clients[i].expected->str,
                       clients[i].expected->len);
      send_to_nobody (sender, &clients[i]);
      client_clear (&clients[i]);
    }
  broker_channel_free (channel);
  sender->free (sender);
}

/* The kernel took all that one call offers, and there is more. */
static void
test_more (gconstpointer data)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerSender *sender = make_sender (data);
  BrokerChannel *channel = NULL;
  Client client;
  BrokerSend send = { 0 };
  g_autoptr (BrokerFrame) frame = broker_frame_new_text ("x", 1);

  if (!sender)
    return;
  channel = broker_channel_new (1, tails);
  client_init (&client, 1, channel, LARGE_BUFFER);
  for (guint i = 0; i < BROKER_GATHER_MAX + 1; i++)
    broker_channel_append (channel, BROKER_LANE_NORMAL, frame, 0);
  send.connection = client.connection;
  sender->send (sender, &send, 1);
  g_assert_cmpint (send.result, ==, BROKER_SEND_MORE);
  g_assert_cmpuint (send.frames, ==, BROKER_GATHER_MAX);
  sender->send (sender, &send, 1);
  g_assert_cmpint (send.result, ==, BROKER_SEND_DONE);
  g_assert_cmpuint (send.frames, ==, 1);
  close (client.end);
  client_clear (&client);
  broker_channel_free (channel);
  sender->free (sender);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sender/epoll/bytes", BROKER_SENDER_EPOLL, test_bytes);
  g_test_add_data_func ("/sender/epoll/more", BROKER_SENDER_EPOLL, test_more);
  g_test_add_data_func ("/sender/io_uring/bytes", BROKER_SENDER_URING, test_bytes);
  g_test_add_data_func ("/sender/io_uring/more", BROKER_SENDER_URING, test_more);
  return g_test_run ();
}
