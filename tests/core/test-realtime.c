/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-cursor.h"
#include "cony-websocket.h"

#include "core-test.h"
#include "realtime-test.h"
#include "shop-test.h"

/* Whether ana's connection listens, as only that connection can tell. */
static gboolean
listens (RealtimeTest *fixture)
{
  g_autoptr (ConyResult) rows = shop_query (cony_session_get_database (fixture->ana),
                                            "SELECT EXISTS (SELECT pg_listening_channels ()) AS si");

  return cony_result_get_boolean (rows, 0, "si");
}

static gint64
ms_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000;
}

/* Neither broker nor database: the window says so, and catches up when the database is back. */
static void
test_database_lost (RealtimeTest *fixture,
                    gconstpointer data)
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

  g_signal_connect_swapped (dispatcher, "event", G_CALLBACK (realtime_test_keep_event_cb), fixture->events);
  shop_load (CONY_STORE (store));
  cony_realtime_start (stream);
  shown = realtime_test_alert (fixture, "Antes del corte");
  core_wait (shop_n_with_uid (fixture->events, shown));

  core_relay_block (relay, TRUE);
  core_relay_cut (relay);
  missed = realtime_test_alert (fixture, "Durante el corte");
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
test_database_half_open (RealtimeTest *fixture,
                         gconstpointer data)
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
test_both_half_open (RealtimeTest *fixture,
                     gconstpointer data)
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
test_live (RealtimeTest *fixture,
           gconstpointer data)
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
test_broker_dies (RealtimeTest *fixture,
                  gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *without = NULL;
  gint64 start;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  before = realtime_test_alert (fixture, "Con broker");
  realtime_test_send_stored (fixture, before, "");
  core_wait (shop_n_with_uid (fixture->events, before));

  fake_broker_kill (fixture->broker);
  start = g_get_monotonic_time ();
  without = realtime_test_alert (fixture, "Sin broker");
  core_wait (shop_n_with_uid (fixture->events, without));
  g_assert_cmpint (ms_since (start), <, 5000);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);

  fake_broker_revive (fixture->broker);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  /* It resumes after what came from the database meanwhile. */
  g_assert_nonnull (strstr (fake_broker_heard (fixture->broker, "\"_auth\""),
                            cony_event_get_cursor (shop_find_uid (fixture->events, without))));
  realtime_test_send_stored (fixture, without, "");
  {
    g_autofree char *last = realtime_test_alert (fixture, "De vuelta");

    realtime_test_send_stored (fixture, last, "");
    core_wait (shop_n_with_uid (fixture->events, last));
  }
  g_assert_cmpuint (shop_n_with_uid (fixture->events, before), ==, 1);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, without), ==, 1);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
}

/* An open socket without a ping is blind; the screen goes on, and says so. */
static void
test_broker_blind (RealtimeTest *fixture,
                   gconstpointer data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_set_pinging (fixture->broker, FALSE, 0);
  uid = realtime_test_alert (fixture, "Ciego");
  core_wait (shop_n_with_uid (fixture->events, uid));
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  g_assert_cmpuint (fake_broker_n_connections (fixture->broker), ==, 1);

  fake_broker_set_pinging (fixture->broker, TRUE, 0);
  realtime_test_send_stored (fixture, uid, "");
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, uid), ==, 1);
}

static void
test_broker_late (RealtimeTest *fixture,
                  gconstpointer data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  fake_broker_set_pinging (fixture->broker, TRUE, 1500);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  uid = realtime_test_alert (fixture, "Broker sin base");
  core_wait (shop_n_with_uid (fixture->events, uid));
  fake_broker_set_pinging (fixture->broker, TRUE, 0);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
}

static void
test_broker_lost_place (RealtimeTest *fixture,
                        gconstpointer data)
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
test_broker_new_place (RealtimeTest *fixture,
                       gconstpointer data)
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
test_token_and_drain (RealtimeTest *fixture,
                      gconstpointer data)
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
test_last_token (RealtimeTest *fixture,
                 gconstpointer data)
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
test_ack_without_broker (RealtimeTest *fixture,
                         gconstpointer data)
{
  g_autofree char *uid = NULL;

  cony_realtime_start (fixture->stream);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_EN_VIVO);
  uid = realtime_test_alert (fixture, "Confirmar sin broker");
  realtime_test_send_stored (fixture, uid, ",\"ack\":true");
  core_wait (shop_n_with_uid (fixture->events, uid));
  fake_broker_kill (fixture->broker);
  core_wait (cony_realtime_get_frescura (fixture->stream) == CONY_FRESCURA_DIRECTO);
  cony_realtime_ack (fixture->stream, shop_find_uid (fixture->events, uid));
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.eventos_confirmaciones WHERE uid = '%s'", uid) == 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  realtime_test_add ("/realtime/direct/database-lost", FALSE, test_database_lost);
  realtime_test_add ("/realtime/both-half-open", TRUE, test_both_half_open);
  realtime_test_add ("/realtime/database-half-open", TRUE, test_database_half_open);
  realtime_test_add ("/realtime/broker/live", TRUE, test_live);
  realtime_test_add ("/realtime/broker/dies", TRUE, test_broker_dies);
  realtime_test_add ("/realtime/broker/blind", TRUE, test_broker_blind);
  realtime_test_add ("/realtime/broker/late", TRUE, test_broker_late);
  realtime_test_add ("/realtime/broker/lost-place", TRUE, test_broker_lost_place);
  realtime_test_add ("/realtime/broker/new-place", TRUE, test_broker_new_place);
  realtime_test_add ("/realtime/broker/token-and-drain", TRUE, test_token_and_drain);
  realtime_test_add ("/realtime/broker/last-token", TRUE, test_last_token);
  realtime_test_add ("/realtime/broker/ack-without-broker", TRUE, test_ack_without_broker);

  return g_test_run ();
}
