/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-cursor.h"
#include "cony-direct-reader.h"
#include "cony-notifier.h"
#include "cony-realtime.h"
#include "cony-websocket.h"

#include <libsoup/soup.h>

#include "core-test.h"
#include "fake-broker.h"
#include "shop-test.h"

typedef struct
{
  ConySession *rosa;
  ConySession *ana;
  ConyRealtime *stream; /* of ana */
  FakeBroker *broker;
  GPtrArray *events;    /* ConyEvent that ana's dispatcher showed */
  GPtrArray *completed;
  guint n_reloads;
} Fixture;

static void
keep_event_cb (GPtrArray *events,
               ConyEvent *event)
{
  g_ptr_array_add (events, g_object_ref (event));
}

static void
reload_cb (Fixture *fixture)
{
  fixture->n_reloads++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const gboolean with_broker = GPOINTER_TO_INT (data);
  ConyDispatcher *dispatcher;

  fixture->rosa = shop_login ("rosa");
  fixture->ana = shop_login ("ana");
  fixture->events = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->completed = g_ptr_array_new_with_free_func (g_object_unref);
  dispatcher = cony_session_get_dispatcher (fixture->ana);
  g_signal_connect_swapped (dispatcher, "event", G_CALLBACK (keep_event_cb), fixture->events);
  g_signal_connect_swapped (dispatcher, "completed", G_CALLBACK (keep_event_cb), fixture->completed);
  if (with_broker)
    fixture->broker = fake_broker_new ();
  fixture->stream = cony_realtime_new (fixture->ana,
                                       with_broker ? fake_broker_get_uri (fixture->broker) : "");
  g_signal_connect_swapped (fixture->stream, "reload", G_CALLBACK (reload_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  shop_assert_finalize (fixture->stream);
  cony_session_logout (fixture->rosa);
  cony_session_logout (fixture->ana);
  shop_assert_finalize (fixture->rosa);
  shop_assert_finalize (fixture->ana);
  g_clear_pointer (&fixture->broker, fake_broker_free);
  g_ptr_array_unref (fixture->events);
  g_ptr_array_unref (fixture->completed);
}

/* Rosa alerts the kitchen; the uid of the alert. */
static char *
alert (Fixture    *fixture,
       const char *mensaje)
{
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, mensaje, "alta");
  g_autoptr (JsonObject) answer = shop_run (fixture->rosa, command);

  return g_strdup (cony_command_get_clave (command));
}

/* As the broker sends a stored event. */
static void
send_stored (Fixture    *fixture,
             const char *uid,
             const char *more)
{
  g_autofree char *payload = shop_sql ("SELECT payload FROM cony.eventos_realtime WHERE uid = '%s'", uid);
  g_autofree char *rt = shop_sql ("SELECT format ('\"uid\":\"%%s\",\"id\":%%s,\"ts\":1795500000000,\"suc\":1,\"pri\":\"alta\"', uid, id)"
                                  " FROM cony.eventos_realtime WHERE uid = '%s'", uid);
  g_autofree char *json = NULL;

  payload[strlen (payload) - 1] = '\0';
  json = g_strdup_printf ("%s,\"_rt\":{%s%s}}", payload, rt, more);
  fake_broker_send (fixture->broker, json);
}

static gint64
ms_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000;
}

/* Whether ana's connection listens, as only that connection can tell. */
static gboolean
listens (Fixture *fixture)
{
  g_autoptr (ConyResult) rows = shop_query (cony_session_get_database (fixture->ana),
                                            "SELECT EXISTS (SELECT pg_listening_channels ()) AS si");

  return cony_result_get_boolean (rows, 0, "si");
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* The direct path */

static void
test_direct (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *uid = NULL;
  guint n_woken = 0;
  gint64 start;

  g_signal_connect_swapped (cony_session_get_database (fixture->ana), "notify-received",
                            G_CALLBACK (count_cb), &n_woken);
  g_assert_cmpint (cony_realtime_get_frescura (fixture->stream), ==, CONY_FRESCURA_RECONECTANDO);
  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  g_assert_cmpuint (cony_realtime_get_edad (fixture->stream), ==, 0);
  g_assert_cmpint (cony_realtime_get_last_seen (fixture->stream), >, 0);

  start = g_get_monotonic_time ();
  uid = alert (fixture, "Directo");
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
test_since_login (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *uid = alert (fixture, "Antes de empezar");

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
test_gate (Fixture       *fixture,
           gconstpointer  data)
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
  after = alert (fixture, "Detrás de la barrera");
  core_wait (shop_n_with_uid (fixture->events, after));
  g_assert_cmpint (ms_since (start), >=, 50);
  g_assert_cmpint (ms_since (start), <, 5000);
  g_assert_null (cony_event_get_cursor (shop_find_uid (fixture->events, after)));
  g_assert_cmpuint (shop_n_with_uid (fixture->events, inside), ==, 0);

  committed = shop_query (writer, "COMMIT");
  core_wait (shop_n_with_uid (fixture->events, inside));
  last = alert (fixture, "Última");
  core_wait (shop_n_with_uid (fixture->events, last));
  g_assert_cmpuint (shop_n_with_uid (fixture->events, after), ==, 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, inside), ==, 1);
  g_assert_cmpuint (fixture->completed->len, ==, 0);
  cony_database_close (writer);
}

/* One read takes everything that is visible: all pages, and at the beginning also what is held. */
static void
test_first_read (Fixture       *fixture,
                 gconstpointer  data)
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
  held = alert (fixture, "Ya detrás de la barrera");
  g_signal_connect_swapped (reader, "event", G_CALLBACK (keep_event_cb), fixture->events);
  g_signal_connect_swapped (reader, "swept", G_CALLBACK (count_cb), &n_swept);
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
test_gate_between_pages (Fixture       *fixture,
                         gconstpointer  data)
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
test_lost_place (Fixture       *fixture,
                 gconstpointer  data)
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

      g_signal_connect_swapped (reader, "event", G_CALLBACK (keep_event_cb), events);
      g_signal_connect_swapped (reader, "lost-place", G_CALLBACK (count_cb), &n_lost);
      g_signal_connect_swapped (reader, "swept", G_CALLBACK (count_cb), &n_swept);
      cony_direct_reader_set_cursor (reader, places[i]);
      cony_direct_reader_start (reader);
      core_wait (n_swept == 1);
      g_assert_cmpuint (n_lost, ==, 1);
      uid = alert (fixture, "Después");
      core_wait (shop_n_with_uid (events, uid));
      g_assert_cmpuint (n_lost, ==, 1);
      cony_direct_reader_stop (reader);
    }
}

/* A dump of another server was read back: its numbers of transactions lie in the future of this one. They
 * are no new events, and what is new comes past them. */
static void
test_foreign_rows (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (ConyDirectReader) reader = cony_direct_reader_new (fixture->ana);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *foreign = alert (fixture, "De otro servidor");
  g_autofree char *uid = NULL;
  guint n_lost = 0;
  guint n_swept = 0;

  g_signal_connect_swapped (reader, "event", G_CALLBACK (keep_event_cb), events);
  g_signal_connect_swapped (reader, "lost-place", G_CALLBACK (count_cb), &n_lost);
  g_signal_connect_swapped (reader, "swept", G_CALLBACK (count_cb), &n_swept);
  shop_do ("UPDATE cony.eventos_realtime SET xid = '99999999999' WHERE uid = '%s'", foreign);
  cony_direct_reader_set_cursor (reader, cony_session_get_cursor (fixture->ana));
  cony_direct_reader_start (reader);
  core_wait (n_swept >= 1);
  uid = alert (fixture, "De aquí");
  core_wait (shop_n_with_uid (events, uid));
  core_wait (n_swept >= 2);
  g_assert_cmpuint (shop_n_with_uid (events, foreign), ==, 0);
  g_assert_cmpuint (n_lost, ==, 0);
  cony_direct_reader_stop (reader);
  shop_do ("UPDATE cony.eventos_realtime SET xid = '0' WHERE uid = '%s'", foreign);
}

static void
test_direct_ack (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  uid = alert (fixture, "Confirmar");
  core_wait (shop_n_with_uid (fixture->events, uid));
  cony_realtime_ack (fixture->stream, shop_find_uid (fixture->events, uid));
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'"
                           " AND tipo = 'ack' AND pantalla = 'Prueba'", uid) == 1);
}

/* Neither broker nor database: the window says so, and catches up when the database is back. */
static void
test_database_lost (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autofree char *shown = NULL;
  g_autofree char *missed = NULL;
  ConySession *other = shop_login_at (conninfo, "ana");
  ConyRealtime *stream = cony_realtime_new (other, NULL);
  ConyAlertaStore *store = cony_alerta_store_new (other, stream);
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (other);
  guint edad;

  g_signal_connect_swapped (dispatcher, "event", G_CALLBACK (keep_event_cb), fixture->events);
  shop_load (CONY_STORE (store));
  cony_realtime_start (stream);
  shown = alert (fixture, "Antes del corte");
  core_wait (shop_n_with_uid (fixture->events, shown));

  core_relay_block (relay, TRUE);
  core_relay_cut (relay);
  missed = alert (fixture, "Durante el corte");
  cony_realtime_ack (stream, shop_find_uid (fixture->events, shown));
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_RECONECTANDO);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_SIN_CONEXION);
  edad = cony_realtime_get_edad (stream);
  g_assert_cmpuint (edad, >=, 5);
  core_wait (cony_realtime_get_edad (stream) > edad);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, missed), ==, 0);

  core_relay_block (relay, FALSE);
  core_relay_cut (relay);
  core_wait (shop_n_with_uid (fixture->events, missed));
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_DIRECTO);
  core_wait (cony_store_find_uid (CONY_STORE (store), missed));
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'", shown) == 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, shown), ==, 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, missed), ==, 1);

  cony_session_logout (other);
  shop_assert_finalize (store);
  shop_assert_finalize (stream);
  shop_assert_finalize (other);
}

/* Only the window's own way to the database has died: the broker goes on, and nothing that it tells can
 * be looked up or decided. */
static void
test_database_half_open (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  ConySession *other = shop_login_at (conninfo, "ana");
  ConyRealtime *stream = cony_realtime_new (other, fake_broker_get_uri (fixture->broker));

  cony_realtime_start (stream);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_EN_VIVO);
  core_relay_block (relay, TRUE);
  core_relay_freeze (relay);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_SIN_BASE);
  core_relay_block (relay, FALSE);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_EN_VIVO);

  cony_session_logout (other);
  shop_assert_finalize (stream);
  shop_assert_finalize (other);
}

/* The way to broker and database has died and neither connection knows: it is left as soon as the
 * window says that it has lost both. */
static void
test_both_half_open (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  ConySession *other = shop_login_at (conninfo, "ana");
  ConyRealtime *stream = cony_realtime_new (other, fake_broker_get_uri (fixture->broker));

  cony_realtime_start (stream);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_set_pinging (fixture->broker, FALSE, 0);
  core_relay_block (relay, TRUE);
  core_relay_freeze (relay);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_SIN_CONEXION);
  g_assert_false (cony_database_get_connected (cony_session_get_database (other)));
  core_relay_block (relay, FALSE);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_DIRECTO);

  cony_session_logout (other);
  shop_assert_finalize (stream);
  shop_assert_finalize (other);
}

/* The broker */

static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *json = NULL;
  const char *auth;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  auth = fake_broker_heard (fixture->broker, "\"_auth\"");
  g_assert_nonnull (strstr (auth, "\"token\":\"ey"));
  g_assert_nonnull (strstr (auth, cony_session_get_cursor (fixture->ana)));
  g_assert_nonnull (strstr (auth, "\"pantalla\":\"Prueba\""));

  /* The broker is enough: the window stops listening. */
  while (listens (fixture))
    ;

  json = g_strdup_printf ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"Viva\",\"prioridad\":\"alta\",\"_rt\":"
                          "{\"uid\":\"%s\",\"ts\":1795500000000,\"suc\":1,\"pri\":\"alta\",\"ack\":true,\"re\":2}}", uid);
  fake_broker_send (fixture->broker, json);
  core_wait (shop_n_with_uid (fixture->events, uid));
  cony_realtime_ack (fixture->stream, shop_find_uid (fixture->events, uid));
  core_wait (fake_broker_n_heard (fixture->broker, "\"_ack\"") == 1);
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_ack\""), uid));
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_ack\""), "\"re\":2"));

  /* Sent again because the ack was lost: acked again, not shown again. */
  fake_broker_send (fixture->broker, json);
  core_wait (fake_broker_n_heard (fixture->broker, "\"_ack\"") == 2);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, uid), ==, 1);
  g_assert_cmpint (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'", uid), ==, 0);
}

static void
test_broker_dies (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *without = NULL;
  gint64 start;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  before = alert (fixture, "Con broker");
  send_stored (fixture, before, "");
  core_wait (shop_n_with_uid (fixture->events, before));

  fake_broker_kill (fixture->broker);
  start = g_get_monotonic_time ();
  without = alert (fixture, "Sin broker");
  core_wait (shop_n_with_uid (fixture->events, without));
  g_assert_cmpint (ms_since (start), <, 5000);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);

  fake_broker_revive (fixture->broker);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  /* It resumes after what came from the database meanwhile. */
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_auth\""),
                            cony_event_get_cursor (shop_find_uid (fixture->events, without))));
  send_stored (fixture, without, "");
  {
    g_autofree char *last = alert (fixture, "De vuelta");

    send_stored (fixture, last, "");
    core_wait (shop_n_with_uid (fixture->events, last));
  }
  g_assert_cmpuint (shop_n_with_uid (fixture->events, before), ==, 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, without), ==, 1);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
}

/* An open socket without a ping is blind; the screen goes on, and says so. */
static void
test_broker_blind (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_set_pinging (fixture->broker, FALSE, 0);
  uid = alert (fixture, "Ciego");
  core_wait (shop_n_with_uid (fixture->events, uid));
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  g_assert_cmpuint (fake_broker_n_connections (fixture->broker), ==, 1);

  fake_broker_set_pinging (fixture->broker, TRUE, 0);
  send_stored (fixture, uid, "");
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, uid), ==, 1);
}

static void
test_broker_late (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_set_pinging (fixture->broker, TRUE, 1500);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  uid = alert (fixture, "Broker sin base");
  core_wait (shop_n_with_uid (fixture->events, uid));
  fake_broker_set_pinging (fixture->broker, TRUE, 0);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
}

static void
test_broker_lost_place (Fixture       *fixture,
                        gconstpointer  data)
{
  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);

  fake_broker_kill (fixture->broker);
  fake_broker_set_greeting (fixture->broker, "{\"tipo\":\"_sin_recuperacion\"}", FALSE, "memoria:5:0");
  fake_broker_revive (fixture->broker);
  core_wait (fixture->n_reloads == 1);

  /* The new place is where the next connection resumes. */
  fake_broker_set_greeting (fixture->broker, NULL, TRUE, NULL);
  fake_broker_send (fixture->broker, "{\"tipo\":\"_ping\",\"cur\":\"memoria:7:0\"}");
  fake_broker_send (fixture->broker, "{\"tipo\":\"_drenar\",\"en\":[0,1]}");
  core_wait (fake_broker_heard (fixture->broker, "\"desde\":\"memoria:7:0\""));
  g_assert_cmpuint (fixture->n_reloads, ==, 1);
}

/* What cannot be resumed is forgotten, even where it compares as later. */
static void
test_broker_new_place (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (ConyWebsocket) websocket = NULL;

  fake_broker_set_greeting (fixture->broker, NULL, FALSE, "e:5:0");
  websocket = cony_websocket_new (fixture->ana, fake_broker_get_uri (fixture->broker));
  cony_websocket_set_cursor (websocket, "e:9:0");
  cony_websocket_start (websocket);
  core_wait (cony_websocket_get_open (websocket));
  g_assert_cmpstr (cony_websocket_get_cursor (websocket), ==, "e:5:0");
  cony_websocket_stop (websocket);
}

static void
test_token_and_drain (Fixture       *fixture,
                      gconstpointer  data)
{
  guint n_auths;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_send (fixture->broker, "{\"tipo\":\"_token_vence\",\"en\":60}");
  core_wait (fake_broker_heard (fixture->broker, "\"_token\""));
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_token\""), "\"token\":\"ey"));

  n_auths = fake_broker_n_heard (fixture->broker, "\"_auth\"");
  fake_broker_send (fixture->broker, "{\"tipo\":\"_drenar\",\"en\":[0,50]}");
  core_wait (fake_broker_n_heard (fixture->broker, "\"_auth\"") == n_auths + 1);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
}

/* Without the database no fresh token: the last one may still be good for the broker. */
static void
test_last_token (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  ConySession *session = shop_login_at (conninfo, "ana");
  ConyRealtime *stream = cony_realtime_new (session, fake_broker_get_uri (fixture->broker));

  cony_realtime_start (stream);
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_EN_VIVO);
  core_relay_block (relay, TRUE);
  core_relay_freeze (relay);
  fake_broker_kill (fixture->broker);
  fake_broker_revive (fixture->broker);
  core_wait (fake_broker_n_heard (fixture->broker, "\"_auth\"") >= 2);
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_auth\""), "\"token\":\"ey"));
  core_wait (cony_realtime_get_frescura (stream) == CONY_FRESCURA_EN_VIVO);

  cony_realtime_stop (stream);
  cony_session_logout (session);
  shop_assert_finalize (stream);
  shop_assert_finalize (session);
}

/* It came through the broker, which is gone when it is shown. */
static void
test_ack_without_broker (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  uid = alert (fixture, "Confirmar sin broker");
  send_stored (fixture, uid, ",\"ack\":true");
  core_wait (shop_n_with_uid (fixture->events, uid));
  fake_broker_kill (fixture->broker);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  cony_realtime_ack (fixture->stream, shop_find_uid (fixture->events, uid));
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'", uid) == 1);
}

/* The notifier */

typedef struct
{
  char *authorization;
  char *key;
  char *body;
} Post;

static void
broadcast_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  Post *post = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  post->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  post->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  post->body = g_strndup (body->data, body->length);
  soup_server_message_set_status (message, 202, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    "{\"durable\":false}", 17);
}

static void
test_notifier (void)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (ConyNotifier) notifier = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"tipo\":\"alerta_cocina\"}", 24);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *answer = NULL;
  Post post = { NULL };
  guint status = 0;
  GSList *uris;

  soup_server_add_handler (server, "/broadcast", broadcast_cb, &post, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("http://127.0.0.1:%d/broadcast", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  notifier = cony_notifier_new (uri, "viejo");
  cony_notifier_set_token (notifier, "nuevo");
  cony_notifier_post_async (notifier, body, "clave-1", NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  answer = cony_notifier_post_finish (notifier, result, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 202);
  g_assert_cmpstr (answer, ==, "{\"durable\":false}");
  g_assert_cmpstr (post.authorization, ==, "Bearer nuevo");
  g_assert_cmpstr (post.key, ==, "clave-1");
  g_assert_cmpstr (post.body, ==, "{\"tipo\":\"alerta_cocina\"}");

  /* Nobody there: told by the callback, whoever has none does not notice. */
  soup_server_disconnect (server);
  cony_notifier_post_async (notifier, body, NULL, NULL, NULL, NULL);
  cony_notifier_post_async (notifier, body, NULL, NULL, core_keep_result_cb, &refused);
  core_wait (refused != NULL);
  g_assert_null (cony_notifier_post_finish (notifier, refused, &status, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (status, ==, 0);
  g_free (post.authorization);
  g_free (post.key);
  g_free (post.body);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, broker, function) \
  g_test_add ("/realtime/" path, Fixture, GINT_TO_POINTER (broker), set_up, function, tear_down)
  ADD ("direct/events", FALSE, test_direct);
  ADD ("direct/since-login", FALSE, test_since_login);
  ADD ("direct/gate", FALSE, test_gate);
  ADD ("direct/first-read", FALSE, test_first_read);
  ADD ("direct/gate-between-pages", FALSE, test_gate_between_pages);
  ADD ("direct/lost-place", FALSE, test_lost_place);
  ADD ("direct/foreign-rows", FALSE, test_foreign_rows);
  ADD ("direct/ack", FALSE, test_direct_ack);
  ADD ("direct/database-lost", FALSE, test_database_lost);
  ADD ("both-half-open", TRUE, test_both_half_open);
  ADD ("database-half-open", TRUE, test_database_half_open);
  ADD ("broker/live", TRUE, test_live);
  ADD ("broker/dies", TRUE, test_broker_dies);
  ADD ("broker/blind", TRUE, test_broker_blind);
  ADD ("broker/late", TRUE, test_broker_late);
  ADD ("broker/lost-place", TRUE, test_broker_lost_place);
  ADD ("broker/new-place", TRUE, test_broker_new_place);
  ADD ("broker/token-and-drain", TRUE, test_token_and_drain);
  ADD ("broker/last-token", TRUE, test_last_token);
  ADD ("broker/ack-without-broker", TRUE, test_ack_without_broker);
#undef ADD
  g_test_add_func ("/notifier", test_notifier);

  return g_test_run ();
}
