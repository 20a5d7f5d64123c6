/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alerta-store.h"
#include "cony-realtime.h"
#include "cony-self-test-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

#include "core-test.h"
#include "shop-test.h"

/* A window's stream with the real broker, whose program is the only argument. */

static const char *broker_program;

typedef struct
{
  ConySession *rosa;
  ConySession *ana;
  ConyRealtime *rosa_stream;
  ConyRealtime *ana_stream;
  GPtrArray *events; /* ConyEvent that ana's dispatcher showed */
  GPtrArray *completed;
  GSubprocess *broker;
  char *uri;
  char *password_file;
  guint port;
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

/* A test that fails kills nothing. */
static void
die_with_parent_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_broker (Fixture *fixture)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", fixture->port);
  g_autofree char *conninfo = g_strdup_printf ("%s user=broker", g_getenv ("CONY_TEST_CONNINFO"));
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent_cb, NULL, NULL);
  fixture->broker = g_subprocess_launcher_spawn (launcher, &error, broker_program,
                                                 "--listen", listen, "--database", conninfo,
                                                 "--password-file", fixture->password_file, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->broker));
  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, "listening on "))
        {
          g_autoptr (GUri) uri = g_uri_parse (line + strlen ("listening on "), G_URI_FLAGS_NONE, &error);

          g_assert_no_error (error);
          fixture->port = g_uri_get_port (uri);
          g_free (fixture->uri);
          fixture->uri = g_uri_to_string (uri);
          return;
        }
    }
}

static void
kill_broker (Fixture *fixture)
{
  g_subprocess_force_exit (fixture->broker);
  g_subprocess_wait (fixture->broker, NULL, NULL);
  g_clear_object (&fixture->broker);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  ConyDispatcher *dispatcher;
  int fd = g_file_open_tmp ("cony-broker-XXXXXX", &fixture->password_file, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (fixture->password_file, "broker-cony", -1, NULL));
  start_broker (fixture);

  fixture->rosa = shop_login ("rosa");
  fixture->ana = shop_login ("ana");
  fixture->events = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->completed = g_ptr_array_new_with_free_func (g_object_unref);
  dispatcher = cony_session_get_dispatcher (fixture->ana);
  g_signal_connect_swapped (dispatcher, "event", G_CALLBACK (keep_event_cb), fixture->events);
  g_signal_connect_swapped (dispatcher, "completed", G_CALLBACK (keep_event_cb), fixture->completed);
  fixture->rosa_stream = cony_realtime_new (fixture->rosa, fixture->uri);
  fixture->ana_stream = cony_realtime_new (fixture->ana, fixture->uri);
  g_signal_connect_swapped (fixture->ana_stream, "reload", G_CALLBACK (reload_cb), fixture);
  cony_realtime_start (fixture->rosa_stream);
  cony_realtime_start (fixture->ana_stream);
  core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_EN_VIVO);
  core_wait (cony_realtime_get_frescura (fixture->rosa_stream) == CONY_FRESCURA_EN_VIVO);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  shop_assert_finalize (fixture->rosa_stream);
  shop_assert_finalize (fixture->ana_stream);
  cony_session_logout (fixture->rosa);
  cony_session_logout (fixture->ana);
  shop_assert_finalize (fixture->rosa);
  shop_assert_finalize (fixture->ana);
  g_ptr_array_unref (fixture->events);
  g_ptr_array_unref (fixture->completed);
  if (fixture->broker)
    kill_broker (fixture);
  g_unlink (fixture->password_file);
  g_free (fixture->password_file);
  g_free (fixture->uri);
}

static char *
alert (Fixture    *fixture,
       const char *mensaje)
{
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, mensaje, "urgente");
  g_autoptr (JsonObject) answer = shop_run (fixture->rosa, command);

  return g_strdup (cony_command_get_clave (command));
}

/* Alerts that arrive at once, however the broker is; a slow machine may take its time over it. */
static void
alert_in_time (Fixture    *fixture,
               GPtrArray  *uids,
               const char *mensaje)
{
  const gint64 start = g_get_monotonic_time ();
  char *uid = alert (fixture, mensaje);

  core_wait (shop_n_with_uid (fixture->events, uid));
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, 5000);
  g_ptr_array_add (uids, uid);
}

static void
assert_each_once (Fixture   *fixture,
                  GPtrArray *uids)
{
  for (guint i = 0; i < uids->len; i++)
    g_assert_cmpuint (shop_n_with_uid (fixture->events, uids->pdata[i]), ==, 1);
}

/* From the front desk through the broker to the kitchen's screen, and the receipt back. */
static void
test_ack (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (ConyAlertaStore) desk = cony_alerta_store_new (fixture->rosa, fixture->rosa_stream);
  g_autofree char *uid = NULL;
  ConyAlerta *alerta;

  shop_load (CONY_STORE (desk));
  uid = alert (fixture, "Con acuse");
  core_wait (shop_n_with_uid (fixture->events, uid));
  g_assert_true (cony_event_get_owes_ack (shop_find_uid (fixture->events, uid)));
  core_wait (cony_store_find_uid (CONY_STORE (desk), uid));
  alerta = cony_store_find_uid (CONY_STORE (desk), uid);
  g_assert_null (cony_alerta_get_entregada (alerta));

  cony_realtime_ack (fixture->ana_stream, shop_find_uid (fixture->events, uid));
  core_wait (cony_alerta_get_entregada (alerta));
  g_assert_cmpstr (cony_alerta_get_pantalla (alerta), ==, "Prueba");
  g_assert_false (cony_alerta_get_leida (alerta));
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);

  for (int round = 0; round < 3; round++)
    {
      alert_in_time (fixture, uids, "Con broker");
      kill_broker (fixture);
      alert_in_time (fixture, uids, "Recién muerto");
      core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_DIRECTO);
      for (int i = 0; i < 5; i++)
        alert_in_time (fixture, uids, "Sin broker");
      start_broker (fixture);
      alert_in_time (fixture, uids, "Recién vuelto");
      core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_EN_VIVO);
      alert_in_time (fixture, uids, "De vuelta");
    }
  assert_each_once (fixture, uids);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
  g_assert_cmpuint (fixture->completed->len, ==, 0);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  guint *n_stored = user_data;

  rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);
  g_assert_no_error (error);
  ++*n_stored;
}

/* Four writers at once, and a broker that comes and goes: every event once, none lost. */
static void
test_storm (Fixture       *fixture,
            gconstpointer  data)
{
  const guint n_writers = 4;
  const guint n_each = 100;
  const guint n_all = n_writers * n_each;
  g_autoptr (GPtrArray) writers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_stored = 0;

  for (guint i = 0; i < n_writers; i++)
    {
      g_ptr_array_add (writers, shop_connect ("rosa"));
      for (guint j = 0; j < n_each; j++)
        cony_database_query_async (writers->pdata[i],
                                   "SELECT api.alertar_cocina (gen_random_uuid (), 1, NULL,"
                                   " 'Tormenta', 'normal')",
                                   NULL, NULL, stored_cb, &n_stored);
    }
  for (guint quarter = 1; quarter < 4; quarter++)
    {
      core_wait (n_stored >= quarter * n_all / 4);
      if (fixture->broker)
        kill_broker (fixture);
      else
        start_broker (fixture);
    }
  core_wait (n_stored == n_all);
  core_wait (fixture->events->len >= n_all);
  start_broker (fixture);
  core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_EN_VIVO);

  for (guint i = 0; i < fixture->events->len; i++)
    g_hash_table_add (seen, (char *) cony_event_get_uid (fixture->events->pdata[i]));
  g_assert_cmpuint (fixture->events->len, ==, n_all);
  g_assert_cmpuint (g_hash_table_size (seen), ==, n_all);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
}

/* It neither closes the socket nor says anything. */
static void
test_frozen (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *meanwhile = NULL;
  gint64 start;

  alert_in_time (fixture, uids, "Con broker");
  g_subprocess_send_signal (fixture->broker, SIGSTOP);
  start = g_get_monotonic_time ();
  meanwhile = alert (fixture, "Congelado");
  core_wait (shop_n_with_uid (fixture->events, meanwhile));
  /* After four seconds without a ping, long before the socket is given up. */
  g_assert_cmpint ((g_get_monotonic_time () - start) / G_USEC_PER_SEC, <, 8);
  core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_DIRECTO);
  alert_in_time (fixture, uids, "Sin broker");
  g_subprocess_send_signal (fixture->broker, SIGCONT);
  core_wait (cony_realtime_get_frescura (fixture->ana_stream) == CONY_FRESCURA_EN_VIVO);
  alert_in_time (fixture, uids, "De vuelta");
  assert_each_once (fixture, uids);
  g_assert_cmpuint (shop_n_with_uid (fixture->events, meanwhile), ==, 1);
  g_assert_cmpuint (fixture->n_reloads, ==, 0);
}

static void
count_test_cb (guint *n)
{
  ++*n;
}

/* From the front desk to a screen of the kitchen and back; then there is none. */
static void
test_self_test (Fixture       *fixture,
                gconstpointer  data)
{
  ConySelfTest *test = cony_realtime_get_self_test (fixture->rosa_stream);
  guint n_tests = 0;
  gulong handler;

  g_assert_cmpint (cony_self_test_get_prueba (test), ==, CONY_PRUEBA_NINGUNA);
  cony_self_test_set_interval (test, 50, 10000);
  core_wait (cony_self_test_get_prueba (test) == CONY_PRUEBA_CONTESTADA);
  g_assert_cmpstr (cony_self_test_get_pantalla (test), ==, "Prueba");
  g_assert_cmpuint (cony_self_test_get_ms (test), <, 2000);
  g_assert_cmpuint (cony_self_test_get_edad (test), <, 10);
  /* Nobody of the kitchen tests the front desk. */
  g_assert_cmpint (cony_self_test_get_prueba (cony_realtime_get_self_test (fixture->ana_stream)), ==,
                   CONY_PRUEBA_NINGUNA);

  cony_realtime_stop (fixture->ana_stream);
  core_wait (cony_self_test_get_prueba (test) == CONY_PRUEBA_SIN_RESPUESTA);
  g_assert_null (cony_self_test_get_pantalla (test));
  cony_realtime_start (fixture->ana_stream);
  core_wait (cony_self_test_get_prueba (test) == CONY_PRUEBA_CONTESTADA);
  kill_broker (fixture);
  core_wait (cony_realtime_get_frescura (fixture->rosa_stream) == CONY_FRESCURA_DIRECTO);
  g_assert_cmpint (cony_self_test_get_prueba (test), ==, CONY_PRUEBA_CONTESTADA);

  /* And when it is back, without a touch. */
  handler = g_signal_connect_swapped (test, "changed", G_CALLBACK (count_test_cb), &n_tests);
  start_broker (fixture);
  core_wait (n_tests > 0 && cony_self_test_get_prueba (test) == CONY_PRUEBA_CONTESTADA);
  g_signal_handler_disconnect (test, handler);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  broker_program = argv[1];

#define ADD(path, function) \
  g_test_add ("/broker-stream/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("ack", test_ack);
  ADD ("killed", test_killed);
  ADD ("storm", test_storm);
  ADD ("frozen", test_frozen);
  ADD ("self-test", test_self_test);
#undef ADD

  return g_test_run ();
}
