/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window.h"

struct _CocinaWindow
{
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (CocinaWindow, cocina_window, ADW_TYPE_APPLICATION_WINDOW)

static void
cocina_window_class_init (CocinaWindowClass *klass)
{
}

static void
cocina_window_init (CocinaWindow *self)
{
}

/**
 * cocina_window_new:
 * @application: the program
 * @session: who is logged in
 * @realtime: the event stream
 *
 * Returns: (transfer full): the board
 */
GtkWidget *
cocina_window_new (ConyApplication *application,
                   ConySession     *session,
                   ConyRealtime    *realtime)
{
  return g_object_new (COCINA_TYPE_WINDOW, "application", application, "title", "Cony Cocina", NULL);
}
