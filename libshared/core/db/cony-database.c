/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database-private.h"

#include "cony-clock.h"

/* An action has this long twice: once, and once more on a new connection (DESIGN.md, How an event
 * travels). */
#define ACTION_LIMIT_MS 5000
/* A connection that says nothing for so long while something is owed is not to be trusted. */
#define QUERY_LIMIT_MS 5000
#define REOPEN_BASE_MS 200
#define REOPEN_CAP_MS 1000

G_DEFINE_FINAL_TYPE (ConyDatabase, cony_database, G_TYPE_OBJECT)

enum { PROP_0, PROP_CONNECTED, PROP_CHECKING, N_PROPS };
enum { NOTIFY_RECEIVED, LOST, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
cony_database_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConyDatabase *self = CONY_DATABASE (object);

  switch (prop_id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, cony_database_get_connected (self));
      break;
    case PROP_CHECKING:
      g_value_set_boolean (value, self->checking);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_database_dispose (GObject *object)
{
  cony_database_close (CONY_DATABASE (object));

  G_OBJECT_CLASS (cony_database_parent_class)->dispose (object);
}

static void
cony_database_finalize (GObject *object)
{
  ConyDatabase *self = CONY_DATABASE (object);

  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (cony_database_parent_class)->finalize (object);
}

static void
cony_database_class_init (ConyDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_database_get_property;
  object_class->dispose = cony_database_dispose;
  object_class->finalize = cony_database_finalize;

  properties[PROP_CONNECTED] =
    g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHECKING] =
    g_param_spec_boolean ("checking", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[NOTIFY_RECEIVED] =
    g_signal_new ("notify-received", CONY_TYPE_DATABASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LOST] =
    g_signal_new ("lost", CONY_TYPE_DATABASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cony_database_init (ConyDatabase *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->action_limit_ms = ACTION_LIMIT_MS;
  self->query_limit_ms = QUERY_LIMIT_MS;
  self->patience_ms = QUERY_LIMIT_MS;
  g_queue_init (&self->queue);
  cony_backoff_init (&self->backoff, REOPEN_BASE_MS, REOPEN_CAP_MS);
}

/*< private > */
void
cony_database_notify_connected (ConyDatabase *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

/*< private > */
void
cony_database_notify_checking (ConyDatabase *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

/*< private > */
void
cony_database_emit_notify (ConyDatabase *self,
                           const char   *channel)
{
  g_signal_emit (self, signals[NOTIFY_RECEIVED], 0, channel);
}

/*< private > */
void
cony_database_emit_lost (ConyDatabase *self,
                         const GError *reason)
{
  g_signal_emit (self, signals[LOST], 0, reason);
}

/**
 * cony_database_new:
 *
 * Returns: (transfer full): a connection that is closed
 */
ConyDatabase *
cony_database_new (void)
{
  return g_object_new (CONY_TYPE_DATABASE, NULL);
}

/**
 * cony_database_set_limits:
 * @self: a database
 * @action_ms: how long an action waits before it is repeated, and once more after that
 * @query_ms: for how long nothing may come for the running statement before the connection is given
 *   up
 *
 * Changes the limits of the statements that are queued from now on; 5 seconds each by default.
 */
void
cony_database_set_limits (ConyDatabase *self,
                          guint         action_ms,
                          guint         query_ms)
{
  g_return_if_fail (CONY_IS_DATABASE (self));
  g_return_if_fail (action_ms > 0 && query_ms > 0);

  self->action_limit_ms = action_ms;
  self->query_limit_ms = query_ms;
  self->patience_ms = query_ms;
}

/**
 * cony_database_get_connected:
 * @self: a database
 *
 * Returns: whether the connection is open, as far as anybody knows
 */
gboolean
cony_database_get_connected (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), FALSE);

  return self->conn != NULL;
}

/**
 * cony_database_get_checking:
 * @self: a database
 *
 * Returns: whether an action got no answer and is being repeated
 */
gboolean
cony_database_get_checking (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), FALSE);

  return self->checking;
}

/**
 * cony_database_get_silence:
 * @self: a database
 *
 * Returns: for how many milliseconds the server has owed something and said nothing; 0 when it owes
 *   nothing
 */
gint64
cony_database_get_silence (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), 0);

  return self->running ? cony_clock_monotonic_ms () - self->owed_since : 0;
}

/**
 * cony_database_get_heard:
 * @self: a database
 *
 * Returns: when the server said something last, in milliseconds of the clock that counts while the
 *   machine sleeps
 */
gint64
cony_database_get_heard (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), 0);

  return self->heard_at;
}

/**
 * cony_database_get_backend:
 * @self: a database
 *
 * Returns: number of the server's process that serves this connection, as in `pg_stat_activity`; 0
 *   without one
 */
int
cony_database_get_backend (ConyDatabase *self)
{
  g_return_val_if_fail (CONY_IS_DATABASE (self), 0);

  return self->conn ? PQbackendPID (self->conn) : 0;
}
