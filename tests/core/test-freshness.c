/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-cursor.h"
#include "cony-freshness.h"

#define NOW 100000

static void
assert_state (ConyFreshness *freshness,
              gint64         now,
              ConyFrescura   frescura,
              guint          edad)
{
  g_assert_cmpint (cony_freshness_get_frescura (freshness, now), ==, frescura);
  g_assert_cmpuint (cony_freshness_get_edad (freshness, now), ==, edad);
}

static void
test_nothing_proven (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  assert_state (&freshness, NOW, CONY_FRESCURA_RECONECTANDO, 0);
  g_assert_false (cony_freshness_socket_well (&freshness, NOW));
  assert_state (&freshness, NOW + 4999, CONY_FRESCURA_RECONECTANDO, 4999);
  assert_state (&freshness, NOW + 5000, CONY_FRESCURA_SIN_CONEXION, 5000);
}

/* A greeting is an open socket, no more. */
static void
test_open_socket_proves_nothing (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_opened (&freshness, NOW + 100);
  g_assert_false (cony_freshness_socket_well (&freshness, NOW + 100));
  assert_state (&freshness, NOW + 100, CONY_FRESCURA_RECONECTANDO, 100);
  cony_freshness_ping (&freshness, NOW + 200, 0);
  g_assert_true (cony_freshness_socket_well (&freshness, NOW + 200));
  assert_state (&freshness, NOW + 200, CONY_FRESCURA_EN_VIVO, 0);
}

static void
test_socket_falls_silent (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_opened (&freshness, NOW);
  cony_freshness_ping (&freshness, NOW, 0);
  assert_state (&freshness, NOW + 2999, CONY_FRESCURA_EN_VIVO, 2999);
  assert_state (&freshness, NOW + 3000, CONY_FRESCURA_RECONECTANDO, 3000);
  g_assert_true (cony_freshness_socket_well (&freshness, NOW + 3999));
  g_assert_false (cony_freshness_socket_well (&freshness, NOW + 4000));
  cony_freshness_swept (&freshness, NOW + 4010);
  assert_state (&freshness, NOW + 4500, CONY_FRESCURA_DIRECTO, 490);
  assert_state (&freshness, NOW + 9010, CONY_FRESCURA_SIN_CONEXION, 5000);
}

static void
test_socket_closes (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_opened (&freshness, NOW);
  cony_freshness_ping (&freshness, NOW, 0);
  cony_freshness_closed (&freshness);
  g_assert_false (cony_freshness_socket_well (&freshness, NOW + 1));
  assert_state (&freshness, NOW + 1000, CONY_FRESCURA_EN_VIVO, 1000);
  cony_freshness_swept (&freshness, NOW + 1100);
  assert_state (&freshness, NOW + 1200, CONY_FRESCURA_DIRECTO, 100);

  /* The next connection has to prove itself again. */
  cony_freshness_opened (&freshness, NOW + 1300);
  g_assert_false (cony_freshness_socket_well (&freshness, NOW + 1300));
}

/* A broker that cannot read its database pings on, but its pings are no proof. */
static void
test_late_broker (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_opened (&freshness, NOW);
  cony_freshness_ping (&freshness, NOW, 1000);
  g_assert_true (cony_freshness_socket_well (&freshness, NOW));
  assert_state (&freshness, NOW + 500, CONY_FRESCURA_EN_VIVO, 500);
  cony_freshness_ping (&freshness, NOW + 2000, 1001);
  g_assert_false (cony_freshness_socket_well (&freshness, NOW + 2000));
  assert_state (&freshness, NOW + 2000, CONY_FRESCURA_EN_VIVO, 2000);
  cony_freshness_ping (&freshness, NOW + 4000, 3001);
  assert_state (&freshness, NOW + 4000, CONY_FRESCURA_RECONECTANDO, 4000);

  /* The data is as old as the broker's last read. */
  cony_freshness_heard (&freshness, NOW + 5900);
  cony_freshness_ping (&freshness, NOW + 6000, 700);
  assert_state (&freshness, NOW + 6000, CONY_FRESCURA_EN_VIVO, 700);
}

/* The broker is well, and what it tells cannot be looked up. */
static void
test_deaf_window (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_opened (&freshness, NOW);
  cony_freshness_heard (&freshness, NOW + 1000);
  cony_freshness_ping (&freshness, NOW + 4900, 0);
  assert_state (&freshness, NOW + 4999, CONY_FRESCURA_EN_VIVO, 99);
  assert_state (&freshness, NOW + 5000, CONY_FRESCURA_SIN_BASE, 100);
  g_assert_true (cony_freshness_socket_well (&freshness, NOW + 5000));
  /* Whatever comes later, the older word does not count. */
  cony_freshness_heard (&freshness, NOW + 900);
  assert_state (&freshness, NOW + 5000, CONY_FRESCURA_SIN_BASE, 100);
  cony_freshness_heard (&freshness, NOW + 5000);
  assert_state (&freshness, NOW + 5000, CONY_FRESCURA_EN_VIVO, 100);

  /* Nothing at all is worse. */
  assert_state (&freshness, NOW + 9900, CONY_FRESCURA_SIN_CONEXION, 5000);
}

/* A proof never makes the data older. */
static void
test_newest_proof_counts (void)
{
  ConyFreshness freshness;

  cony_freshness_init (&freshness, NOW);
  cony_freshness_swept (&freshness, NOW + 900);
  cony_freshness_opened (&freshness, NOW + 950);
  cony_freshness_ping (&freshness, NOW + 1000, 800);
  assert_state (&freshness, NOW + 1000, CONY_FRESCURA_EN_VIVO, 100);
  cony_freshness_swept (&freshness, NOW + 500);
  assert_state (&freshness, NOW + 1000, CONY_FRESCURA_DIRECTO, 100);
}

static void
test_sleep (void)
{
  gint64 offset = 1000;

  g_assert_false (cony_freshness_slept (&offset, 21000, 20000));
  g_assert_false (cony_freshness_slept (&offset, 26000, 20000));
  g_assert_true (cony_freshness_slept (&offset, 31002, 20001));
  g_assert_false (cony_freshness_slept (&offset, 31003, 20002));
}

static void
test_cursor_text (void)
{
  ConyCursor cursor;
  g_autofree char *text = NULL;
  const char *bad[] = { "", "a", "a:1", ":1:2", "a:1:2:3", "a:-1:2", "a:1:-2", "a:x:2", "a:1:2 ",
                        "a:18446744073709551616:1" };

  g_assert_true (cony_cursor_parse (&cursor, "5f3a:18446744073709551615:2147483647"));
  g_assert_cmpstr (cursor.epoch, ==, "5f3a");
  g_assert_cmpuint (cursor.xid, ==, G_MAXUINT64);
  g_assert_cmpint (cursor.id, ==, G_MAXINT32);
  text = cony_cursor_format (&cursor);
  g_assert_cmpstr (text, ==, "5f3a:18446744073709551615:2147483647");

  g_assert_false (cony_cursor_parse (&cursor, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cony_cursor_parse (&cursor, bad[i]));
}

static void
test_cursor_later (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    const char *later;
  } cases[] = {
    { "e:5:1", "e:5:2", "e:5:2" },
    { "e:9:1", "e:10:0", "e:10:0" },
    { "e:10:0", "e:9:7", "e:10:0" },
    { "e:10:0", "f:11:0", "e:10:0" },
    { NULL, "e:1:1", "e:1:1" },
    { "e:1:1", NULL, "e:1:1" },
    { "e:1:1", "rubbish", "e:1:1" },
    { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *later = cony_cursor_later (cases[i].a, cases[i].b);

      g_assert_cmpstr (later, ==, cases[i].later);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/freshness/nothing-proven", test_nothing_proven);
  g_test_add_func ("/freshness/open-socket-proves-nothing", test_open_socket_proves_nothing);
  g_test_add_func ("/freshness/socket-falls-silent", test_socket_falls_silent);
  g_test_add_func ("/freshness/socket-closes", test_socket_closes);
  g_test_add_func ("/freshness/late-broker", test_late_broker);
  g_test_add_func ("/freshness/deaf-window", test_deaf_window);
  g_test_add_func ("/freshness/newest-proof-counts", test_newest_proof_counts);
  g_test_add_func ("/freshness/sleep", test_sleep);
  g_test_add_func ("/cursor/text", test_cursor_text);
  g_test_add_func ("/cursor/later", test_cursor_later);

  return g_test_run ();
}
