/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include <sys/socket.h>
#include <unistd.h>

#include "broker-ring.h"
#include "broker-sender.h"

static BrokerFrame *
text_frame (const char *text)
{
  return broker_frame_new_text (text, strlen (text));
}

static void
append (BrokerChannel *channel,
        guint          lane,
        const char    *text)
{
  g_autoptr (BrokerFrame) frame = text_frame (text);

  broker_channel_append (channel, lane, frame, 0);
}

static void
push (BrokerConnection *connection,
      const char       *text)
{
  g_autoptr (BrokerFrame) frame = text_frame (text);

  g_assert_true (broker_connection_push (connection, frame));
}

/* Sends all that waits, at most @chunk bytes at a time; returns what came out. */
static GString *
drain (BrokerConnection *connection,
       gsize             chunk,
       guint            *frames)
{
  GString *out = g_string_new (NULL);
  BrokerGather gather;

  *frames = 0;
  for (broker_connection_gather (connection, &gather); gather.n_iov > 0;
       broker_connection_gather (connection, &gather))
    {
      gsize left = MIN (chunk, gather.bytes);
      gsize taken = left;

      for (guint i = 0; i < gather.n_iov && left > 0; i++)
        {
          gsize n = MIN (left, gather.iov[i].iov_len);

          g_string_append_len (out, gather.iov[i].iov_base, n);
          left -= n;
        }
      *frames += broker_connection_consume (connection, taken);
    }
  return out;
}

static void
test_frame_lengths (void)
{
  static const struct
  {
    gsize length;
    gsize header;
  } cases[] = { { 0, 2 }, { 125, 2 }, { 126, 4 }, { 65535, 4 }, { 65536, 10 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].length, 'x');
      g_autoptr (BrokerFrame) frame = broker_frame_new_text (text, cases[i].length);
      guint64 length = 0;

      g_assert_cmpuint (frame->length, ==, cases[i].header + cases[i].length);
      g_assert_cmphex (frame->data[0], ==, 0x81);
      if (cases[i].header == 2)
        length = frame->data[1];
      for (gsize j = 2; j < cases[i].header; j++)
        length = length << 8 | frame->data[j];
      g_assert_cmpuint (length, ==, cases[i].length);
    }
}

static void
test_frame_event (void)
{
  const char *json = "{ \"tipo\":\"a\" } \n";
  g_autoptr (BrokerFrame) plain = broker_frame_new_event (json, strlen (json), NULL);
  g_autoptr (BrokerFrame) full = broker_frame_new_event (json, strlen (json), "{\"uid\":\"u\"}");

  g_assert_cmpmem (plain->data + 2, plain->length - 2, json, strlen (json));
  g_assert_cmpmem (full->data + 2, full->length - 2, "{ \"tipo\":\"a\" ,\"_rt\":{\"uid\":\"u\"}}",
                   strlen ("{ \"tipo\":\"a\" ,\"_rt\":{\"uid\":\"u\"}}"));
}

static void
test_frame_close (void)
{
  g_autofree char *reason = g_strnfill (200, 'x');
  g_autoptr (BrokerFrame) frame = broker_frame_new_close (4008, reason);

  g_assert_cmphex (frame->data[0], ==, 0x88);
  g_assert_cmpuint (frame->data[1], ==, 125);
  g_assert_cmpuint (frame->data[2] << 8 | frame->data[3], ==, 4008);
}

static void
test_log_bounds (void)
{
  g_autoptr (BrokerLog) log = broker_log_new (7);
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  g_autoptr (BrokerFrame) small = text_frame ("s");
  g_autoptr (BrokerFrame) big = text_frame (large);

  g_assert_cmpuint (broker_log_get_tail (log), ==, 7);
  for (guint i = 0; i < BROKER_LOG_MAX_FRAMES + 3; i++)
    broker_log_push (log, small, i);
  g_assert_cmpuint (broker_log_get_tail (log), ==, 7 + BROKER_LOG_MAX_FRAMES + 3);
  g_assert_cmpuint (broker_log_get_head (log), ==, 10);
  g_assert_null (broker_log_get (log, 9));
  g_assert_true (broker_log_get (log, 10) == small);

  broker_log_trim (log, BROKER_LOG_MAX_AGE_MS + 5);
  g_assert_cmpuint (broker_log_get_head (log), ==, 7 + 5);

  for (guint i = 0; i < 20; i++)
    broker_log_push (log, big, 0);
  g_assert_cmpuint (broker_log_get_tail (log) - broker_log_get_head (log), <=, 8);
  g_assert_true (broker_log_get (log, broker_log_get_tail (log) - 1) == big);
  broker_log_clear (log);
  g_assert_cmpuint (broker_log_get_head (log), ==, broker_log_get_tail (log));
}

/* Control, then urgent, then normal; whatever the kernel takes at a time, the bytes are the
 * same.  “Each connection is offered its own queue, then urgent, then normal” */
static void
test_order (void)
{
  guint64 tails[BROKER_N_LANES] = { 0, 0 };

  for (gsize chunk = 1; chunk < 24; chunk++)
    {
      BrokerChannel *channel = broker_channel_new (1, tails);
      BrokerConnection *connection = broker_connection_new (1, -1);
      g_autoptr (GString) out = NULL;
      g_autoptr (GString) more = NULL;
      guint frames = 0;

      append (channel, BROKER_LANE_NORMAL, "old");
      tails[BROKER_LANE_NORMAL] = 1;
      broker_channel_attach (channel, connection, tails);
      tails[BROKER_LANE_NORMAL] = 0;
      append (channel, BROKER_LANE_NORMAL, "n1");
      append (channel, BROKER_LANE_NORMAL, "n2");
      append (channel, BROKER_LANE_URGENTE, "u1");
      push (connection, "c1");
      push (connection, "c2");
      out = drain (connection, chunk, &frames);
      g_assert_cmpstr (out->str, ==, "\x81\x02" "c1\x81\x02" "c2\x81\x02u1\x81\x02n1\x81\x02n2");
      g_assert_cmpuint (frames, ==, 5);
      g_assert_true (broker_connection_is_idle (connection));
      g_assert_cmpuint (connection->control_bytes, ==, 0);

      append (channel, BROKER_LANE_URGENTE, "u2");
      more = drain (connection, chunk, &frames);
      g_assert_cmpstr (more->str, ==, "\x81\x02u2");
      broker_connection_free (connection);
      g_assert_cmpuint (channel->connections->len, ==, 0);
      broker_channel_free (channel);
    }
}

/* A frame that was begun is completed before anything else, also before a close frame.  “the
 * others, and a client's own, drop the queue” */
static void
test_partial_then_close (void)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerChannel *channel = broker_channel_new (1, tails);
  BrokerConnection *connection = broker_connection_new (1, -1);
  g_autoptr (BrokerFrame) bye = broker_frame_new_close (4008, NULL);
  g_autoptr (GString) out = NULL;
  BrokerGather gather;
  guint frames = 0;

  broker_channel_attach (channel, connection, tails);
  append (channel, BROKER_LANE_NORMAL, "abcdef");
  append (channel, BROKER_LANE_NORMAL, "never");
  broker_connection_gather (connection, &gather);
  g_assert_cmpuint (broker_connection_consume (connection, 3), ==, 0);
  append (channel, BROKER_LANE_URGENTE, "u");
  broker_connection_begin_close (connection, bye, FALSE);
  push (connection, "ignored");
  out = drain (connection, 2, &frames);
  g_assert_cmpmem (out->str, out->len, "bcdef\x88\x02\x0f\xa8", 9);
  g_assert_null (connection->channel);
  broker_connection_free (connection);
  broker_channel_free (channel);
}

/* “comes behind what was queued before it” */
static void
test_queued_then_close (void)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerChannel *channel = broker_channel_new (1, tails);
  BrokerConnection *connection = broker_connection_new (1, -1);
  static const char expected[] = "bcdef\x81\x03own\x81\x01u\x81\x04" "last\x88\x02\x0f\xa0";
  g_autoptr (BrokerFrame) bye = broker_frame_new_close (4000, NULL);
  g_autoptr (GString) out = NULL;
  BrokerGather gather;
  guint frames = 0;

  broker_channel_attach (channel, connection, tails);
  append (channel, BROKER_LANE_NORMAL, "abcdef");
  append (channel, BROKER_LANE_NORMAL, "last");
  broker_connection_gather (connection, &gather);
  g_assert_cmpuint (broker_connection_consume (connection, 3), ==, 0);
  append (channel, BROKER_LANE_URGENTE, "u");
  push (connection, "own");
  broker_connection_begin_close (connection, bye, TRUE);
  push (connection, "ignored");
  append (channel, BROKER_LANE_NORMAL, "too late");
  out = drain (connection, 100, &frames);
  g_assert_cmpuint (frames, ==, 5);
  g_assert_cmpmem (out->str, out->len, expected, sizeof expected - 1);
  broker_connection_free (connection);
  broker_channel_free (channel);
}

static void
test_lost (void)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerChannel *channel = broker_channel_new (1, tails);
  BrokerConnection *slow = broker_connection_new (1, -1);
  BrokerConnection *quick = broker_connection_new (2, -1);
  BrokerGather gather;
  guint frames = 0;

  broker_channel_attach (channel, slow, tails);
  broker_channel_attach (channel, quick, tails);
  append (channel, BROKER_LANE_NORMAL, "x");
  g_string_free (drain (quick, 100, &frames), TRUE);
  broker_channel_trim (channel, BROKER_LOG_MAX_AGE_MS + 1);
  g_assert_true (broker_connection_is_lost (slow));
  g_assert_false (broker_connection_is_lost (quick));
  broker_connection_gather (slow, &gather);
  g_assert_true (gather.lost);

  broker_channel_clear (channel);
  g_assert_false (broker_connection_is_lost (slow));
  broker_connection_free (slow);
  g_assert_true (g_ptr_array_index (channel->connections, quick->index) == quick);
  broker_connection_free (quick);
  broker_channel_free (channel);
}

static void
test_control_is_bounded (void)
{
  BrokerConnection *connection = broker_connection_new (1, -1);
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  g_autoptr (BrokerFrame) frame = text_frame (large);
  guint n = 0;

  while (broker_connection_push (connection, frame))
    n++;
  g_assert_cmpuint (n, ==, BROKER_MAX_CONTROL_BYTES / frame->length);
  broker_connection_free (connection);
}

static void
test_tokens (void)
{
  BrokerConnection *connection = broker_connection_new (1, -1);
  guint n = 0;

  while (broker_connection_take_tokens (connection, 100, 0))
    n++;
  g_assert_cmpuint (n, >, 100);
  g_assert_true (broker_connection_take_tokens (connection, 100, 10));
  g_assert_true (broker_connection_take_tokens (connection, 100, 10));
  g_assert_false (broker_connection_take_tokens (connection, 100, 10));
  broker_connection_free (connection);

  /* Long messages are dearer: two MiB at once are enough. */
  connection = broker_connection_new (1, -1);
  for (n = 0; broker_connection_take_tokens (connection, BROKER_MAX_MESSAGE, 0);)
    n++;
  g_assert_cmpuint (n, >=, 16);
  g_assert_cmpuint (n, <=, 2 * 1024 * 1024 / BROKER_MAX_MESSAGE);
  broker_connection_free (connection);
}

/* Connections that come and go during a round neither miss a turn nor keep the round from ending. */
static void
test_turns (void)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      BrokerChannel *channel = broker_channel_new (1, tails);
      g_autoptr (GPtrArray) connections = g_ptr_array_new ();
      BrokerGather gather;

      for (guint step = 0; step < 300; step++)
        {
          guint what = g_rand_int_range (random, 0, 10);
          BrokerConnection *connection = NULL;

          if (what == 0)
            append (channel, BROKER_LANE_NORMAL, "x");
          else if (what == 1)
            {
              guint64 here[BROKER_N_LANES];

              for (guint lane = 0; lane < BROKER_N_LANES; lane++)
                here[lane] = broker_log_get_tail (channel->logs[lane]);
              connection = broker_connection_new (step, -1);
              broker_channel_attach (channel, connection, here);
              g_ptr_array_add (connections, connection);
            }
          else if (what == 2 && connections->len > 0)
            {
              guint index = g_rand_int_range (random, 0, connections->len);

              broker_connection_free (g_ptr_array_remove_index_fast (connections, index));
            }
          else if ((connection = broker_channel_take_turn (channel)))
            {
              broker_connection_gather (connection, &gather);
              broker_connection_consume_all (connection, &gather);
            }
        }
      for (guint turn = 0; broker_channel_take_turn (channel); turn++)
        {
          BrokerConnection *connection = g_ptr_array_index (channel->connections, channel->next - 1);

          g_assert_cmpuint (turn, <=, connections->len);
          broker_connection_gather (connection, &gather);
          broker_connection_consume_all (connection, &gather);
        }
      for (guint i = 0; i < connections->len; i++)
        {
          broker_connection_gather (g_ptr_array_index (connections, i), &gather);
          g_assert_cmpuint (gather.n_iov, ==, 0);
          broker_connection_free (g_ptr_array_index (connections, i));
        }
      broker_channel_free (channel);
    }
}

static BrokerConnection *
pop_at (BrokerRing *ring,
        gint64      now_ms)
{
  broker_ring_advance (ring, now_ms);
  return broker_ring_pop (ring);
}

static void
test_ring (void)
{
  g_autofree BrokerRing *ring = g_new (BrokerRing, 1);
  BrokerConnection *connections[200];
  BrokerConnection *gone = NULL;
  guint n = 0;

  broker_ring_init (ring, 1000);
  g_assert_null (pop_at (ring, 1000));
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      connections[i] = broker_connection_new (i, -1);
      broker_ring_set (ring, connections[i], 1001 + i * 10);
    }
  broker_ring_set (ring, connections[0], 30000);
  broker_ring_set (ring, connections[1], G_MAXINT64 / 2);
  broker_ring_remove (ring, connections[2]);

  for (gint64 now = 1000; now < 4000; now++)
    {
      BrokerConnection *connection = NULL;

      while ((connection = pop_at (ring, now)))
        {
          gint64 due = 1001 + connection->id * 10;

          g_assert_cmpuint (connection->id, >, 2);
          g_assert_cmpint (now, >=, due);
          g_assert_cmpint (now, <, due + BROKER_RING_STEP_MS);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (connections) - 3);
  g_assert_null (pop_at (ring, 29999));
  g_assert_true (pop_at (ring, 30000) == connections[0]);
  g_assert_true (pop_at (ring, 1000 + BROKER_RING_BUCKETS * BROKER_RING_STEP_MS)
                 == connections[1]);
  /* After a long stop nothing is forgotten. */
  broker_ring_set (ring, connections[3], 100000);
  broker_ring_set (ring, connections[4], 100500);
  for (n = 0; (gone = pop_at (ring, 100000000)); n++)
    broker_ring_set (ring, gone, 100000000 + 30000);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (pop_at (ring, 100029999));
  for (n = 0; pop_at (ring, 100030000); n++)
    ;
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    broker_connection_free (connections[i]);
}

static void
read_all (int      fd,
          GString *out)
{
  char buffer[65536];
  gssize n = 0;

  while ((n = recv (fd, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
    g_string_append_len (out, buffer, n);
}

/* Whatever the back end, what comes out of each socket is the same, whoever shares a batch, has
 * something of its own, or does not read for a while. */
static void
test_sender (gconstpointer data)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  BrokerSender *sender = broker_sender_new (data);
  BrokerChannel *channel = broker_channel_new (1, tails);
  BrokerConnection *connections[8];
  GString *expected[8];
  GString *got[8];
  int ends[8];
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  if (g_strcmp0 (sender->name, data) != 0)
    {
      g_test_skip ("This kernel does not allow it");
      sender->free (sender);
      broker_channel_free (channel);
      return;
    }
  for (guint i = 0; i < 8; i++)
    {
      int pair[2];
      int size = 8192;

      g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
      setsockopt (pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
      connections[i] = broker_connection_new (i, pair[0]);
      ends[i] = pair[1];
      expected[i] = g_string_new (NULL);
      got[i] = g_string_new (NULL);
      broker_channel_attach (channel, connections[i], tails);
    }

  for (guint step = 0; step < 3000; step++)
    {
      guint what = g_rand_int_range (random, 0, 8);
      g_autofree char *text = g_strdup_printf ("%u %0*d", step,
                                               g_rand_int_range (random, 1, 2000), 0);
      g_autoptr (BrokerFrame) frame = text_frame (text);

      if (what == 0)
        {
          guint i = g_rand_int_range (random, 0, 8);

          /* Only where its place is certain: nothing else waits there. */
          if (connections[i]->position[BROKER_LANE_NORMAL]
                != broker_log_get_tail (channel->logs[BROKER_LANE_NORMAL])
              || !broker_connection_is_idle (connections[i]))
            continue;
          g_assert_true (broker_connection_push (connections[i], frame));
          g_string_append_len (expected[i], (char *) frame->data, frame->length);
        }
      else if (what < 5)
        {
          broker_channel_append (channel, BROKER_LANE_NORMAL, frame, 0);
          for (guint i = 0; i < 8; i++)
            g_string_append_len (expected[i], (char *) frame->data, frame->length);
        }
      else
        {
          BrokerSend sends[8];
          guint n = 0;

          for (guint i = 0; i < 8; i++)
            if (g_rand_boolean (random))
              sends[n++].connection = connections[i];
          sender->send (sender, sends, n);
          for (guint i = 0; i < n; i++)
            g_assert_true (sends[i].result <= BROKER_SEND_BLOCKED);
          read_all (ends[what], got[what]);
          read_all (ends[7 - what], got[7 - what]);
        }
    }
  for (guint i = 0; i < 8; i++)
    {
      BrokerSend send = { .connection = connections[i] };

      do
        {
          sender->send (sender, &send, 1);
          read_all (ends[i], got[i]);
        }
      while (send.bytes > 0 || send.result != BROKER_SEND_DONE);
      g_assert_cmpmem (got[i]->str, got[i]->len, expected[i]->str, expected[i]->len);
      g_string_free (got[i], TRUE);
      g_string_free (expected[i], TRUE);
      close (ends[i]);
      push (connections[i], "to nobody");
      sender->send (sender, &send, 1);
      g_assert_cmpint (send.result, ==, BROKER_SEND_FAILED);
      broker_connection_free (connections[i]);
    }
  broker_channel_free (channel);
  sender->free (sender);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/lengths", test_frame_lengths);
  g_test_add_func ("/frame/event", test_frame_event);
  g_test_add_func ("/frame/close", test_frame_close);
  g_test_add_func ("/log/bounds", test_log_bounds);
  g_test_add_func ("/connection/order", test_order);
  g_test_add_func ("/connection/partial-then-close", test_partial_then_close);
  g_test_add_func ("/connection/queued-then-close", test_queued_then_close);
  g_test_add_func ("/connection/lost", test_lost);
  g_test_add_func ("/connection/control-is-bounded", test_control_is_bounded);
  g_test_add_func ("/connection/tokens", test_tokens);
  g_test_add_func ("/channel/turns", test_turns);
  g_test_add_func ("/ring", test_ring);
  g_test_add_data_func ("/sender/epoll", BROKER_SENDER_EPOLL, test_sender);
  g_test_add_data_func ("/sender/io_uring", BROKER_SENDER_URING, test_sender);
  return g_test_run ();
}
