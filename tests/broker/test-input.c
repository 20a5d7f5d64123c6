/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include "broker-input.h"

/* Bytes of the heap that are in use may grow by this while nothing is kept. */
#define MAX_GROWTH (256 * 1024)

static void
text_cb (const guint8 *text,
         gsize         length,
         gpointer      user_data)
{
  g_assert_not_reached ();
}

static void
ping_cb (const guint8 *payload,
         gsize         length,
         gpointer      user_data)
{
  guint *n_pings = user_data;

  (*n_pings)++;
}

static void
close_cb (gpointer user_data)
{
  g_assert_not_reached ();
}

/* A flood of pings whose reads always end inside a frame, so that the parser is never thrown away. */
static void
test_pings_keep_nothing (void)
{
  static const BrokerInputFuncs funcs = { text_cb, ping_cb, close_cb };
  static const guint8 ping[] = { 0x89, 0x80, 1, 2, 3, 4 };
  const guint n_reads = 200;
  const guint n_each = 1000;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  BrokerInput input = { 0 };
  guint n_pings = 0;
  gsize before = 0;

  for (guint i = 0; i <= n_each; i++)
    g_byte_array_append (data, ping, sizeof ping);
  g_assert_cmpuint (broker_input_feed (&input, ping, 3, &funcs, &n_pings), ==, 0);
  before = mallinfo2 ().uordblks;
  for (guint i = 0; i < n_reads; i++)
    g_assert_cmpuint (broker_input_feed (&input, data->data + 3, n_each * sizeof ping, &funcs,
                                         &n_pings),
                      ==, 0);
  g_assert_cmpuint (n_pings, ==, n_reads * n_each);
  g_assert_cmpuint (mallinfo2 ().uordblks, <, before + MAX_GROWTH);
  broker_input_clear (&input);
}

/* Whatever a client sends after what makes no sense is looked at no more, not even its frames. */
static void
test_code_stays (void)
{
  static const BrokerInputFuncs funcs = { text_cb, ping_cb, close_cb };
  static const guint8 too_big[] = { 0x81, 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4 };
  static const guint8 ping[] = { 0x89, 0x80, 1, 2, 3, 4 };
  BrokerInput input = { 0 };
  guint n_pings = 0;

  g_assert_cmpuint (broker_input_feed (&input, too_big, sizeof too_big, &funcs, &n_pings), ==,
                    BROKER_CLOSE_TOO_BIG);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (broker_input_feed (&input, ping, sizeof ping, &funcs, &n_pings), ==,
                      BROKER_CLOSE_TOO_BIG);
  g_assert_cmpuint (n_pings, ==, 0);
  broker_input_clear (&input);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/pings-keep-nothing", test_pings_keep_nothing);
  g_test_add_func ("/input/code-stays", test_code_stays);
  return g_test_run ();
}
