/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-application.h"
#include "monitor-window.h"

static GtkWidget *
create_window (ConyApplication *application,
               ConySession     *session,
               ConyRealtime    *realtime)
{
  return monitor_window_new (application, session, realtime, NULL);
}

int
main (int    argc,
      char **argv)
{
  ConyApplication *application
      = cony_application_new (CONY_APPLICATION_ID ".Monitor", "Cony Monitor",
                              CONY_ROL_ADMIN, create_window);

  return cony_application_main (application, argc, argv);
}
