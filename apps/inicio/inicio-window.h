/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-application.h"

G_BEGIN_DECLS

#define INICIO_TYPE_WINDOW (inicio_window_get_type ())
G_DECLARE_FINAL_TYPE (InicioWindow, inicio_window, INICIO, WINDOW, AdwApplicationWindow)

/* Property: "remember" (gboolean): whether the last role chosen opens by itself next time. */
GtkWidget *inicio_window_new   (ConyApplication *application,
                                ConySession     *session,
                                ConyRealtime    *realtime);
void       inicio_window_setup (InicioWindow    *self,
                                const char      *nombre,
                                const char      *sucursal,
                                ConyRoles        roles,
                                const char      *server);
void       inicio_window_toast (InicioWindow    *self,
                                const char      *text);

G_END_DECLS
