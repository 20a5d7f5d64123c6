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

/* Control, then urgent, then normal; whatever the kernel takes at a time, the bytes are the same. */
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

/* A frame that was begun is completed before anything else, also before a close frame. */
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
  broker_connection_begin_close (connection, bye, 100);
  push (connection, "ignored");
  out = drain (connection, 2, &frames);
  g_assert_cmpmem (out->str, out->len, "bcdef\x88\x02\x0f\xa8", 9);
  g_assert_null (connection->channel);
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

  while (broker_connection_take_token (connection, 0))
    n++;
  g_assert_cmpuint (n, >, 100);
  g_assert_true (broker_connection_take_token (connection, 10));
  g_assert_true (broker_connection_take_token (connection, 10));
  g_assert_false (broker_connection_take_token (connection, 10));
  broker_connection_free (connection);
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
  g_test_add_func ("/connection/lost", test_lost);
  g_test_add_func ("/connection/control-is-bounded", test_control_is_bounded);
  g_test_add_func ("/connection/tokens", test_tokens);
  return g_test_run ();
}
