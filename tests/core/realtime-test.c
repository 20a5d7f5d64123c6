/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "realtime-test.h"

#include "shop-test.h"

void
realtime_test_keep_event_cb (GPtrArray *events,
                             ConyEvent *event)
{
  g_ptr_array_add (events, g_object_ref (event));
}

void
realtime_test_count_cb (guint *n)
{
  ++*n;
}

static void
reload_cb (RealtimeTest *fixture)
{
  fixture->n_reloads++;
}

static void
set_up (RealtimeTest *fixture,
        gconstpointer data)
{
  const gboolean with_broker = GPOINTER_TO_INT (data);
  ConyDispatcher *dispatcher;

  fixture->rosa = shop_login ("rosa");
  fixture->ana = shop_login ("ana");
  fixture->events = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->completed = g_ptr_array_new_with_free_func (g_object_unref);
  dispatcher = cony_session_get_dispatcher (fixture->ana);
  g_signal_connect_swapped (dispatcher, "event", G_CALLBACK (realtime_test_keep_event_cb), fixture->events);
  g_signal_connect_swapped (dispatcher, "completed", G_CALLBACK (realtime_test_keep_event_cb), fixture->completed);
  if (with_broker)
    fixture->broker = fake_broker_new ();
  fixture->stream = cony_realtime_new (fixture->ana,
                                       with_broker ? fake_broker_get_uri (fixture->broker) : "");
  g_signal_connect_swapped (fixture->stream, "reload", G_CALLBACK (reload_cb), fixture);
}

static void
tear_down (RealtimeTest *fixture,
           gconstpointer data)
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

void
realtime_test_add (const char *path,
                   gboolean    with_broker,
                   void      (*test) (RealtimeTest  *fixture,
                                      gconstpointer  with_broker))
{
  g_test_add (path, RealtimeTest, GINT_TO_POINTER (with_broker), set_up, test, tear_down);
}

/* Rosa alerts the kitchen; the uid of the alert. */
char *
realtime_test_alert (RealtimeTest *fixture,
                     const char   *mensaje)
{
  g_autoptr (ConyCommand) command = cony_command_new_alertar_cocina (1, 0, mensaje, "alta");
  g_autoptr (JsonObject) answer = shop_run (fixture->rosa, command);

  return g_strdup (cony_command_get_clave (command));
}

/* As the broker sends a stored event. */
void
realtime_test_send_stored (RealtimeTest *fixture,
                           const char   *uid,
                           const char   *more)
{
  g_autofree char *payload = shop_sql ("SELECT payload FROM cony.eventos_realtime WHERE uid = '%s'", uid);
  g_autofree char *rt = shop_sql ("SELECT format ('\"uid\":\"%%s\",\"id\":%%s,\"ts\":1795500000000,\"suc\":1,\"pri\":\"alta\"', uid, id)"
                                  " FROM cony.eventos_realtime WHERE uid = '%s'", uid);
  g_autofree char *json = NULL;

  payload[strlen (payload) - 1] = '\0';
  json = g_strdup_printf ("%s,\"_rt\":{%s%s}}", payload, rt, more);
  fake_broker_send (fixture->broker, json);
}
