/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "cony-realtime.h"
#include "cony-rol.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_APPLICATION (cony_application_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConyApplication, cony_application, CONY, APPLICATION, AdwApplication)

struct _ConyApplicationClass
{
  AdwApplicationClass parent_class;
};

/**
 * ConyCreateWindowFunc:
 * @self: a #ConyApplication
 * @session: logged in
 * @realtime: the event stream, not started yet
 *
 * Returns: (transfer none): the window of the role
 */
typedef GtkWidget *(*ConyCreateWindowFunc) (ConyApplication *self,
                                            ConySession     *session,
                                            ConyRealtime    *realtime);

ConyApplication *cony_application_new              (const char           *id,
                                                    const char           *name,
                                                    ConyRoles             roles,
                                                    ConyCreateWindowFunc  create_window);
void             cony_application_set_role         (ConyApplication      *self,
                                                    ConyRoles             roles,
                                                    ConyCreateWindowFunc  create_window);
int              cony_application_main             (gpointer              application,
                                                    int                   argc,
                                                    char                **argv);
ConySession     *cony_application_get_session      (ConyApplication      *self);
ConyRealtime    *cony_application_get_realtime     (ConyApplication      *self);
void             cony_application_toast_desktop    (ConyApplication      *self,
                                                    const char           *id,
                                                    const char           *title,
                                                    const char           *body,
                                                    const char           *default_action,
                                                    gboolean              urgent);
void             cony_application_withdraw_desktop (ConyApplication      *self,
                                                    const char           *id);
void             cony_application_logout           (ConyApplication      *self);
gboolean         cony_application_launch           (ConyApplication      *self,
                                                    const char           *program,
                                                    GError              **error);
const char      *cony_application_get_server       (ConyApplication      *self);
GSettings       *cony_application_get_settings     (ConyApplication      *self);

G_END_DECLS
