/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-self-test-private.h"

#include "cony-clock.h"

#define INTERVAL_MS 30000
/* The broker forgets an echo after 10 s (PROTOCOL.md, Echo). */
#define LIMIT_MS 10000
/* A shop is switched on in any order: the first one waits for the others. */
#define FIRST_MS 2000

struct _ConySelfTest
{
  GObject parent_instance;

  /* construct-time */
  ConyWebsocket *websocket;
  guint interval_ms;
  guint limit_ms;

  /* owned */
  char *asked;    /* id of the test under way */
  char *pantalla;
  guint next_source;
  guint limit_source;

  ConyPrueba prueba;
  guint ms;
  gint64 ended;   /* by the clock that counts sleep */
};

G_DEFINE_FINAL_TYPE (ConySelfTest, cony_self_test, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
end (ConySelfTest *self,
     ConyPrueba    prueba,
     guint         ms,
     const char   *pantalla)
{
  g_autofree char *copy = g_strdup (pantalla);

  g_clear_handle_id (&self->limit_source, g_source_remove);
  g_clear_pointer (&self->asked, g_free);
  g_free (self->pantalla);
  self->pantalla = g_steal_pointer (&copy);
  self->prueba = prueba;
  self->ms = ms;
  self->ended = cony_clock_boot_ms ();
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
limit_cb (gpointer user_data)
{
  ConySelfTest *self = user_data;

  self->limit_source = 0;
  end (self, CONY_PRUEBA_SIN_RESPUESTA, 0, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
ask_cb (gpointer user_data)
{
  ConySelfTest *self = user_data;

  self->next_source = g_timeout_add (self->interval_ms, ask_cb, self);
  if (self->asked)
    return G_SOURCE_REMOVE;
  self->asked = g_uuid_string_random ();
  self->limit_source = g_timeout_add (self->limit_ms, limit_cb, self);
  cony_websocket_ask_echo (self->websocket, self->asked);
  return G_SOURCE_REMOVE;
}

static void
echo_cb (ConySelfTest *self,
         ConyEvent    *message)
{
  const gint64 ms = cony_event_get_int (message, "ms", 0);

  if (self->asked && g_strcmp0 (cony_event_get_string (message, "id"), self->asked) == 0)
    end (self, CONY_PRUEBA_CONTESTADA, (guint) CLAMP (ms, 0, LIMIT_MS),
         cony_event_get_string (message, "pantalla"));
}

static void
no_echo_cb (ConySelfTest *self)
{
  if (self->asked)
    end (self, CONY_PRUEBA_SIN_RESPUESTA, 0, NULL);
}

static void
cony_self_test_dispose (GObject *object)
{
  ConySelfTest *self = CONY_SELF_TEST (object);

  cony_self_test_stop (self);
  g_clear_object (&self->websocket);

  G_OBJECT_CLASS (cony_self_test_parent_class)->dispose (object);
}

static void
cony_self_test_finalize (GObject *object)
{
  g_free (CONY_SELF_TEST (object)->pantalla);

  G_OBJECT_CLASS (cony_self_test_parent_class)->finalize (object);
}

static void
cony_self_test_class_init (ConySelfTestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_self_test_dispose;
  object_class->finalize = cony_self_test_finalize;

  signals[CHANGED] = g_signal_new ("changed", CONY_TYPE_SELF_TEST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
cony_self_test_init (ConySelfTest *self)
{
  self->interval_ms = INTERVAL_MS;
  self->limit_ms = LIMIT_MS;
}

/*< private >
 * cony_self_test_new:
 * @websocket: the connection that is tested
 *
 * Returns: (transfer full): a test that is not started yet
 */
ConySelfTest *
cony_self_test_new (ConyWebsocket *websocket)
{
  ConySelfTest *self = g_object_new (CONY_TYPE_SELF_TEST, NULL);

  self->websocket = g_object_ref (websocket);
  g_signal_connect_object (websocket, "echo", G_CALLBACK (echo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (websocket, "no-echo", G_CALLBACK (no_echo_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/*< private >
 * cony_self_test_set_interval:
 * @interval_ms: from one test to the next; 30 seconds by default
 * @limit_ms: how long an answer may take; 10 seconds by default
 */
void
cony_self_test_set_interval (ConySelfTest *self,
                             guint         interval_ms,
                             guint         limit_ms)
{
  self->interval_ms = interval_ms;
  self->limit_ms = limit_ms;
}

/*< private >
 * cony_self_test_start:
 *
 * The connection has been greeted.
 */
void
cony_self_test_start (ConySelfTest *self)
{
  if (self->next_source == 0)
    self->next_source = g_timeout_add (MIN (FIRST_MS, self->interval_ms), ask_cb, self);
}

/*< private >
 * cony_self_test_stop:
 *
 * The connection is gone; what it said last stays, and its age tells.
 */
void
cony_self_test_stop (ConySelfTest *self)
{
  g_clear_handle_id (&self->next_source, g_source_remove);
  g_clear_handle_id (&self->limit_source, g_source_remove);
  g_clear_pointer (&self->asked, g_free);
}

/**
 * cony_self_test_get_prueba:
 * @self: a test
 *
 * Returns: how the last one ended
 */
ConyPrueba
cony_self_test_get_prueba (ConySelfTest *self)
{
  g_return_val_if_fail (CONY_IS_SELF_TEST (self), CONY_PRUEBA_NINGUNA);

  return self->prueba;
}

/**
 * cony_self_test_get_ms:
 * @self: a test
 *
 * Returns: milliseconds from the broker to the screen and back, of the last one that was answered
 */
guint
cony_self_test_get_ms (ConySelfTest *self)
{
  g_return_val_if_fail (CONY_IS_SELF_TEST (self), 0);

  return self->ms;
}

/**
 * cony_self_test_get_pantalla:
 * @self: a test
 *
 * Returns: (transfer none) (nullable): name of the screen that answered
 */
const char *
cony_self_test_get_pantalla (ConySelfTest *self)
{
  g_return_val_if_fail (CONY_IS_SELF_TEST (self), NULL);

  return self->pantalla;
}

/**
 * cony_self_test_get_edad:
 * @self: a test
 *
 * Returns: whole seconds since the last one ended
 */
guint
cony_self_test_get_edad (ConySelfTest *self)
{
  g_return_val_if_fail (CONY_IS_SELF_TEST (self), 0);

  return self->prueba == CONY_PRUEBA_NINGUNA
           ? 0 : (guint) CLAMP ((cony_clock_boot_ms () - self->ended) / 1000, 0, G_MAXUINT);
}
