/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-clock.h"

struct _AtencionClock
{
  GObject parent_instance;

  ConySession *session;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (AtencionClock, atencion_clock, G_TYPE_OBJECT)

enum
{
  TICK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
tick_cb (gpointer data)
{
  AtencionClock *self = data;

  g_signal_emit (self, signals[TICK], 0);
  return G_SOURCE_CONTINUE;
}

static void
atencion_clock_dispose (GObject *object)
{
  AtencionClock *self = ATENCION_CLOCK (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atencion_clock_parent_class)->dispose (object);
}

static void
atencion_clock_class_init (AtencionClockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atencion_clock_dispose;

  signals[TICK] = g_signal_new ("tick", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
atencion_clock_init (AtencionClock *self)
{
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

/**
 * atencion_clock_new:
 * @session: tells the server's time and the branch's zone
 *
 * The one ticking source of a window: every running time on it follows this clock, so that they
 * change together and cost one wake-up a second.
 *
 * Returns: (transfer full): a clock that runs until it is disposed
 */
AtencionClock *
atencion_clock_new (ConySession *session)
{
  AtencionClock *self = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (ATENCION_TYPE_CLOCK, NULL);
  self->session = g_object_ref (session);
  return self;
}

/**
 * atencion_clock_get_session:
 * @self: a clock
 *
 * Returns: (transfer none): the session whose time this is
 */
ConySession *
atencion_clock_get_session (AtencionClock *self)
{
  g_return_val_if_fail (ATENCION_IS_CLOCK (self), NULL);

  return self->session;
}

/**
 * atencion_clock_get_age:
 * @self: a clock
 * @time: (nullable): a moment, UTC
 *
 * Returns: whole seconds since @time by the server's clock, never below 0; 0 without @time
 */
gint64
atencion_clock_get_age (AtencionClock *self,
                        GDateTime     *time)
{
  g_return_val_if_fail (ATENCION_IS_CLOCK (self), 0);

  return time ? MAX (cony_session_seconds_since (self->session, time), 0) : 0;
}

/**
 * atencion_clock_format:
 * @self: a clock
 * @time: (nullable): a moment, UTC
 * @format: as for g_date_time_format()
 *
 * Returns: (transfer full): @time on the wall clock of the branch; empty without @time
 */
char *
atencion_clock_format (AtencionClock *self,
                       GDateTime     *time,
                       const char    *format)
{
  g_autoptr (GDateTime) local = NULL;
  GTimeZone *zone;

  g_return_val_if_fail (ATENCION_IS_CLOCK (self), NULL);
  g_return_val_if_fail (format != NULL, NULL);

  if (!time)
    return g_strdup ("");
  zone = cony_session_get_time_zone (self->session);
  local = zone ? g_date_time_to_timezone (time, zone) : g_date_time_ref (time);
  return g_date_time_format (local, format);
}
