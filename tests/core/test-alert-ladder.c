/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alert-ladder.h"

/* The ladder with a clock that the test turns. */
typedef struct
{
  GListStore *alertas;
  ConyAlertLadder *ladder;
  GDateTime *start;
  int second;
  GString *log; /* what happened, like "3:ring a alerta;" */
} Fixture;

static void
appeared_cb (Fixture    *fixture,
             ConyAlerta *alerta)
{
  g_string_append_printf (fixture->log, "%d:new %s;", fixture->second,
                          cony_alerta_get_uid (alerta));
}

static void
ring_cb (Fixture    *fixture,
         ConyAlerta *alerta,
         const char *sound)
{
  g_string_append_printf (fixture->log, "%d:%s %s;", fixture->second, sound,
                          cony_alerta_get_uid (alerta));
}

static void
climbed_cb (Fixture    *fixture,
            ConyAlerta *alerta,
            int         level)
{
  g_string_append_printf (fixture->log, "%d:%s climbs to %d;", fixture->second,
                          cony_alerta_get_uid (alerta), level);
}

static void
due_cb (Fixture    *fixture,
        ConyAlerta *alerta,
        int         escalon)
{
  g_string_append_printf (fixture->log, "%d:%s due %d;", fixture->second,
                          cony_alerta_get_uid (alerta), escalon);
}

static void
silenced_cb (Fixture    *fixture,
             const char *uid)
{
  g_string_append_printf (fixture->log, "%d:silent %s;", fixture->second, uid);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->alertas = g_list_store_new (CONY_TYPE_ALERTA);
  fixture->ladder = cony_alert_ladder_new ();
  fixture->start = g_date_time_new_utc (2026, 11, 24, 20, 0, 0);
  fixture->log = g_string_new (NULL);
  g_signal_connect_swapped (fixture->ladder, "appeared", G_CALLBACK (appeared_cb), fixture);
  g_signal_connect_swapped (fixture->ladder, "ring", G_CALLBACK (ring_cb), fixture);
  g_signal_connect_swapped (fixture->ladder, "climbed", G_CALLBACK (climbed_cb), fixture);
  g_signal_connect_swapped (fixture->ladder, "due", G_CALLBACK (due_cb), fixture);
  g_signal_connect_swapped (fixture->ladder, "silenced", G_CALLBACK (silenced_cb), fixture);
  cony_alert_ladder_set_model (fixture->ladder, G_LIST_MODEL (fixture->alertas));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->ladder);
  g_assert_finalize_object (fixture->alertas);
  g_date_time_unref (fixture->start);
  g_string_free (fixture->log, TRUE);
}

/* Sent at second @sent of the test; @id 0 is known from its event alone. */
static ConyAlerta *
add (Fixture    *fixture,
     gint64      id,
     const char *uid,
     const char *prioridad,
     int         sent)
{
  g_autoptr (GDateTime) time = g_date_time_add_seconds (fixture->start, sent);
  g_autoptr (ConyAlerta) alerta
    = g_object_new (CONY_TYPE_ALERTA, "id", id, "uid", uid, "prioridad", prioridad, "fecha-envio",
                    time, NULL);

  g_list_store_append (fixture->alertas, alerta);
  return alerta;
}

/* The row has changed in place, as a store says it. */
static void
touch (Fixture    *fixture,
       ConyAlerta *alerta)
{
  gpointer again = g_object_ref (alerta);
  guint position;

  g_assert_true (g_list_store_find (fixture->alertas, alerta, &position));
  g_list_store_splice (fixture->alertas, position, 1, &again, 1);
  g_object_unref (alerta);
}

static void
run_until (Fixture *fixture,
           int      second)
{
  for (; fixture->second <= second; fixture->second++)
    {
      g_autoptr (GDateTime) now = g_date_time_add_seconds (fixture->start, fixture->second);

      cony_alert_ladder_tick (fixture->ladder, now);
    }
  fixture->second = second;
}

static void
expect (Fixture    *fixture,
        const char *log)
{
  g_assert_cmpstr (fixture->log->str, ==, log);
  g_string_truncate (fixture->log, 0);
}

static void
test_normal (Fixture       *fixture,
             gconstpointer  data)
{
  run_until (fixture, 0);
  add (fixture, 1, "n", "normal", 0);
  expect (fixture, "0:new n;0:alerta n;");
  run_until (fixture, 300);
  expect (fixture, "");
}

static void
test_alta (Fixture       *fixture,
           gconstpointer  data)
{
  ConyAlerta *alerta;

  run_until (fixture, 0);
  alerta = add (fixture, 1, "a", "alta", 0);
  run_until (fixture, 12);
  expect (fixture, "0:new a;0:alerta-alta a;5:alerta-alta a;10:alerta-alta a;");
  run_until (fixture, 44);
  g_string_truncate (fixture->log, 0);
  /* The front desk is told; the sound stays. */
  run_until (fixture, 45);
  expect (fixture, "45:a climbs to 3;45:a due 1;45:alerta-alta a;");
  g_object_set (alerta, "escalon", 1, NULL);
  run_until (fixture, 49);
  expect (fixture, "");
  run_until (fixture, 300);
  g_assert_null (strstr (fixture->log->str, "climbs"));
  g_assert_null (strstr (fixture->log->str, "due"));
  g_assert_null (strstr (fixture->log->str, "fuerte"));
}

static void
test_urgente (Fixture       *fixture,
              gconstpointer  data)
{
  ConyAlerta *alerta;

  run_until (fixture, 0);
  alerta = add (fixture, 1, "u", "urgente", 0);
  run_until (fixture, 14);
  expect (fixture, "0:new u;0:alerta-urgente u;5:alerta-urgente u;10:alerta-urgente u;");
  g_assert_cmpint (cony_alert_ladder_get_level (fixture->ladder, alerta), ==,
                   CONY_ALERT_LEVEL_CALM);
  run_until (fixture, 15);
  expect (fixture, "15:u climbs to 2;15:u due 1;15:alerta-fuerte u;");
  g_object_set (alerta, "escalon", 1, NULL);
  run_until (fixture, 44);
  expect (fixture, "20:alerta-fuerte u;25:alerta-fuerte u;30:alerta-fuerte u;35:alerta-fuerte u;"
                   "40:alerta-fuerte u;");
  run_until (fixture, 45);
  expect (fixture, "45:u climbs to 3;45:u due 2;45:alerta-fuerte u;");
  g_assert_cmpint (cony_alert_ladder_get_level (fixture->ladder, alerta), ==,
                   CONY_ALERT_LEVEL_TOLD);
  g_object_set (alerta, "escalon", 2, NULL);
  run_until (fixture, 119);
  g_string_truncate (fixture->log, 0);
  run_until (fixture, 126);
  expect (fixture, "120:u climbs to 4;120:u due 3;120:alerta-larga u;122:u due 3;124:u due 3;"
                   "125:alerta-larga u;126:u due 3;");
  /* Seen here or anywhere: silent at once, without a tick. */
  g_object_set (alerta, "leida", TRUE, NULL);
  touch (fixture, alerta);
  expect (fixture, "126:silent u;");
  g_assert_cmpint (cony_alert_ladder_get_level (fixture->ladder, alerta), ==,
                   CONY_ALERT_LEVEL_NONE);
  run_until (fixture, 200);
  expect (fixture, "");
}

/* The program starts and finds what is unread. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  ConyAlerta *seen = add (fixture, 1, "s", "urgente", -60);
  ConyAlerta *shown = add (fixture, 2, "n", "normal", -60);
  ConyAlerta *late = add (fixture, 3, "l", "urgente", -60);
  ConyAlerta *urgent = add (fixture, 4, "u", "urgente", -60);

  add (fixture, 5, "m", "normal", -60);
  g_object_set (seen, "leida", TRUE, NULL);
  g_object_set (shown, "entregada", fixture->start, NULL);
  g_object_set (late, "tarde", TRUE, NULL);
  g_object_set (urgent, "escalon", 1, "entregada", fixture->start, NULL);
  expect (fixture, "");
  /* The right rung at once; what no screen has shown yet is new; one sound, of the worst. */
  run_until (fixture, 0);
  expect (fixture, "0:new u;0:u climbs to 3;0:u due 2;0:new m;0:alerta-fuerte u;");
  g_object_set (urgent, "escalon", 2, NULL);
  run_until (fixture, 9);
  expect (fixture, "5:alerta-fuerte u;");
  /* Late ones never climb. */
  g_assert_cmpint (cony_alert_ladder_get_level (fixture->ladder, late), ==, CONY_ALERT_LEVEL_CALM);
  run_until (fixture, 300);
  g_assert_null (strstr (fixture->log->str, " l"));
}

static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  ConyAlerta *first;
  ConyAlerta *second;

  run_until (fixture, 0);
  first = add (fixture, 1, "a", "alta", 0);
  run_until (fixture, 2);
  second = add (fixture, 2, "u", "urgente", 2);
  run_until (fixture, 7);
  expect (fixture, "0:new a;0:alerta-alta a;2:new u;2:alerta-urgente u;7:alerta-urgente u;");
  /* A normal one is heard once between the others and does not disturb their rhythm. */
  run_until (fixture, 9);
  add (fixture, 3, "n", "normal", 9);
  run_until (fixture, 12);
  expect (fixture, "9:new n;9:alerta n;12:alerta-urgente u;");
  /* Each needs its own Visto. */
  g_object_set (second, "leida", TRUE, NULL);
  touch (fixture, second);
  run_until (fixture, 17);
  expect (fixture, "12:silent u;17:alerta-alta a;");
  g_object_set (first, "leida", TRUE, NULL);
  touch (fixture, first);
  run_until (fixture, 40);
  expect (fixture, "17:silent a;");
}

/* Without a database: known from its event alone, then its Visto waits. */
static void
test_without_database (Fixture       *fixture,
                       gconstpointer  data)
{
  const char *uids[] = { "u", NULL };
  const char *none[] = { NULL };
  g_autoptr (GDateTime) stored = g_date_time_add_seconds (fixture->start, 50);
  ConyAlerta *alerta;

  run_until (fixture, 0);
  alerta = add (fixture, 0, "u", "urgente", 0);
  run_until (fixture, 48);
  g_assert_null (strstr (fixture->log->str, "due"));
  g_assert_nonnull (strstr (fixture->log->str, "45:u climbs to 3;"));
  g_string_truncate (fixture->log, 0);

  /* Stored with the database's own time: it does not step down, and does not ring again. */
  run_until (fixture, 50);
  g_string_truncate (fixture->log, 0);
  g_object_set (alerta, "id", (gint64) 9, "fecha-envio", stored, NULL);
  touch (fixture, alerta);
  expect (fixture, "");
  run_until (fixture, 55);
  expect (fixture, "55:alerta-fuerte u;");
  g_assert_cmpint (cony_alert_ladder_get_level (fixture->ladder, alerta), ==,
                   CONY_ALERT_LEVEL_TOLD);
  run_until (fixture, 65);
  expect (fixture, "60:alerta-fuerte u;65:u due 1;65:alerta-fuerte u;");

  cony_alert_ladder_set_quiet (fixture->ladder, uids);
  g_assert_true (cony_alert_ladder_get_quiet (fixture->ladder, "u"));
  expect (fixture, "65:silent u;");
  run_until (fixture, 200);
  expect (fixture, "");
  /* The database refused it: the alert is there again. */
  cony_alert_ladder_set_quiet (fixture->ladder, none);
  expect (fixture, "200:new u;200:u climbs to 4;200:u due 1;200:alerta-larga u;");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/alert-ladder/normal", test_normal);
  ADD ("/alert-ladder/alta", test_alta);
  ADD ("/alert-ladder/urgente", test_urgente);
  ADD ("/alert-ladder/restart", test_restart);
  ADD ("/alert-ladder/several", test_several);
  ADD ("/alert-ladder/without-database", test_without_database);
  return g_test_run ();
}
