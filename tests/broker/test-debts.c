/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-debts.h"

typedef struct
{
  BrokerDebts *debts;
  BrokerEvent *event;
  GString *log;
} Fixture;

static const guint after_ms[BROKER_DEBT_ATTEMPTS] = { 5000, 15000, 60000 };

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->debts = broker_debts_new (after_ms);
  fixture->event = broker_event_new ("alerta_cocina", "urgente", "u", "{}", 2, 1, 0);
  fixture->log = g_string_new (NULL);
  g_assert_true (broker_debts_add (fixture->debts, fixture->event, 0));
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  broker_debts_free (fixture->debts);
  broker_event_unref (fixture->event);
  g_string_free (fixture->log, TRUE);
}

static gboolean
note (BrokerEvent       *event,
      BrokerDebtVerdict  verdict,
      gint64             n,
      gpointer           user_data)
{
  g_string_append_printf (user_data, "%s%d ", verdict == BROKER_DEBT_REPEAT ? "re" : "end", (int) n);
  return verdict == BROKER_DEBT_GIVEN_UP;
}

/* Somebody else has to tell it. */
static gboolean
leave (BrokerEvent       *event,
       BrokerDebtVerdict  verdict,
       gint64             n,
       gpointer           user_data)
{
  note (event, verdict, n, user_data);
  return FALSE;
}

/* What happened up to @to_ms, looking every 500 ms, with the second of each step. */
static void
run (Fixture *fixture,
     gint64   from_ms,
     gint64   to_ms)
{
  for (gint64 now = from_ms; now <= to_ms; now += 500)
    {
      gsize before = fixture->log->len;

      broker_debts_check (fixture->debts, now, note, fixture->log);
      if (fixture->log->len > before)
        g_string_append_printf (fixture->log, "@%d ", (int) (now / 1000));
    }
}

/* “45 s after the last it is given up” */
static void
test_unpaid (Fixture       *fixture,
             gconstpointer  data)
{
  run (fixture, 0, 200000);
  g_assert_cmpstr (fixture->log->str, ==, "re1 @5 re2 @15 re3 @60 end0 @105 ");
  g_assert_cmpuint (broker_debts_count (fixture->debts), ==, 0);
}

static void
test_paid (Fixture       *fixture,
           gconstpointer  data)
{
  run (fixture, 0, 6000);
  g_assert_true (broker_debts_pay (fixture->debts, "u"));
  g_assert_false (broker_debts_pay (fixture->debts, "u"));
  run (fixture, 6500, 200000);
  g_assert_cmpstr (fixture->log->str, ==, "re1 @5 ");
  /* Its stored twin is the same debt. */
  g_assert_false (broker_debts_add (fixture->debts, fixture->event, 200000));
}

static void
test_delayed (Fixture       *fixture,
              gconstpointer  data)
{
  run (fixture, 0, 6000);
  g_assert_false (broker_debts_delay (fixture->debts, "u", 0, 100000, 6000));
  g_assert_true (broker_debts_delay (fixture->debts, "u", 1, 30000, 6000));
  run (fixture, 6500, 40000);
  g_assert_cmpstr (fixture->log->str, ==, "re1 @5 re2 @36 ");
  g_assert_false (broker_debts_delay (fixture->debts, "x", 0, 1, 0));
  /* Nobody puts it off for more than five minutes. */
  g_assert_true (broker_debts_delay (fixture->debts, "u", 2, G_MAXINT64 / 2, 40000));
  run (fixture, 40500, 341000);
  g_assert_cmpstr (fixture->log->str, ==, "re1 @5 re2 @36 re3 @340 ");
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  run (fixture, 0, 4000);
  g_assert_true (broker_debts_progress (fixture->debts, "u", 4000));
  run (fixture, 4500, 10000);
  g_assert_cmpstr (fixture->log->str, ==, "re1 @9 ");
}

static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto (GStrv) due = NULL;

  run (fixture, 0, 104500);
  g_assert_null (broker_debts_list_due (fixture->debts, 104999));
  due = broker_debts_list_due (fixture->debts, 105000);
  g_assert_cmpuint (g_strv_length (due), ==, 1);
  g_assert_cmpstr (due[0], ==, "u");
  g_string_truncate (fixture->log, 0);
  for (gint64 now = 105000; now <= 109000; now += 500)
    broker_debts_check (fixture->debts, now, leave, fixture->log);
  g_assert_cmpstr (fixture->log->str, ==, "end0 end2000 end4000 ");
  g_assert_cmpuint (broker_debts_count (fixture->debts), ==, 1);
}

/* After a restart, with its age in seconds: it goes on there, or is repeated once more at 30 s.
 * “that goes on where its age says” */
static void
test_old (void)
{
  static const struct
  {
    int age_s;
    const char *log;
  } cases[] = {
    { 0, "re1 @5 re2 @15 re3 @60 end0 @105 " },
    { 7, "re2 @8 re3 @53 end0 @98 " },
    { 59, "re3 @1 end0 @46 " },
    { 60, "re3 @30 end0 @75 " },
    { 3000, "re3 @30 end0 @75 " },
    { -5, "re1 @5 re2 @15 re3 @60 end0 @105 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };

      fixture.debts = broker_debts_new (after_ms);
      fixture.event = broker_event_new ("alerta_cocina", "urgente", "u", "{}", 2, 1, 0);
      fixture.log = g_string_new (NULL);
      g_assert_true (broker_debts_add_old (fixture.debts, fixture.event, cases[i].age_s * 1000,
                                           30000, 0));
      g_assert_false (broker_debts_add (fixture.debts, fixture.event, 0));
      run (&fixture, 0, 200000);
      g_assert_cmpstr (fixture.log->str, ==, cases[i].log);
      teardown (&fixture, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/broker/debts/unpaid", Fixture, NULL, setup, test_unpaid, teardown);
  g_test_add ("/broker/debts/paid", Fixture, NULL, setup, test_paid, teardown);
  g_test_add ("/broker/debts/delayed", Fixture, NULL, setup, test_delayed, teardown);
  g_test_add ("/broker/debts/progress", Fixture, NULL, setup, test_progress, teardown);
  g_test_add ("/broker/debts/left", Fixture, NULL, setup, test_left, teardown);
  g_test_add_func ("/broker/debts/old", test_old);
  return g_test_run ();
}
