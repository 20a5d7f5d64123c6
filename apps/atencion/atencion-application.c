/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-application.h"

#include "atencion-window.h"

struct _AtencionApplication
{
  ConyApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (AtencionApplication, atencion_application, CONY_TYPE_APPLICATION)

static GtkWindow *
atencion_application_create_window (ConyApplication *application,
                                    ConySession     *session,
                                    ConyRealtime    *realtime)
{
  return GTK_WINDOW (atencion_window_new (GTK_APPLICATION (application), session, realtime));
}

static void
atencion_application_class_init (AtencionApplicationClass *klass)
{
  ConyApplicationClass *application_class = CONY_APPLICATION_CLASS (klass);

  application_class->roles = CONY_ROL_ATENCION | CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN;
  application_class->create_window = atencion_application_create_window;
}

static void
atencion_application_init (AtencionApplication *self)
{
}
