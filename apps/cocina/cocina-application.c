/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-application.h"

#include "cocina-window.h"

struct _CocinaApplication
{
  ConyApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (CocinaApplication, cocina_application, CONY_TYPE_APPLICATION)

static GtkWindow *
cocina_application_create_window (ConyApplication *application,
                                  ConySession     *session,
                                  ConyRealtime    *realtime)
{
  return GTK_WINDOW (cocina_window_new (application, session, realtime));
}

static void
cocina_application_class_init (CocinaApplicationClass *klass)
{
  ConyApplicationClass *application_class = CONY_APPLICATION_CLASS (klass);

  application_class->roles = CONY_ROL_COCINERO;
  application_class->create_window = cocina_application_create_window;
}

static void
cocina_application_init (CocinaApplication *self)
{
}
