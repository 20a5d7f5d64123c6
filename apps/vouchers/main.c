/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-application.h"
#include "vouchers-window.h"

static GtkWidget *
create_window (ConyApplication *application,
               ConySession     *session,
               ConyRealtime    *realtime)
{
  return vouchers_window_new (application, session, realtime);
}

int
main (int    argc,
      char **argv)
{
  ConyApplication *application
      = cony_application_new (CONY_APPLICATION_ID ".Vouchers", "Cony Vouchers",
                              CONY_ROL_VALIDADOR, create_window);

  return cony_application_main (application, argc, argv);
}
