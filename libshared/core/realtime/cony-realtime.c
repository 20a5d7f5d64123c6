/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-realtime.h"

#include "cony-acks.h"
#include "cony-catalogo.h"
#include "cony-clock.h"
#include "cony-cursor.h"
#include "cony-direct-reader.h"
#include "cony-freshness.h"
#include "cony-self-test-private.h"
#include "cony-websocket.h"

/* The age is told in whole seconds, and the state changes with one: that is when to look.  More often
 * than once a second, since the broker's silence begins at any time. */
#define TICK_MS 500
/* Owed events that are remembered, to be acked again when the broker repeats them. */
#define MAX_OWED 1000

struct _ConyRealtime
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;

  /* owned */
  ConyWebsocket *websocket; /* NULL without a broker */
  ConySelfTest *self_test;  /* NULL without a broker */
  ConyDirectReader *reader;
  ConyAcks *acks;
  GHashTable *from_socket;  /* uid → ConyEvent owed to this connection of the broker */
  GHashTable *on_screen;    /* uid that was acked */

  ConyFreshness freshness;
  ConyFrescura frescura;
  guint edad;
  gint64 last_seen;
  gint64 sleep_offset;
  guint tick_source;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (ConyRealtime, cony_realtime, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FRESCURA,
  PROP_EDAD,
  N_PROPS
};

enum
{
  RELOAD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* State */

static void
show_state (ConyRealtime *self,
            gint64        now)
{
  const ConyFrescura frescura = cony_freshness_get_frescura (&self->freshness, now);
  const guint edad = cony_freshness_get_edad (&self->freshness, now) / 1000;

  if (frescura != self->frescura)
    {
      self->frescura = frescura;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRESCURA]);
    }
  if (edad != self->edad)
    {
      self->edad = edad;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDAD]);
    }
}

/* The direct path is used exactly while the broker is not enough. */
static void
choose_sources (ConyRealtime *self,
                gint64        now)
{
  const gboolean well = cony_freshness_socket_well (&self->freshness, now);
  g_autofree char *cursor = NULL;

  if (!self->started || well != cony_direct_reader_get_active (self->reader))
    return;
  if (well)
    {
      cony_direct_reader_stop (self->reader);
      return;
    }
  if (self->websocket)
    {
      cursor = cony_cursor_later (cony_direct_reader_get_cursor (self->reader),
                                  cony_websocket_get_cursor (self->websocket));
      cony_direct_reader_set_cursor (self->reader, cursor);
    }
  cony_direct_reader_start (self->reader);
}

static void
update (ConyRealtime *self)
{
  const ConyFrescura before = self->frescura;
  const gint64 now = cony_clock_boot_ms ();

  cony_freshness_heard (&self->freshness, cony_session_get_heard (self->session));
  choose_sources (self, now);
  show_state (self, now);
  /* Neither answers: the way to both may have died, and only a new connection can tell. */
  if (self->started && self->frescura == CONY_FRESCURA_SIN_CONEXION && before != self->frescura)
    cony_session_reconnect (self->session);
}

static void
prove (ConyRealtime *self)
{
  self->last_seen = g_get_real_time () / G_USEC_PER_SEC;
  update (self);
}

static gboolean tick_cb (gpointer user_data);

static void
tick_later (ConyRealtime *self)
{
  const guint edad = cony_freshness_get_edad (&self->freshness, cony_clock_boot_ms ());

  self->tick_source = g_timeout_add (MIN (TICK_MS, 1000 - edad % 1000), tick_cb, self);
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (ConyRealtime) self = g_object_ref (user_data);

  self->tick_source = 0;
  if (cony_freshness_slept (&self->sleep_offset, cony_clock_boot_ms (),
                            cony_clock_monotonic_ms ()))
    {
      g_message ("The machine slept: connections are opened again");
      if (self->websocket)
        cony_websocket_reopen (self->websocket);
      cony_session_reconnect (self->session);
    }
  update (self);
  if (self->started)
    tick_later (self);
  return G_SOURCE_REMOVE;
}

/* Events */

static void
socket_event_cb (ConyRealtime *self,
                 ConyEvent    *event)
{
  const char *uid = cony_event_get_uid (event);
  ConyDispatchResult shown;

  if (uid && cony_event_get_owes_ack (event) && g_hash_table_size (self->from_socket) < MAX_OWED)
    g_hash_table_insert (self->from_socket, g_strdup (uid), g_object_ref (event));

  shown = cony_dispatcher_dispatch (cony_session_get_dispatcher (self->session), event);

  /* It is on the screen already and the broker does not know: the ack was lost. */
  if (shown != CONY_DISPATCH_SHOWN && uid && cony_event_get_owes_ack (event) &&
      g_hash_table_contains (self->on_screen, uid))
    cony_websocket_ack (self->websocket, event);
}

static void
reader_event_cb (ConyRealtime *self,
                 ConyEvent    *event)
{
  cony_dispatcher_dispatch (cony_session_get_dispatcher (self->session), event);
}

static void
opened_cb (ConyRealtime *self)
{
  cony_freshness_opened (&self->freshness, cony_clock_boot_ms ());
  if (cony_session_get_roles (self->session) & CONY_ROL_ATENCION)
    cony_self_test_start (self->self_test);
  update (self);
}

static void
closed_cb (ConyRealtime *self)
{
  g_hash_table_remove_all (self->from_socket);
  cony_freshness_closed (&self->freshness);
  cony_self_test_stop (self->self_test);
  update (self);
}

static void
ping_cb (ConyRealtime *self,
         guint         bd)
{
  cony_freshness_ping (&self->freshness, cony_clock_boot_ms (), bd);
  prove (self);
}

static void
swept_cb (ConyRealtime *self,
          gint64        started)
{
  g_autofree char *cursor = NULL;

  /* What was read here need not come again when the broker is back. */
  if (self->websocket && !cony_websocket_get_open (self->websocket))
    {
      cursor = cony_cursor_later (cony_websocket_get_cursor (self->websocket),
                                  cony_direct_reader_get_cursor (self->reader));
      cony_websocket_set_cursor (self->websocket, cursor);
    }
  cony_freshness_swept (&self->freshness, started);
  prove (self);
}

static void
lost_place_cb (ConyRealtime *self)
{
  cony_session_refill (self->session);
  g_signal_emit (self, signals[RELOAD], 0);
}

static void
connect_swapped (ConyRealtime *self,
                 gpointer      source,
                 const char   *signal,
                 GCallback     callback)
{
  g_signal_connect_object (source, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
make_websocket (ConyRealtime *self,
                const char   *uri)
{
  self->websocket = cony_websocket_new (self->session, uri);
  self->self_test = cony_self_test_new (self->websocket);
  connect_swapped (self, self->websocket, "opened", G_CALLBACK (opened_cb));
  connect_swapped (self, self->websocket, "closed", G_CALLBACK (closed_cb));
  connect_swapped (self, self->websocket, "event", G_CALLBACK (socket_event_cb));
  connect_swapped (self, self->websocket, "ping", G_CALLBACK (ping_cb));
  connect_swapped (self, self->websocket, "lost-place", G_CALLBACK (lost_place_cb));
}

static void
make_reader (ConyRealtime *self)
{
  self->reader = cony_direct_reader_new (self->session);
  connect_swapped (self, self->reader, "event", G_CALLBACK (reader_event_cb));
  connect_swapped (self, self->reader, "swept", G_CALLBACK (swept_cb));
  connect_swapped (self, self->reader, "lost-place", G_CALLBACK (lost_place_cb));
}

static void
cony_realtime_dispose (GObject *object)
{
  ConyRealtime *self = CONY_REALTIME (object);

  if (self->started)
    cony_realtime_stop (self);
  g_clear_object (&self->self_test);
  g_clear_object (&self->websocket);
  g_clear_object (&self->reader);
  g_clear_object (&self->acks);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (cony_realtime_parent_class)->dispose (object);
}

static void
cony_realtime_finalize (GObject *object)
{
  ConyRealtime *self = CONY_REALTIME (object);

  g_hash_table_unref (self->from_socket);
  g_hash_table_unref (self->on_screen);

  G_OBJECT_CLASS (cony_realtime_parent_class)->finalize (object);
}

static void
cony_realtime_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConyRealtime *self = CONY_REALTIME (object);

  switch (prop_id)
    {
    case PROP_FRESCURA:
      g_value_set_enum (value, self->frescura);
      break;
    case PROP_EDAD:
      g_value_set_uint (value, self->edad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_realtime_class_init (ConyRealtimeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_realtime_dispose;
  object_class->finalize = cony_realtime_finalize;
  object_class->get_property = cony_realtime_get_property;

  properties[PROP_FRESCURA] =
    g_param_spec_enum ("frescura", NULL, NULL, CONY_TYPE_FRESCURA, CONY_FRESCURA_RECONECTANDO,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDAD] =
    g_param_spec_uint ("edad", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RELOAD] = g_signal_new ("reload", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
cony_realtime_init (ConyRealtime *self)
{
  self->frescura = CONY_FRESCURA_RECONECTANDO;
  self->from_socket = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->on_screen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cony_realtime_new:
 * @session: a session; events go to its dispatcher
 * @broker_uri: (nullable): `ws://HOST:PORT/ws`; %NULL or empty to use the database only
 *
 * Returns: (transfer full): a stream that is not started yet
 */
ConyRealtime *
cony_realtime_new (ConySession *session,
                   const char  *broker_uri)
{
  ConyRealtime *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (CONY_TYPE_REALTIME, NULL);
  self->session = g_object_ref (session);
  self->acks = cony_acks_new (session);
  make_reader (self);
  cony_session_set_broker (session, broker_uri);
  if (broker_uri && *broker_uri)
    make_websocket (self, broker_uri);
  return self;
}

/**
 * cony_realtime_start:
 * @self: a stream of a session that is logged in
 *
 * Delivers events to the session's dispatcher from the cursor of the login on.
 */
void
cony_realtime_start (ConyRealtime *self)
{
  const char *cursor;

  g_return_if_fail (CONY_IS_REALTIME (self));

  if (self->started)
    return;
  self->started = TRUE;
  self->sleep_offset = cony_clock_boot_ms () - cony_clock_monotonic_ms ();
  cony_freshness_init (&self->freshness, cony_clock_boot_ms ());

  cursor = cony_session_get_cursor (self->session);
  cony_direct_reader_set_cursor (self->reader, cursor);
  if (self->websocket)
    {
      cony_websocket_set_cursor (self->websocket, cursor);
      cony_websocket_start (self->websocket);
    }
  update (self);
  tick_later (self);
}

/**
 * cony_realtime_stop:
 * @self: a stream
 *
 * Ends both sources.
 */
void
cony_realtime_stop (ConyRealtime *self)
{
  g_return_if_fail (CONY_IS_REALTIME (self));

  self->started = FALSE;
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->websocket)
    cony_websocket_stop (self->websocket);
  cony_direct_reader_stop (self->reader);
}

/**
 * cony_realtime_get_frescura:
 * @self: a stream
 *
 * Returns: how fresh the data on the screen is
 */
ConyFrescura
cony_realtime_get_frescura (ConyRealtime *self)
{
  g_return_val_if_fail (CONY_IS_REALTIME (self), CONY_FRESCURA_SIN_CONEXION);

  return self->frescura;
}

/**
 * cony_realtime_get_edad:
 * @self: a stream
 *
 * Returns: whole seconds since the data was last known to be complete
 */
guint
cony_realtime_get_edad (ConyRealtime *self)
{
  g_return_val_if_fail (CONY_IS_REALTIME (self), 0);

  return self->edad;
}

/**
 * cony_realtime_get_last_seen:
 * @self: a stream
 *
 * Returns: when a source answered last, in Unix seconds by this machine's clock; 0 for never
 */
gint64
cony_realtime_get_last_seen (ConyRealtime *self)
{
  g_return_val_if_fail (CONY_IS_REALTIME (self), 0);

  return self->last_seen;
}

/**
 * cony_realtime_get_self_test:
 * @self: a stream
 *
 * Returns: (transfer none) (nullable): the test of the way to the kitchen's screens, which runs for
 *   people of the front desk; %NULL without a broker
 */
ConySelfTest *
cony_realtime_get_self_test (ConyRealtime *self)
{
  g_return_val_if_fail (CONY_IS_REALTIME (self), NULL);

  return self->self_test;
}

/**
 * cony_realtime_ack:
 * @self: a stream
 * @event: an event that is on the screen now
 *
 * Tells the sender so, if this person's role owes it: over the broker when it brought the event,
 * else in the database.
 */
void
cony_realtime_ack (ConyRealtime *self,
                   ConyEvent    *event)
{
  const char *uid;
  ConyEvent *received;

  g_return_if_fail (CONY_IS_REALTIME (self));
  g_return_if_fail (CONY_IS_EVENT (event));

  uid = cony_event_get_uid (event);
  if (uid == NULL)
    return;
  received = g_hash_table_lookup (self->from_socket, uid);
  if (received == NULL && g_hash_table_contains (self->on_screen, uid))
    return;
  if (received == NULL &&
      (cony_catalogo_who_owes (cony_event_get_tipo (event), cony_event_get_prioridad (event)) &
       cony_session_get_roles (self->session)) == 0)
    return;

  if (g_hash_table_size (self->on_screen) >= MAX_OWED)
    g_hash_table_remove_all (self->on_screen);
  g_hash_table_add (self->on_screen, g_strdup (uid));

  if (received)
    {
      cony_websocket_ack (self->websocket, received);
      g_hash_table_remove (self->from_socket, uid);
    }
  else
    {
      cony_acks_push (self->acks, uid);
    }
}
