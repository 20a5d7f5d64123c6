/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-cursor.h"
#include "cony-direct-reader.h"

#include "core-test.h"
#include "realtime-test.h"
#include "shop-test.h"

static gint64
ms_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000;
}

static void
test_direct (RealtimeTest *fixture,
             gconstpointer data)
{
  g_autofree char *uid = NULL;
  guint n_woken = 0;
  gint64 start;

  g_signal_connect_swapped (cony_session_get_database (fixture->ana), "notify-received",
                            G_CALLBACK (realtime_test_count_cb), &n_woken);
  g_assert_cmpint (cony_realtime_get_frescura (fixture->stream), ==, CONY_FRESCURA_RECONECTANDO);
  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  g_assert_cmpuint (cony_realtime_get_edad (fixture->stream), ==, 0);
  g_assert_cmpint (cony_realtime_get_last_seen (fixture->stream), >, 0);

  start = g_get_monotonic_time ();
  uid = realtime_test_alert (fixture, "Directo");
  core_wait (shop_n_with_uid (fixture->events, uid));
  g_assert_cmpint (ms_since (start), <, 5000);
  core_wait (n_woken > 0);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, uid), ==, 1);
  g_assert_nonnull (cony_event_get_cursor (shop_find_uid (fixture->events, uid)));
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
  g_signal_handlers_disconnect_by_data (cony_session_get_database (fixture->ana), &n_woken);
}

/* Nothing falls between the login and the first read. */
static void
test_since_login (RealtimeTest *fixture,
                  gconstpointer data)
{
  g_autofree char *uid = realtime_test_alert (fixture, "Antes de empezar");

  cony_realtime_start (fixture->stream);
  core_wait (shop_n_with_uid (fixture->events, uid));
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
}

/* A transaction that stores an event and stays open, which holds the gate. */
static ConyDatabase *
hold_gate (const char *uid)
{
  ConyDatabase *writer = shop_connect ("postgres");
  g_autofree char *insert = NULL;
  g_autoptr (ConyResult) begun = NULL;
  g_autoptr (ConyResult) inserted = NULL;

  insert = g_strdup_printf ("INSERT INTO cony.eventos_realtime (tipo, payload, sucursal_id, uid) VALUES"
                            " ('pedido_actualizado', '{\"tipo\":\"pedido_actualizado\"}', 1, '%s')", uid);
  begun = shop_query (writer, "BEGIN");
  inserted = shop_query (writer, insert);
  return writer;
}

/* Somebody's long transaction holds the gate: what comes after is shown early, once, and what the
 * transaction itself stores is not lost although its place is before. */
static void
test_gate (RealtimeTest *fixture,
           gconstpointer data)
{
  g_autoptr (ConyDatabase) writer = NULL;
  g_autoptr (ConyResult) committed = NULL;
  g_autofree char *inside = g_uuid_string_random ();
  g_autofree char *after = NULL;
  g_autofree char *last = NULL;
  gint64 start;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  writer = hold_gate (inside);

  start = g_get_monotonic_time ();
  after = realtime_test_alert (fixture, "Detrás de la barrera");
  core_wait (shop_n_with_uid (fixture->events, after));
  g_assert_cmpint (ms_since (start), >=, 50);
  g_assert_cmpint (ms_since (start), <, 5000);
  g_assert_null (cony_event_get_cursor (shop_find_uid (fixture->events, after)));
  g_assert_cmpuint (shop_n_with_uid (fixture->events, inside), ==, 0);

  committed = shop_query (writer, "COMMIT");
  core_wait (shop_n_with_uid (fixture->events, inside));
  last = realtime_test_alert (fixture, "Última");
  core_wait (shop_n_with_uid (fixture->events, last));
  g_assert_cmpuint (shop_n_with_uid (fixture->events, after), ==, 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, inside), ==, 1);
  g_assert_cmpuint (fixture->completed->len, ==, 0);
  cony_database_close (writer);
}

/* One read takes everything that is visible: all pages, and at the beginning also what is held. */
static void
test_first_read (RealtimeTest *fixture,
                 gconstpointer data)
{
  g_autoptr (ConyDirectReader) reader = cony_direct_reader_new (fixture->ana);
  g_autoptr (ConyDatabase) writer = NULL;
  g_autofree char *inside = g_uuid_string_random ();
  g_autofree char *held = NULL;
  gint64 last_id = 0;
  guint n_swept = 0;

  shop_do ("INSERT INTO cony.eventos_realtime (tipo, payload, sucursal_id)"
           " SELECT 'pedido_actualizado', '{\"tipo\":\"pedido_actualizado\",\"pedido_id\":0}', 1"
           " FROM generate_series (1, 1200)");
  writer = hold_gate (inside);
  held = realtime_test_alert (fixture, "Ya detrás de la barrera");
  g_signal_connect_swapped (reader, "event", G_CALLBACK (realtime_test_keep_event_cb), fixture->events);
  g_signal_connect_swapped (reader, "swept", G_CALLBACK (realtime_test_count_cb), &n_swept);
  cony_direct_reader_set_cursor (reader, cony_session_get_cursor (fixture->ana));
  cony_direct_reader_start (reader);
  core_wait (n_swept == 1);

  g_assert_cmpuint (fixture->events->len, ==, 1201);
  for (guint i = 0; i < 1200; i++)
    {
      g_assert_cmpint (cony_event_get_id (fixture->events->pdata[i]), >, last_id);
      g_assert_nonnull (cony_event_get_cursor (fixture->events->pdata[i]));
      last_id = cony_event_get_id (fixture->events->pdata[i]);
    }
  g_assert_cmpuint (shop_n_with_uid (fixture->events, held), ==, 1);
  g_assert_null (cony_event_get_cursor (shop_find_uid (fixture->events, held)));
  cony_direct_reader_stop (reader);
  cony_database_close (writer);
}

typedef struct
{
  ConyDatabase *writer;
  GPtrArray *events;
} Late;

static void
commit_cb (Late      *late,
           ConyEvent *event)
{
  g_ptr_array_add (late->events, g_object_ref (event));
  if (late->writer == NULL)
    return;
  cony_result_unref (shop_query (late->writer, "COMMIT"));
  cony_database_close (late->writer);
  g_clear_object (&late->writer);
}

/* A transaction ends between two pages of one read: its row lies before the second page, which the
 * gate no longer holds back.  The cursor must not jump over it. */
static void
test_gate_between_pages (RealtimeTest *fixture,
                         gconstpointer data)
{
  g_autoptr (ConyDirectReader) reader = cony_direct_reader_new (fixture->ana);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConyDatabase) rosa = shop_connect ("rosa");
  g_autofree char *held = g_uuid_string_random ();
  Late late = { hold_gate (held), events };

  cony_result_unref (shop_query (rosa, "SELECT api.alertar_cocina (gen_random_uuid (), 1, NULL, 'Más', 'normal')"
                                       " FROM generate_series (1, 510)"));

  g_signal_connect_swapped (reader, "event", G_CALLBACK (commit_cb), &late);
  cony_direct_reader_set_cursor (reader, cony_session_get_cursor (fixture->ana));
  cony_direct_reader_start (reader);
  core_wait (events->len >= 511);
  g_assert_cmpuint (shop_n_with_uid (events, held), ==, 1);
  cony_direct_reader_stop (reader);
  cony_database_close (rosa);
}

static void
test_lost_place (RealtimeTest *fixture,
                 gconstpointer data)
{
  ConyCursor cursor;
  g_autofree char *future = NULL;
  const char *places[] = { "otra:1:0", NULL, NULL };

  g_assert_true (cony_cursor_parse (&cursor, cony_session_get_cursor (fixture->ana)));
  future = g_strdup_printf ("%s:99999999999:0", cursor.epoch);
  places[1] = future;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (ConyDirectReader) reader = cony_direct_reader_new (fixture->ana);
      g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *uid = NULL;
      guint n_lost = 0;
      guint n_swept = 0;

      g_signal_connect_swapped (reader, "event", G_CALLBACK (realtime_test_keep_event_cb), events);
      g_signal_connect_swapped (reader, "lost-place", G_CALLBACK (realtime_test_count_cb), &n_lost);
      g_signal_connect_swapped (reader, "swept", G_CALLBACK (realtime_test_count_cb), &n_swept);
      cony_direct_reader_set_cursor (reader, places[i]);
      cony_direct_reader_start (reader);
      core_wait (n_swept == 1);
      g_assert_cmpuint (n_lost, ==, 1);
      uid = realtime_test_alert (fixture, "Después");
      core_wait (shop_n_with_uid (events, uid));
      g_assert_cmpuint (n_lost, ==, 1);
      cony_direct_reader_stop (reader);
    }
}

/* A dump of another server was read back: its numbers of transactions lie in the future of this one. They
 * are no new events, and what is new comes past them. */
static void
test_foreign_rows (RealtimeTest *fixture,
                   gconstpointer data)
{
  g_autoptr (ConyDirectReader) reader = cony_direct_reader_new (fixture->ana);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *foreign = realtime_test_alert (fixture, "De otro servidor");
  g_autofree char *uid = NULL;
  guint n_lost = 0;
  guint n_swept = 0;

  g_signal_connect_swapped (reader, "event", G_CALLBACK (realtime_test_keep_event_cb), events);
  g_signal_connect_swapped (reader, "lost-place", G_CALLBACK (realtime_test_count_cb), &n_lost);
  g_signal_connect_swapped (reader, "swept", G_CALLBACK (realtime_test_count_cb), &n_swept);
  shop_do ("UPDATE cony.eventos_realtime SET xid = '99999999999' WHERE uid = '%s'", foreign);
  cony_direct_reader_set_cursor (reader, cony_session_get_cursor (fixture->ana));
  cony_direct_reader_start (reader);
  core_wait (n_swept >= 1);
  uid = realtime_test_alert (fixture, "De aquí");
  core_wait (shop_n_with_uid (events, uid));
  core_wait (n_swept >= 2);
  g_assert_cmpuint (shop_n_with_uid (events, foreign), ==, 0);
  g_assert_cmpuint (n_lost, ==, 0);
  cony_direct_reader_stop (reader);
  shop_do ("UPDATE cony.eventos_realtime SET xid = '0' WHERE uid = '%s'", foreign);
}

static void
test_direct_ack (RealtimeTest *fixture,
                 gconstpointer data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  uid = realtime_test_alert (fixture, "Confirmar");
  core_wait (shop_n_with_uid (fixture->events, uid));
  cony_realtime_ack (fixture->stream, shop_find_uid (fixture->events, uid));
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'"
                           " AND tipo = 'ack' AND pantalla = 'Prueba'", uid) == 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  realtime_test_add ("/realtime/direct/events", FALSE, test_direct);
  realtime_test_add ("/realtime/direct/since-login", FALSE, test_since_login);
  realtime_test_add ("/realtime/direct/gate", FALSE, test_gate);
  realtime_test_add ("/realtime/direct/first-read", FALSE, test_first_read);
  realtime_test_add ("/realtime/direct/gate-between-pages", FALSE, test_gate_between_pages);
  realtime_test_add ("/realtime/direct/lost-place", FALSE, test_lost_place);
  realtime_test_add ("/realtime/direct/foreign-rows", FALSE, test_foreign_rows);
  realtime_test_add ("/realtime/direct/ack", FALSE, test_direct_ack);

  return g_test_run ();
}
