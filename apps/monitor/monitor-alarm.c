/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "monitor-alarm.h"

#include <glib/gi18n.h>

#include "cony-sound.h"

/**
 * MonitorAlarm:
 *
 * The last rung of the ladder: the supervisor is told by sound and on the desktop of an urgent alert
 * that nobody in the kitchen saw.  Of all branches that she sees; it also has their rungs stored.
 */
struct _MonitorAlarm
{
  GObject parent_instance;

  /* owned */
  ConySession *session;
  ConyAlertLadder *ladder;
  ConySound *sound;
  guint tick_id;

  GtkWindow *window; /* weak */
};

G_DEFINE_FINAL_TYPE (MonitorAlarm, monitor_alarm, G_TYPE_OBJECT)

static ConyApplication *
get_application (MonitorAlarm *self)
{
  GtkApplication *application = self->window ? gtk_window_get_application (self->window) : NULL;

  return CONY_IS_APPLICATION (application) ? CONY_APPLICATION (application) : NULL;
}

static char *
describe (ConyAlerta *alerta)
{
  const gint64 pedido_id = cony_alerta_get_pedido_id (alerta);
  const char *mensaje = cony_alerta_get_mensaje (alerta);

  return pedido_id ? g_strdup_printf ("#%" G_GINT64_FORMAT " · %s", pedido_id, mensaje)
                   : g_strdup (mensaje);
}

static void
climbed_cb (MonitorAlarm *self,
            ConyAlerta   *alerta,
            int           level)
{
  ConyApplication *application = get_application (self);
  g_autofree char *what = NULL;

  if (level != CONY_ALERT_LEVEL_BREACHED)
    return;
  what = describe (alerta);
  cony_sound_play (self->sound, "alerta-larga");
  if (application)
    cony_application_toast_desktop (application, cony_alerta_get_uid (alerta),
                                    _ ("Nobody in the kitchen saw an alert in 2 minutes"), what,
                                    NULL, TRUE);
}

static void
silenced_cb (MonitorAlarm *self,
             const char   *uid)
{
  ConyApplication *application = get_application (self);

  if (application)
    cony_application_withdraw_desktop (application, uid);
}

static gboolean
tick_cb (gpointer user_data)
{
  MonitorAlarm *self = user_data;
  g_autoptr (GDateTime) now = cony_session_now (self->session);

  cony_alert_ladder_tick (self->ladder, now);
  return G_SOURCE_CONTINUE;
}

static void
monitor_alarm_dispose (GObject *object)
{
  MonitorAlarm *self = MONITOR_ALARM (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->ladder);
  g_clear_object (&self->sound);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (monitor_alarm_parent_class)->dispose (object);
}

static void
monitor_alarm_class_init (MonitorAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = monitor_alarm_dispose;
}

static void
monitor_alarm_init (MonitorAlarm *self)
{
  self->ladder = cony_alert_ladder_new ();
  self->sound = cony_sound_new ();
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  g_signal_connect_object (self->ladder, "climbed", G_CALLBACK (climbed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ladder, "silenced", G_CALLBACK (silenced_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * monitor_alarm_new:
 * @session: whose person is told
 * @alertas: the alerts that she sees
 *
 * Returns: (transfer full): an alarm
 */
MonitorAlarm *
monitor_alarm_new (ConySession     *session,
                   ConyAlertaStore *alertas)
{
  MonitorAlarm *self = g_object_new (MONITOR_TYPE_ALARM, NULL);

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_ALERTA_STORE (alertas), NULL);

  self->session = g_object_ref (session);
  cony_alerta_store_keep_rungs (alertas, self->ladder);
  cony_alert_ladder_set_model (self->ladder, G_LIST_MODEL (alertas));
  return self;
}

/**
 * monitor_alarm_set_window:
 * @self: a #MonitorAlarm
 * @window: the window whose program tells the desktop
 */
void
monitor_alarm_set_window (MonitorAlarm *self,
                          GtkWindow    *window)
{
  g_return_if_fail (MONITOR_IS_ALARM (self));
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
}
