/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cony-backoff.h"
#include "cony-session-sql.h"

/* The first try follows at once; 300 windows spread the others over this time. */
#define RECONNECT_BASE_MS 250
#define RECONNECT_CAP_MS 2500
/* A try that began while the network was away hears nothing when it comes back, so it has to be
 * short; every fourth is long, for slow networks. */
#define CONNECT_SHORT_MS 2500
#define CONNECT_LONG_MS 8000

struct _ConySession
{
  GObject parent_instance;

  /* construct-time */
  char *pantalla;

  /* owned */
  ConyDatabase *database;
  ConyDispatcher *dispatcher;
  ConyEventLog *event_log;

  /* owned: the credentials, from login to logout, in memory only */
  char *conninfo;
  char *user;
  char *password;
  ConyRoles wanted;

  /* owned: who is logged in */
  gboolean logged_in;
  char *login;
  char *nombre;
  gint64 usuario_id;
  ConyRoles roles;
  gint64 sucursal_id;
  char *sucursal_nombre;
  GTimeZone *time_zone;
  JsonObject *umbrales;
  char *cursor;

  /* server time minus monotonic time, in microseconds */
  gint64 clock_offset;
  gint64 asked_at;

  GSource *reconnect;
  ConyBackoff backoff;
  gboolean connecting;
  gboolean refreshing;
  gboolean away;

  /* borrowed: the login that is going on, it holds a reference to us */
  GTask *login_task;
};

G_DEFINE_FINAL_TYPE (ConySession, cony_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
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

static void connect_again (ConySession *self);

static void
clear_secret (char **secret)
{
  if (*secret)
    explicit_bzero (*secret, strlen (*secret));
  g_clear_pointer (secret, g_free);
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
replace_string (ConySession *self,
                char       **field,
                const char  *value,
                int          prop_id)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  if (prop_id)
    g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
set_logged_in (ConySession *self,
               gboolean     logged_in)
{
  if (self->logged_in == logged_in)
    return;
  self->logged_in = logged_in;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGGED_IN]);
}

static JsonNode *
parse_json (const char *text)
{
  return text ? json_from_string (text, NULL) : NULL;
}

static ConyRoles
parse_roles (const char *text)
{
  g_autoptr (JsonNode) node = parse_json (text);
  ConyRoles roles = CONY_ROL_NONE;
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return roles;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    roles |= cony_roles_from_name (json_array_get_string_element (array, i));
  return roles;
}

static void
set_umbrales (ConySession *self,
              const char  *text)
{
  g_autoptr (JsonNode) node = parse_json (text);

  g_clear_pointer (&self->umbrales, json_object_unref);
  if (node && JSON_NODE_HOLDS_OBJECT (node))
    self->umbrales = json_node_dup_object (node);
}

static void
set_clock (ConySession *self,
           GDateTime   *server)
{
  gint64 halfway;

  if (server == NULL)
    return;
  halfway = self->asked_at + (g_get_monotonic_time () - self->asked_at) / 2;
  self->clock_offset = g_date_time_to_unix (server) * G_USEC_PER_SEC
                       + g_date_time_get_microsecond (server) - halfway;
}

static void
set_time_zone (ConySession *self,
               const char  *identifier)
{
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  self->time_zone = identifier ? g_time_zone_new_identifier (identifier) : NULL;
  if (self->time_zone == NULL)
    self->time_zone = g_time_zone_new_utc ();
}

/* Reads the row of api.yo and decides whether this person may use this program. */
static gboolean
read_yo (ConySession  *self,
         ConyResult   *rows,
         GError      **error)
{
  g_autoptr (GDateTime) now = NULL;

  if (cony_result_get_n_rows (rows) == 0)
    {
      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                   /* Translators: %s is a user name */
                   _("The user “%s” is not registered in Cony. Ask an administrator."), self->user);
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  now = cony_result_get_time (rows, 0, "ahora");
  set_clock (self, now);
  self->usuario_id = cony_result_get_int (rows, 0, "id");
  self->roles = parse_roles (cony_result_get_string (rows, 0, "roles"));
  self->sucursal_id = cony_result_get_int (rows, 0, "sucursal_id");
  set_time_zone (self, cony_result_get_string (rows, 0, "zona_horaria"));
  set_umbrales (self, cony_result_get_string (rows, 0, "umbrales"));
  replace_string (self, &self->login, cony_result_get_string (rows, 0, "login"), PROP_LOGIN);
  replace_string (self, &self->nombre, cony_result_get_string (rows, 0, "nombre"), PROP_NOMBRE);
  replace_string (self, &self->sucursal_nombre,
                  cony_result_get_string (rows, 0, "sucursal_nombre"), PROP_SUCURSAL_NOMBRE);
  g_object_thaw_notify (G_OBJECT (self));

  if (self->wanted && !cony_roles_allow (self->roles, self->wanted))
    {
      g_auto (GStrv) names = cony_roles_to_strv (self->wanted);
      g_autofree char *list = g_strjoinv (", ", names);

      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                   /* Translators: the first %s is a user name, the second one a list of roles */
                   _("The user “%s” may not use this program. It is for: %s."), self->user, list);
      return FALSE;
    }
  return TRUE;
}

static void
read_fill (ConySession *self,
           ConyResult  *rows)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);

  replace_string (self, &self->cursor, cony_result_get_string (rows, 0, "cursor"), 0);
  for (guint i = 0; i < cony_result_get_n_rows (rows); i++)
    {
      g_autoptr (GDateTime) fecha = NULL;
      g_autoptr (GError) error = NULL;
      ConyEvent *event;

      if (cony_result_is_null (rows, i, "id"))
        continue;
      fecha = cony_result_get_time (rows, i, "fecha");
      event = cony_event_new_stored (cony_result_get_string (rows, i, "payload"),
                                     cony_result_get_string (rows, i, "uid"),
                                     cony_result_get_int (rows, i, "id"), NULL,
                                     cony_result_get_int (rows, i, "sucursal_id"), fecha, &error);
      if (event == NULL)
        {
          g_message ("Event %" G_GINT64_FORMAT " cannot be read: %s",
                     cony_result_get_int (rows, i, "id"), error->message);
          continue;
        }
      cony_dispatcher_seed (self->dispatcher, event);
      g_ptr_array_add (events, event);
    }
  cony_event_log_fill (self->event_log, events);
}

/* Everything of the person goes, in memory as well. */
static void
forget (ConySession *self)
{
  clear_source (&self->reconnect);
  self->connecting = FALSE;
  self->away = FALSE;
  self->login_task = NULL;
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->user, g_free);
  clear_secret (&self->password);
  self->wanted = CONY_ROL_NONE;
  self->usuario_id = 0;
  self->roles = CONY_ROL_NONE;
  self->sucursal_id = 0;
  g_clear_pointer (&self->umbrales, json_object_unref);
  set_time_zone (self, NULL);
  replace_string (self, &self->login, NULL, PROP_LOGIN);
  replace_string (self, &self->nombre, NULL, PROP_NOMBRE);
  replace_string (self, &self->sucursal_nombre, NULL, PROP_SUCURSAL_NOMBRE);
  replace_string (self, &self->cursor, NULL, 0);
}

static void
close_session (ConySession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_logged_in (self, FALSE);
  forget (self);
  cony_database_close (self->database);
  cony_event_log_clear (self->event_log);
  cony_dispatcher_clear (self->dispatcher);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
end_session (ConySession *self,
             GError      *error)
{
  g_autoptr (ConySession) keep = g_object_ref (self);

  close_session (self);
  g_signal_emit (self, signals[ENDED], 0, error);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PASSWORD)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN)
         || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_NO_SCHEMA);
}

static gboolean
reconnect_cb (gpointer user_data)
{
  ConySession *self = user_data;

  clear_source (&self->reconnect);
  connect_again (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_reconnect (ConySession *self,
                    guint        wait_ms)
{
  clear_source (&self->reconnect);
  self->reconnect = g_timeout_source_new (wait_ms);
  g_source_set_static_name (self->reconnect, "[cony] session reconnect");
  g_source_set_callback (self->reconnect, reconnect_cb, self, NULL);
  g_source_attach (self->reconnect, g_main_context_get_thread_default ());
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  self->refreshing = FALSE;
  if (!self->logged_in || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows && read_yo (self, rows, &error))
    {
      cony_backoff_reset (&self->backoff);
      self->away = FALSE;
      g_signal_emit (self, signals[RECONNECTED], 0);
    }
  else if (is_final (error))
    end_session (self, error);
  /* Otherwise it was lost again, and the loss has started the next attempt. */
}

static void
connected_again_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;

  cony_database_connect_finish (CONY_DATABASE (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->connecting = FALSE;
  if (error == NULL || !self->logged_in)
    return;
  if (is_final (error))
    end_session (self, error);
  else
    schedule_reconnect (self, cony_backoff_next (&self->backoff, g_random_double ()));
}

static void
connect_again (ConySession *self)
{
  self->connecting = TRUE;
  cony_database_set_connect_limit (self->database, self->backoff.attempt % 4 == 3
                                                     ? CONNECT_LONG_MS : CONNECT_SHORT_MS);
  cony_database_connect_async (self->database, self->conninfo, self->user, self->password, NULL,
                               connected_again_cb, g_object_ref (self));
}

/* The database opens a lost connection itself while an action is being checked; else we do. */
static void
connection_changed_cb (ConySession *self)
{
  if (!self->logged_in)
    return;
  if (!cony_database_get_connected (self->database))
    {
      self->away = TRUE;
      if (!cony_database_get_checking (self->database) && !self->connecting && !self->reconnect)
        schedule_reconnect (self, 0);
      return;
    }
  if (!self->away || self->refreshing)
    return;
  self->refreshing = TRUE;
  self->asked_at = g_get_monotonic_time ();
  cony_session_sql_yo (self->database, NULL, refreshed_cb, g_object_ref (self));
}

/* A login that was overtaken by another one, or by a logout, does not touch the session. */
static gboolean
is_current (GTask *task)
{
  ConySession *self = g_task_get_source_object (task);

  return self->login_task == task;
}

static void
fail_login (GTask  *task,
            GError *error)
{
  if (is_current (task))
    close_session (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static void
refilled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ConySession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows && self->logged_in)
    read_fill (self, rows);
  /* Otherwise the connection is gone, and the next reload asks again. */
}

static void
login_filled_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows == NULL)
    {
      fail_login (task, error);
      return;
    }
  read_fill (self, rows);
  cony_backoff_reset (&self->backoff);
  self->login_task = NULL;
  set_logged_in (self, TRUE);
  g_task_return_boolean (task, TRUE);
}

static void
login_yo_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN) && is_current (task))
    {
      g_clear_error (&error);
      error = g_error_new (CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                           /* Translators: %s is a user name */
                           _("The user “%s” has no role in Cony. Ask an administrator."),
                           self->user);
    }
  if (rows == NULL || !read_yo (self, rows, &error))
    {
      fail_login (task, error);
      return;
    }
  cony_session_sql_fill (self->database, CONY_EVENT_LOG_LENGTH, g_task_get_cancellable (task),
                         login_filled_cb, g_object_ref (task));
}

static void
login_connected_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConySession *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!cony_database_connect_finish (CONY_DATABASE (object), result, &error))
    {
      fail_login (task, error);
      return;
    }
  self->asked_at = g_get_monotonic_time ();
  cony_session_sql_yo (self->database, g_task_get_cancellable (task), login_yo_cb,
                       g_object_ref (task));
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (ConyResult) rows = NULL;
  g_autoptr (JsonNode) node = NULL;

  rows = cony_database_action_finish (CONY_DATABASE (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (cony_result_get_n_rows (rows) == 1)
    node = parse_json (cony_result_get_string (rows, 0, "resultado"));
  g_task_return_pointer (task,
                         node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node)
                                                               : json_object_new (),
                         (GDestroyNotify) json_object_unref);
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (cony_result_get_string (rows, 0, "token")), g_free);
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
    close_session (self);
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
  self->dispatcher = cony_dispatcher_new ();
  self->event_log = cony_event_log_new (self->dispatcher);
  self->time_zone = g_time_zone_new_utc ();
  cony_backoff_init (&self->backoff, RECONNECT_BASE_MS, RECONNECT_CAP_MS);
  g_signal_connect_object (self->database, "notify::connected", G_CALLBACK (connection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->database, "notify::checking", G_CALLBACK (connection_changed_cb),
                           self, G_CONNECT_SWAPPED);
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
 * cony_session_login_async:
 * @self: a session
 * @conninfo: where the server is, a libpq connection string
 * @user: login
 * @password: its password
 * @wanted: roles of which one is enough for this program, or %CONY_ROL_NONE
 * @cancellable: (nullable): ends the attempt
 * @callback: called when the person is logged in or refused
 * @user_data: for @callback
 *
 * Logs a person in, and out whoever was.  When it has ended well, the event log is filled and
 * cony_session_get_cursor() belongs to what it shows.
 */
void
cony_session_login_async (ConySession         *self,
                          const char          *conninfo,
                          const char          *user,
                          const char          *password,
                          ConyRoles            wanted,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONY_IS_SESSION (self));
  g_return_if_fail (conninfo != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_login_async);

  close_session (self);
  self->conninfo = g_strdup (conninfo);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  self->wanted = wanted;
  self->login_task = task;
  cony_database_set_connect_limit (self->database, CONNECT_LONG_MS);
  cony_database_connect_async (self->database, conninfo, user, password, cancellable,
                               login_connected_cb, g_steal_pointer (&task));
}

/**
 * cony_session_login_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location; its message is a whole sentence for the person
 *
 * Returns: %TRUE if the person is logged in
 */
gboolean
cony_session_login_finish (ConySession   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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

  close_session (self);
}

/**
 * cony_session_reconnect:
 * @self: a session
 *
 * Drops a connection that is not to be trusted any more (after the machine slept) and opens it
 * again; "reconnected" follows.
 */
void
cony_session_reconnect (ConySession *self)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  if (self->logged_in && cony_database_get_connected (self->database))
    cony_database_close (self->database);
}

/**
 * cony_session_refill:
 * @self: a session
 *
 * Reads the last events into the log again, because the stream could not be resumed.  They count as
 * seen: what they changed is shown by the stores, and nothing rings.
 */
void
cony_session_refill (ConySession *self)
{
  g_return_if_fail (CONY_IS_SESSION (self));

  if (!self->logged_in)
    return;
  cony_event_log_mark (self->event_log);
  cony_session_sql_fill (self->database, CONY_EVENT_LOG_LENGTH, NULL, refilled_cb,
                         g_object_ref (self));
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
 * cony_session_get_login:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the person's login
 */
const char *
cony_session_get_login (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->login;
}

/**
 * cony_session_get_nombre:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the person's name
 */
const char *
cony_session_get_nombre (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->nombre;
}

/**
 * cony_session_get_usuario_id:
 * @self: a session
 *
 * Returns: the person's row in USUARIOS, 0 for nobody
 */
gint64
cony_session_get_usuario_id (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), 0);

  return self->usuario_id;
}

/**
 * cony_session_get_roles:
 * @self: a session
 *
 * Returns: what the person is
 */
ConyRoles
cony_session_get_roles (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), CONY_ROL_NONE);

  return self->roles;
}

/**
 * cony_session_get_sucursal_id:
 * @self: a session
 *
 * Returns: the person's branch, 0 for all
 */
gint64
cony_session_get_sucursal_id (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), 0);

  return self->sucursal_id;
}

/**
 * cony_session_get_sucursal_nombre:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): name of the branch
 */
const char *
cony_session_get_sucursal_nombre (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->sucursal_nombre;
}

/**
 * cony_session_get_time_zone:
 * @self: a session
 *
 * Returns: (transfer none): zone of the branch, in which windows show times; UTC while nobody is in
 */
GTimeZone *
cony_session_get_time_zone (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->time_zone;
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

/**
 * cony_session_get_umbral:
 * @self: a session
 * @name: `apurar` or `tarde`
 * @fallback: for a threshold that the branch does not have
 *
 * Returns: the age in seconds from which an order is urgent or late
 */
gint64
cony_session_get_umbral (ConySession *self,
                         const char  *name,
                         gint64       fallback)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), fallback);
  g_return_val_if_fail (name != NULL, fallback);

  if (self->umbrales == NULL)
    return fallback;
  return json_object_get_int_member_with_default (self->umbrales, name, fallback);
}

/**
 * cony_session_now:
 * @self: a session
 *
 * Returns: (transfer full): the server's time, in UTC; that of this machine while nobody is in
 */
GDateTime *
cony_session_now (ConySession *self)
{
  g_autoptr (GDateTime) second = NULL;
  gint64 now;

  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  if (self->clock_offset == 0)
    return g_date_time_new_now_utc ();
  now = g_get_monotonic_time () + self->clock_offset;
  second = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  return g_date_time_add (second, now % G_USEC_PER_SEC);
}

/**
 * cony_session_seconds_since:
 * @self: a session
 * @time: a time of the server
 *
 * Returns: whole seconds from @time to now, not below 0
 */
gint64
cony_session_seconds_since (ConySession *self,
                            GDateTime   *time)
{
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (self), 0);
  g_return_val_if_fail (time != NULL, 0);

  now = cony_session_now (self);
  return MAX (0, g_date_time_difference (now, time) / G_TIME_SPAN_SECOND);
}

/**
 * cony_session_run_async:
 * @self: a session
 * @command: what the person asks for
 * @cancellable: (nullable): stops waiting; whether it was done is not known then
 * @callback: called with the outcome
 * @user_data: for @callback
 *
 * Runs a command as cony_database_action_async() does: within 5 seconds, or once more on a new
 * connection with the same clave.
 */
void
cony_session_run_async (ConySession         *self,
                        ConyCommand         *command,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONY_IS_SESSION (self));
  g_return_if_fail (CONY_IS_COMMAND (command));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_run_async);
  /* What was done is told even if somebody cancels just then. */
  g_task_set_check_cancellable (task, FALSE);
  cony_database_action_async (self->database, cony_command_get_sql (command),
                              cony_command_get_params (command), cancellable, run_cb, task);
}

/**
 * cony_session_run_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR; its message can be shown
 *
 * Returns: (transfer full) (nullable): what the function returned
 */
JsonObject *
cony_session_run_finish (ConySession   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cony_session_token_async:
 * @self: a session
 * @cancellable: (nullable): stops waiting
 * @callback: called with the token
 * @user_data: for @callback
 *
 * Asks the database for a token for the broker; it lives 5 minutes.
 */
void
cony_session_token_async (ConySession         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONY_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_session_token_async);
  cony_session_sql_token (self->database, cancellable, token_cb, task);
}

/**
 * cony_session_token_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for a %CONY_DB_ERROR
 *
 * Returns: (transfer full) (nullable): a token
 */
char *
cony_session_token_finish (ConySession   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
