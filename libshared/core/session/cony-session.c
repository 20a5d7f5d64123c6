/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-private.h"

#include "cony-secret.h"
#include "cony-session-sql.h"


G_DEFINE_FINAL_TYPE (ConySession, cony_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CHECKING,
  PROP_LOGGED_IN,
  PROP_LOGIN,
  PROP_NOMBRE,
  PROP_SUCURSAL_NOMBRE,
  PROP_PANTALLA,
  N_PROPS
};
enum { RECONNECTED, ENDED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/*< private > */
void
cony_session_emit_reconnected (ConySession *self)
{
  g_signal_emit (self, signals[RECONNECTED], 0);
}

/*< private > */
void
cony_session_emit_ended (ConySession  *self,
                         const GError *reason)
{
  g_signal_emit (self, signals[ENDED], 0, reason);
}

/*< private >
 * cony_session_set_text:
 * @property: (nullable): the property that shows @field
 */
void
cony_session_set_text (ConySession *self,
                       char       **field,
                       const char  *value,
                       const char  *property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  if (property)
    g_object_notify (G_OBJECT (self), property);
}

/*< private > */
void
cony_session_set_logged_in (ConySession *self,
                            gboolean     logged_in)
{
  if (self->logged_in == logged_in)
    return;
  self->logged_in = logged_in;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGGED_IN]);
}

/*< private >
 * cony_session_close:
 *
 * Everything of the person goes, in memory as well.
 */
void
cony_session_close (ConySession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  cony_session_set_logged_in (self, FALSE);
  cony_session_forget_connection (self);
  self->login_task = NULL;
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->user, g_free);
  cony_secret_clear (&self->password);
  self->wanted = CONY_ROL_NONE;
  g_clear_pointer (&self->cursor, g_free);
  cony_secret_clear (&self->token);
  cony_session_drop_turns (self);
  if (self->outbox)
    cony_outbox_close (self->outbox);
  cony_link_watch_stop (self->watch);
  cony_session_forget_person (self);
  cony_database_close (self->database);
  cony_event_log_clear (self->event_log);
  cony_dispatcher_clear (self->dispatcher);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The branch's thresholds are part of what is known of the person. */
static void
event_cb (ConySession *self,
          ConyEvent   *event)
{
  if (g_strcmp0 (cony_event_get_tipo (event), "umbrales_cambiados") == 0)
    cony_session_read_again (self);
}

static void
checking_changed_cb (ConySession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static void
cony_session_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ConySession *self = CONY_SESSION (object);

  switch (prop_id)
    {
    case PROP_CHECKING:
      g_value_set_boolean (value, cony_session_get_checking (self));
      break;
    case PROP_LOGGED_IN:
      g_value_set_boolean (value, self->logged_in);
      break;
    case PROP_LOGIN:
      g_value_set_string (value, self->login);
      break;
    case PROP_NOMBRE:
      g_value_set_string (value, self->nombre);
      break;
    case PROP_SUCURSAL_NOMBRE:
      g_value_set_string (value, self->sucursal_nombre);
      break;
    case PROP_PANTALLA:
      g_value_set_string (value, self->pantalla);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_session_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ConySession *self = CONY_SESSION (object);

  switch (prop_id)
    {
    case PROP_PANTALLA:
      self->pantalla = g_value_dup_string (value);
      if (self->pantalla == NULL)
        self->pantalla = g_strdup (g_get_host_name ());
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_session_dispose (GObject *object)
{
  ConySession *self = CONY_SESSION (object);

  if (self->database)
    cony_session_close (self);
  g_clear_object (&self->outbox);
  g_clear_object (&self->watch);
  g_clear_object (&self->database);
  g_clear_object (&self->event_log);
  g_clear_object (&self->dispatcher);

  G_OBJECT_CLASS (cony_session_parent_class)->dispose (object);
}

static void
cony_session_finalize (GObject *object)
{
  ConySession *self = CONY_SESSION (object);

  g_clear_pointer (&self->pantalla, g_free);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);

  G_OBJECT_CLASS (cony_session_parent_class)->finalize (object);
}

static void
cony_session_class_init (ConySessionClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_session_get_property;
  object_class->set_property = cony_session_set_property;
  object_class->dispose = cony_session_dispose;
  object_class->finalize = cony_session_finalize;

  properties[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, flags);
  properties[PROP_LOGGED_IN] = g_param_spec_boolean ("logged-in", NULL, NULL, FALSE, flags);
  properties[PROP_LOGIN] = g_param_spec_string ("login", NULL, NULL, NULL, flags);
  properties[PROP_NOMBRE] = g_param_spec_string ("nombre", NULL, NULL, NULL, flags);
  properties[PROP_SUCURSAL_NOMBRE] =
    g_param_spec_string ("sucursal-nombre", NULL, NULL, NULL, flags);
  properties[PROP_PANTALLA] =
    g_param_spec_string ("pantalla", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RECONNECTED] =
    g_signal_new ("reconnected", CONY_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[ENDED] =
    g_signal_new ("ended", CONY_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cony_session_init (ConySession *self)
{
  self->database = cony_database_new ();
  self->watch = cony_link_watch_new (self->database);
  self->dispatcher = cony_dispatcher_new ();
  self->event_log = cony_event_log_new (self->dispatcher);
  self->time_zone = g_time_zone_new_utc ();
  g_queue_init (&self->turns);
  cony_session_keep_connected (self);
  g_signal_connect_object (self->database, "notify::checking", G_CALLBACK (checking_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dispatcher, "event", G_CALLBACK (event_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * cony_session_new:
 * @pantalla: (nullable): name of this screen, as others see it; by default the machine's name
 *
 * Returns: (transfer full): a session in which nobody is logged in
 */
ConySession *
cony_session_new (const char *pantalla)
{
  return g_object_new (CONY_TYPE_SESSION, "pantalla", pantalla, NULL);
}

/**
 * cony_session_logout:
 * @self: a session
 *
 * Ends the connection and forgets the person, with the password and the events.  Whatever was
 * waiting fails with %G_IO_ERROR_CANCELLED.
 */
void
cony_session_logout (ConySession *self)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  cony_session_close (self);
}

/**
 * cony_session_get_database:
 * @self: a session
 *
 * Returns: (transfer none): its connection
 */
ConyDatabase *
cony_session_get_database (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->database;
}

/**
 * cony_session_get_heard:
 * @self: a session
 *
 * Returns: when the database was last known to serve this session, in milliseconds of the clock that
 *   counts while the machine sleeps; it is asked every other second
 */
gint64
cony_session_get_heard (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), 0);

  return cony_link_watch_get_heard (self->watch);
}

/**
 * cony_session_get_dispatcher:
 * @self: a session
 *
 * Returns: (transfer none): where its events are emitted
 */
ConyDispatcher *
cony_session_get_dispatcher (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->dispatcher;
}

/**
 * cony_session_get_event_log:
 * @self: a session
 *
 * Returns: (transfer none): its last 1000 events
 */
ConyEventLog *
cony_session_get_event_log (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->event_log;
}

/**
 * cony_session_get_checking:
 * @self: a session
 *
 * Returns: whether an action got no answer and is being repeated on a new connection
 */
gboolean
cony_session_get_checking (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), FALSE);

  return cony_database_get_checking (self->database);
}

/**
 * cony_session_get_outbox:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what this person did without a database; %NULL for a program
 *   that keeps nothing
 */
ConyOutbox *
cony_session_get_outbox (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->outbox;
}

/**
 * cony_session_keep_outbox:
 * @self: a session in which nobody is logged in yet
 * @app: name of the program, for the file
 *
 * From the next login on, what may be done later is kept while there is no database.
 */
void
cony_session_keep_outbox (ConySession *self,
                          const char  *app)
{
  g_return_if_fail (CONY_IS_SESSION (self));
  g_return_if_fail (app != NULL);
  g_return_if_fail (!self->logged_in);

  g_clear_object (&self->outbox);
  self->outbox = cony_outbox_new (self, app);
}

/**
 * cony_session_set_broker:
 * @self: a session
 * @uri: (nullable): `ws://HOST:PORT/ws` of the broker
 *
 * Where alerts go at once while there is no database.
 */
void
cony_session_set_broker (ConySession *self,
                         const char  *uri)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  if (self->outbox)
    cony_outbox_set_broker (self->outbox, uri);
}

/**
 * cony_session_get_cursor:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): cursor of the snapshot that filled the event log
 */
const char *
cony_session_get_cursor (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->cursor;
}

/**
 * cony_session_get_logged_in:
 * @self: a session
 *
 * Returns: whether a person is logged in; also %TRUE while the connection is away
 */
gboolean
cony_session_get_logged_in (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), FALSE);

  return self->logged_in;
}

/**
 * cony_session_get_pantalla:
 * @self: a session
 *
 * Returns: (transfer none): name of this screen
 */
const char *
cony_session_get_pantalla (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->pantalla;
}
