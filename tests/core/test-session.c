/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session.h"

#include <locale.h>

#include "core-test.h"
#include "shop-test.h"

#define SUPERUSER "postgres"

typedef struct
{
  ConySession *session;
  ConyDatabase *owner;
  guint n_reconnected;
  guint n_ended;
} Fixture;

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
connect_owner (Fixture    *fixture,
               const char *conninfo)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cony_database_connect_async (fixture->owner, conninfo, SUPERUSER, NULL, NULL, core_keep_result_cb,
                               &result);
  core_wait (result != NULL);
  cony_database_connect_finish (fixture->owner, result, &error);
  g_assert_no_error (error);
}

static ConyResult *
ask (Fixture    *fixture,
     const char *sql)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConyResult *rows;

  cony_database_query_async (fixture->owner, sql, NULL, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  rows = cony_database_query_finish (fixture->owner, result, &error);
  g_assert_no_error (error);
  return rows;
}

static void
tell (Fixture    *fixture,
      const char *sql)
{
  g_autoptr (ConyResult) rows = ask (fixture, sql);
}

static gint64
ask_int (Fixture    *fixture,
         const char *sql)
{
  g_autoptr (ConyResult) rows = ask (fixture, sql);

  return cony_result_get_int (rows, 0, "n");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->session = cony_session_new ("Prueba");
  fixture->owner = cony_database_new ();
  g_signal_connect_swapped (fixture->session, "reconnected", G_CALLBACK (count_cb),
                            &fixture->n_reconnected);
  g_signal_connect_swapped (fixture->session, "ended", G_CALLBACK (count_cb), &fixture->n_ended);
  connect_owner (fixture, g_getenv ("CONY_TEST_CONNINFO"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  cony_session_logout (fixture->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->owner);
}

static gboolean
try_login (Fixture     *fixture,
           const char  *conninfo,
           const char  *user,
           const char  *password,
           ConyRoles    wanted,
           GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean ok;

  cony_session_login_async (fixture->session, conninfo ? conninfo : g_getenv ("CONY_TEST_CONNINFO"),
                            user, password, wanted, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  ok = cony_session_login_finish (fixture->session, result, error);
  g_assert_true (ok == cony_session_get_logged_in (fixture->session));
  return ok;
}

static void
login (Fixture    *fixture,
       const char *conninfo,
       const char *user,
       ConyRoles   wanted)
{
  g_autofree char *password = g_strconcat (user, "-cony", NULL);
  g_autoptr (GError) error = NULL;

  try_login (fixture, conninfo, user, password, wanted, &error);
  g_assert_no_error (error);
}

static JsonObject *
run (Fixture      *fixture,
     ConyCommand  *command,
     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cony_session_run_async (fixture->session, command, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  return cony_session_run_finish (fixture->session, result, error);
}

static void
test_login (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (ConyResult) clock = NULL;
  g_autoptr (GDateTime) theirs = NULL, ours = NULL;
  g_auto (GStrv) cursor = NULL;

  login (fixture, NULL, "rosa", CONY_ROL_ATENCION);
  g_assert_cmpstr (cony_session_get_login (fixture->session), ==, "rosa");
  g_assert_cmpstr (cony_session_get_nombre (fixture->session), !=, NULL);
  g_assert_cmpint (cony_session_get_roles (fixture->session), ==, CONY_ROL_ATENCION);
  g_assert_cmpint (cony_session_get_sucursal_id (fixture->session), ==, 1);
  g_assert_cmpstr (cony_session_get_sucursal_nombre (fixture->session), ==, "Centro");
  g_assert_cmpint (cony_session_get_usuario_id (fixture->session), ==,
                   ask_int (fixture, "SELECT id AS n FROM cony.usuarios WHERE login = 'rosa'"));
  g_assert_cmpstr (g_time_zone_get_identifier (cony_session_get_time_zone (fixture->session)), ==,
                   "America/Lima");
  g_assert_cmpstr (cony_session_get_pantalla (fixture->session), ==, "Prueba");
  g_assert_cmpint (cony_session_get_umbral (fixture->session, NULL, "tarde", -1), ==, 480);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "delivery", "tarde", -1), ==, 480);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, NULL, "nada", -1), ==, -1);

  cursor = g_strsplit (cony_session_get_cursor (fixture->session), ":", -1);
  g_assert_cmpuint (g_strv_length (cursor), ==, 3);
  g_assert_cmpint (g_ascii_strtoll (cursor[1], NULL, 10), >, 0);
  g_assert_cmpstr (cursor[2], ==, "0");

  clock = ask (fixture, "SELECT clock_timestamp()::timestamp AS t");
  theirs = cony_result_get_time (clock, 0, "t");
  ours = cony_session_now (fixture->session);
  g_assert_cmpint (ABS (g_date_time_difference (ours, theirs)), <, G_TIME_SPAN_SECOND);
  g_assert_cmpint (cony_session_seconds_since (fixture->session, theirs), ==, 0);
}

/* A channel with its own, and one that has only half of them; and what changes later. */
static void
test_umbrales (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr (ConyResult) set
    = ask (fixture, "UPDATE cony.sucursales SET umbrales = umbrales || '{\"canales\":{\"delivery\":"
                    "{\"apurar\":420,\"tarde\":900},\"whatsapp\":{\"tarde\":600}}}' WHERE id = 1");
  g_autoptr (ConyResult) reset = NULL;
  g_autoptr (ConyEvent) event
    = cony_event_new_from_wire ("{\"tipo\":\"umbrales_cambiados\",\"sucursal_id\":1}", -1, NULL);

  login (fixture, NULL, "rosa", CONY_ROL_ATENCION);
  reset = ask (fixture, "UPDATE cony.sucursales SET umbrales = umbrales - 'canales' WHERE id = 1");
  g_assert_cmpint (cony_session_get_umbral (fixture->session, NULL, "tarde", -1), ==, 480);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "delivery", "tarde", -1), ==, 900);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "delivery", "apurar", -1), ==, 420);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "whatsapp", "tarde", -1), ==, 600);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "whatsapp", "apurar", -1), ==, 300);
  g_assert_cmpint (cony_session_get_umbral (fixture->session, "presencial", "apurar", -1), ==, 300);
  cony_dispatcher_dispatch (cony_session_get_dispatcher (fixture->session), event);
  core_wait (cony_session_get_umbral (fixture->session, "delivery", "tarde", -1) == 480);
}

static gint64
last_id (GListModel *log)
{
  g_autoptr (ConyEvent) last = g_list_model_get_item (log, g_list_model_get_n_items (log) - 1);

  return cony_event_get_id (last);
}

/* The log holds the same last events as the database, and they do not ring again. */
static void
test_fill (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (ConyEvent) last = NULL;
  GListModel *log;
  guint n;

  login (fixture, NULL, "carmen", CONY_ROL_ADMIN);
  g_assert_cmpint (cony_session_get_sucursal_id (fixture->session), ==, 0);
  log = G_LIST_MODEL (cony_session_get_event_log (fixture->session));
  n = g_list_model_get_n_items (log);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpint (n, ==, ask_int (fixture, "SELECT least(1000, count(*)) AS n"
                                            " FROM cony.eventos_realtime"));
  last = g_list_model_get_item (log, n - 1);
  g_assert_cmpint (cony_event_get_id (last), ==,
                   ask_int (fixture, "SELECT max(id) AS n FROM cony.eventos_realtime"));
  g_assert_nonnull (cony_event_get_fecha (last));
  g_assert_cmpint (cony_dispatcher_dispatch (cony_session_get_dispatcher (fixture->session), last), ==,
                   CONY_DISPATCH_REPEATED);

  /* An event that the stream did not bring appears with a refill, without ringing. */
  tell (fixture, "INSERT INTO cony.eventos_realtime (uid, tipo, payload, sucursal_id) VALUES"
                 " (gen_random_uuid(), 'alerta_cocina', '{\"tipo\":\"alerta_cocina\"}', 1)");
  g_clear_object (&last);
  cony_session_refill (fixture->session);
  core_wait (last_id (log) == ask_int (fixture, "SELECT max(id) AS n FROM cony.eventos_realtime"));
  last = g_list_model_get_item (log, g_list_model_get_n_items (log) - 1);
  g_assert_cmpint (cony_dispatcher_dispatch (cony_session_get_dispatcher (fixture->session), last), ==,
                   CONY_DISPATCH_REPEATED);

  cony_session_logout (fixture->session);
  g_assert_cmpuint (g_list_model_get_n_items (log), ==, 0);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autofree char *empty = g_strdup_printf ("host=%s dbname=vacia", g_getenv ("PGHOST"));
  g_autoptr (GError) error = NULL;

  g_assert_false (try_login (fixture, NULL, "ana", "Ana-cony", CONY_ROL_COCINERO, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD);
  g_assert_cmpstr (error->message, ==, "The password does not belong to the user “ana”. "
                                       "Check capital letters and type it again.");
  g_clear_error (&error);

  g_assert_false (try_login (fixture, NULL, "ana", "ana-cony", CONY_ROL_ATENCION, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN);
  g_assert_cmpstr (error->message, ==, "The user “ana” may not use this program. "
                                       "It is for: atencion.");
  g_assert_null (cony_session_get_login (fixture->session));
  g_assert_false (cony_database_get_connected (cony_session_get_database (fixture->session)));
  g_clear_error (&error);

  g_assert_false (try_login (fixture, "host=127.0.0.1 port=1", "ana", "ana-cony", 0, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_UNREACHABLE);
  g_clear_error (&error);

  tell (fixture, "DROP DATABASE IF EXISTS vacia");
  tell (fixture, "CREATE DATABASE vacia TEMPLATE template0");
  tell (fixture, "GRANT CONNECT ON DATABASE vacia TO ana");
  g_assert_false (try_login (fixture, empty, "ana", "ana-cony", 0, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
  g_assert_cmpstr (error->message, ==, "This database does not have what this program needs. "
                                       "Ask an administrator to set it up.");
  g_clear_error (&error);

  tell (fixture, "CREATE ROLE suelto LOGIN PASSWORD 'suelto-cony'");
  tell (fixture, "GRANT CONNECT ON DATABASE cony TO suelto");
  g_assert_false (try_login (fixture, NULL, "suelto", "suelto-cony", 0, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN);
  g_assert_cmpstr (error->message, ==, "The user “suelto” has no role in Cony. "
                                       "Ask an administrator.");
  g_clear_error (&error);

  tell (fixture, "GRANT cony_atencion TO suelto");
  g_assert_false (try_login (fixture, NULL, "suelto", "suelto-cony", 0, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN);
  g_assert_cmpstr (error->message, ==, "The user “suelto” is not registered in Cony. "
                                       "Ask an administrator.");
  tell (fixture, "DROP OWNED BY suelto");
  tell (fixture, "DROP ROLE suelto");
}

static void
test_admin_everywhere (Fixture       *fixture,
                       gconstpointer  unused)
{
  login (fixture, NULL, "carmen", CONY_ROL_COCINERO);
  login (fixture, NULL, "sofia", CONY_ROL_VALIDADOR);
  g_assert_cmpstr (cony_session_get_login (fixture->session), ==, "sofia");
}

/* A second login wins over one that has not ended, and a logout over both. */
static void
test_overtaken (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr (GAsyncResult) first = NULL, second = NULL, third = NULL;
  g_autoptr (GError) error = NULL;
  const char *conninfo = g_getenv ("CONY_TEST_CONNINFO");

  cony_session_login_async (fixture->session, conninfo, "rosa", "rosa-cony", 0, NULL,
                            core_keep_result_cb, &first);
  cony_session_login_async (fixture->session, conninfo, "ana", "ana-cony", 0, NULL,
                            core_keep_result_cb, &second);
  core_wait (first && second);
  g_assert_false (cony_session_login_finish (fixture->session, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (cony_session_login_finish (fixture->session, second, &error));
  g_assert_cmpstr (cony_session_get_login (fixture->session), ==, "ana");

  cony_session_login_async (fixture->session, conninfo, "rosa", "rosa-cony", 0, NULL,
                            core_keep_result_cb, &third);
  cony_session_logout (fixture->session);
  core_wait (third != NULL);
  g_assert_false (cony_session_login_finish (fixture->session, third, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (cony_session_get_logged_in (fixture->session));
}

static void
test_run (Fixture       *fixture,
          gconstpointer  unused)
{
  g_autoptr (ConyCommand) alert = NULL, stale = NULL, unknown = NULL;
  g_autoptr (JsonObject) first = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;

  login (fixture, NULL, "rosa", CONY_ROL_ATENCION);
  alert = cony_command_new_alertar_cocina (1, 0, "Falta ají", "alta");
  first = run (fixture, alert, &error);
  g_assert_no_error (error);
  again = run (fixture, alert, &error);
  g_assert_no_error (error);
  g_assert_true (json_object_get_size (first) > 0);
  count = g_strdup_printf ("SELECT count(*) AS n FROM cony.eventos_realtime WHERE uid = '%s'",
                           cony_command_get_clave (alert));
  g_assert_cmpint (ask_int (fixture, count), ==, 1);

  stale = cony_command_new_aprobar_pedido (
    ask_int (fixture, "SELECT id AS n FROM cony.pedidos WHERE sucursal_id = 1"
                      " AND estado = 'ENTREGADO' LIMIT 1"), "PENDIENTE", "Pagó en efectivo");
  g_assert_null (run (fixture, stale, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_STALE);
  g_clear_error (&error);

  unknown = cony_command_new_entregar_pedido (999999, "LISTO");
  g_assert_null (run (fixture, unknown, &error));
  g_assert_error (error, CONY_DB_ERROR, CONY_DB_ERROR_NOT_FOUND);
}

/* Every command finds its function; what is wrong with it is only that the row does not exist. */
static void
test_commands (Fixture       *fixture,
               gconstpointer  unused)
{
  ConyCommand *commands[] = {
    cony_command_new_aprobar_pedido (999999, "PENDIENTE", NULL),
    cony_command_new_entregar_pedido (999999, "LISTO"),
    cony_command_new_cancelar_pedido (999999, "PENDIENTE", "No pagó"),
    cony_command_new_empezar_pedido (999999, "EN_PREPARACION"),
    cony_command_new_pedido_listo (999999, "EN_PREPARACION"),
    cony_command_new_alertar_cocina (1, 999999, "Hola", "normal"),
    cony_command_new_pedir_refill (999999, 0.1),
    cony_command_new_atender_refill (999999, "pendiente", "rechazado", "No hay"),
    cony_command_new_aprobar_voucher (999999, "PENDIENTE", "123"),
    cony_command_new_rechazar_voucher (999999, "PENDIENTE", "Borroso"),
  };

  login (fixture, NULL, "carmen", CONY_ROL_ADMIN);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (run (fixture, commands[i], &error));
      if (!g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_NOT_FOUND))
        g_error ("%s: %s", cony_command_get_function (commands[i]), error->message);
      g_object_unref (commands[i]);
    }
}

static void
test_token (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_auto (GStrv) parts = NULL;

  login (fixture, NULL, "ana", CONY_ROL_COCINERO);
  cony_session_token_async (fixture->session, NULL, core_keep_result_cb, &result);
  core_wait (result != NULL);
  token = cony_session_token_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  parts = g_strsplit (token, ".", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
}

static void
test_reconnected (Fixture       *fixture,
                  gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Otra vez", "normal");
  g_autoptr (JsonObject) result = NULL;
  g_autoptr (GError) error = NULL;

  login (fixture, conninfo, "rosa", CONY_ROL_ATENCION);
  g_assert_cmpuint (fixture->n_reconnected, ==, 0);
  core_relay_cut (relay);
  core_wait (fixture->n_reconnected == 1);
  g_assert_cmpuint (core_relay_count (relay), ==, 2);

  cony_session_reconnect (fixture->session);
  core_wait (fixture->n_reconnected == 2);
  result = run (fixture, alert, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_reconnected, ==, 2);
  g_assert_cmpuint (fixture->n_ended, ==, 0);
}

/* A network that swallows everything and comes back is noticed by the next try, not by a long one. */
static void
test_reconnected_after_silence (Fixture       *fixture,
                                gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  gint64 back;

  login (fixture, conninfo, "rosa", CONY_ROL_ATENCION);
  core_relay_block (relay, TRUE);
  core_relay_cut (relay);
  core_wait (core_relay_count (relay) == 2);
  core_relay_block (relay, FALSE);
  back = g_get_monotonic_time ();
  core_wait (fixture->n_reconnected == 1);
  g_assert_cmpint (g_get_monotonic_time () - back, <, 6 * G_TIME_SPAN_SECOND);
}

/* The machine slept while the server was at work: what it did is told, and done once. */
static void
test_reconnect_during_action (Fixture       *fixture,
                              gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "Durante el sueño", "normal");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;

  login (fixture, conninfo, "rosa", CONY_ROL_ATENCION);
  core_relay_mute (relay);
  cony_session_run_async (fixture->session, alert, NULL, core_keep_result_cb, &result);
  core_wait (shop_sql_int ("SELECT count (*) FROM cony.alertas_cocina WHERE uid = '%s'",
                           cony_command_get_clave (alert)) == 1);
  g_assert_null (result);
  cony_session_reconnect (fixture->session);
  g_assert_true (cony_session_get_checking (fixture->session));
  core_wait (result != NULL);
  object = cony_session_run_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "id"), >, 0);
  core_wait (fixture->n_reconnected == 1);
}

/* The action and the session do not both open the connection. */
static void
test_reconnected_by_action (Fixture       *fixture,
                            gconstpointer  unused)
{
  g_autoptr (CoreRelay) relay = core_relay_new ();
  g_autofree char *conninfo = core_relay_conninfo (relay, "127.0.0.1");
  g_autoptr (ConyCommand) alert = cony_command_new_alertar_cocina (1, 0, "A medias", "normal");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;

  login (fixture, conninfo, "rosa", CONY_ROL_ATENCION);
  cony_session_run_async (fixture->session, alert, NULL, core_keep_result_cb, &result);
  core_relay_cut (relay);
  core_wait (result && fixture->n_reconnected == 1);
  object = cony_session_run_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_clear_pointer (&object, json_object_unref);
  object = run (fixture, alert, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_reconnected, ==, 1);
  g_assert_cmpuint (core_relay_count (relay), ==, 2);
}

static void
test_ended (Fixture       *fixture,
            gconstpointer  unused)
{
  login (fixture, NULL, "luis", CONY_ROL_VALIDADOR);
  tell (fixture, "ALTER ROLE luis NOLOGIN");
  tell (fixture, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'luis'");
  core_wait (fixture->n_ended == 1);
  g_assert_false (cony_session_get_logged_in (fixture->session));
  g_assert_null (cony_session_get_login (fixture->session));
  g_assert_cmpuint (fixture->n_reconnected, ==, 0);
  tell (fixture, "ALTER ROLE luis LOGIN");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/session/login", test_login);
  ADD ("/session/umbrales", test_umbrales);
  ADD ("/session/fill", test_fill);
  ADD ("/session/refusals", test_refusals);
  ADD ("/session/admin-everywhere", test_admin_everywhere);
  ADD ("/session/overtaken", test_overtaken);
  ADD ("/session/run", test_run);
  ADD ("/session/commands", test_commands);
  ADD ("/session/token", test_token);
  ADD ("/session/reconnected", test_reconnected);
  ADD ("/session/reconnected-after-silence", test_reconnected_after_silence);
  ADD ("/session/reconnect-during-action", test_reconnect_during_action);
  ADD ("/session/reconnected-by-action", test_reconnected_by_action);
  ADD ("/session/ended", test_ended);

  return g_test_run ();
}
