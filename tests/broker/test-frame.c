/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "broker-frame.h"

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/lengths", test_frame_lengths);
  g_test_add_func ("/frame/event", test_frame_event);
  g_test_add_func ("/frame/close", test_frame_close);
  return g_test_run ();
}
