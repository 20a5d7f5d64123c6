/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "broker-connection.h"

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

/* One call takes so many pieces and so many bytes, but always a whole frame. */
static void
test_gather_is_bounded (void)
{
  BrokerConnection *connection = broker_connection_new (1, -1);
  g_autofree char *large = g_strnfill (BROKER_GATHER_BYTES, 'x');
  g_autofree char *half = g_strnfill (BROKER_GATHER_BYTES / 2, 'x');
  BrokerGather gather;

  for (guint i = 0; i < BROKER_GATHER_MAX + 1; i++)
    push (connection, "x");
  broker_connection_gather (connection, &gather);
  g_assert_cmpuint (gather.n_iov, ==, BROKER_GATHER_MAX);
  g_assert_true (gather.cut);
  broker_connection_consume (connection, gather.bytes);
  broker_connection_gather (connection, &gather);
  g_assert_cmpuint (gather.n_iov, ==, 1);
  g_assert_false (gather.cut);
  broker_connection_consume (connection, gather.bytes);

  push (connection, large);
  push (connection, half);
  push (connection, half);
  for (guint i = 0; i < 3; i++)
    {
      broker_connection_gather (connection, &gather);
      g_assert_cmpuint (gather.n_iov, ==, 1);
      g_assert_true (gather.cut == (i < 2));
      broker_connection_consume (connection, gather.bytes);
    }
  g_assert_true (broker_connection_is_idle (connection));
  broker_connection_free (connection);
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection/order", test_order);
  g_test_add_func ("/connection/partial-then-close", test_partial_then_close);
  g_test_add_func ("/connection/queued-then-close", test_queued_then_close);
  g_test_add_func ("/connection/lost", test_lost);
  g_test_add_func ("/connection/gather-is-bounded", test_gather_is_bounded);
  g_test_add_func ("/connection/control-is-bounded", test_control_is_bounded);
  g_test_add_func ("/connection/tokens", test_tokens);
  return g_test_run ();
}
