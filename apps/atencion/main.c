/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window.h"
#include "cony-application.h"

static GtkWidget *
create_window (ConyApplication *application,
               ConySession     *session,
               ConyRealtime    *realtime)
{
  return GTK_WIDGET (atencion_window_new (GTK_APPLICATION (application), session, realtime));
}

int
main (int    argc,
      char **argv)
{
  ConyApplication *application
      = cony_application_new (CONY_APPLICATION_ID ".Atencion", "Cony Atención",
                              CONY_ROL_ATENCION | CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN,
                              create_window);

  return cony_application_main (application, argc, argv);
}
