/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-application.h"

#include "monitor-window.h"

struct _MonitorApplication
{
  ConyApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (MonitorApplication, monitor_application, CONY_TYPE_APPLICATION)

static GtkWindow *
monitor_application_create_window (ConyApplication *application,
                                    ConySession     *session,
                                    ConyRealtime    *realtime)
{
  return GTK_WINDOW (monitor_window_new (application, session, realtime, NULL));
}

static void
monitor_application_class_init (MonitorApplicationClass *klass)
{
  ConyApplicationClass *application_class = CONY_APPLICATION_CLASS (klass);

  application_class->roles = CONY_ROL_ADMIN;
  application_class->create_window = monitor_application_create_window;
}

static void
monitor_application_init (MonitorApplication *self)
{
}
