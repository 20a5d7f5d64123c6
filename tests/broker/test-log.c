/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "broker-log.h"

#define LARGE (1024 * 1024)

static void
test_log_bounds (void)
{
  g_autoptr (BrokerLog) log = broker_log_new (7);
  g_autofree char *large = g_strnfill (LARGE, 'x');
  g_autoptr (BrokerFrame) small = broker_frame_new_text ("s", 1);
  g_autoptr (BrokerFrame) big = broker_frame_new_text (large, LARGE);

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/bounds", test_log_bounds);
  return g_test_run ();
}
