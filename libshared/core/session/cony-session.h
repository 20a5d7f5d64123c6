/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "cony-command.h"
#include "cony-database.h"
#include "cony-dispatcher.h"
#include "cony-event-log.h"
#include "cony-outbox.h"
#include "cony-rol.h"

G_BEGIN_DECLS

#define CONY_TYPE_SESSION (cony_session_get_type ())
G_DECLARE_FINAL_TYPE (ConySession, cony_session, CONY, SESSION, GObject)

/* The context of one window program: who is logged in, the database connection, the dispatcher and
 * the event log.  It reconnects by itself with the credentials of the login until logout.
 *
 * Properties (read-only): "logged-in" "login" "nombre" "sucursal-nombre" "pantalla"
 *             "checking" (an action is being repeated on a new connection: "Comprobando…").
 * Signals: "reconnected" ()   the database is back after a loss: stores and realtime start over
 *          "ended" (const GError *error)  a reconnect found that the server does not accept this
 *                                         person any more; the session has logged out
 */
ConySession    *cony_session_new                  (const char           *pantalla);
void            cony_session_login_async          (ConySession          *self,
                                                   const char           *conninfo,
                                                   const char           *user,
                                                   const char           *password,
                                                   ConyRoles             wanted,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean        cony_session_login_finish         (ConySession          *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void            cony_session_logout               (ConySession          *self);
void            cony_session_reconnect            (ConySession          *self);
void            cony_session_refill               (ConySession          *self);

ConyDatabase   *cony_session_get_database         (ConySession          *self);
gint64          cony_session_get_heard            (ConySession          *self);
ConyDispatcher *cony_session_get_dispatcher       (ConySession          *self);
ConyEventLog   *cony_session_get_event_log        (ConySession          *self);
const char     *cony_session_get_cursor           (ConySession          *self);
ConyOutbox     *cony_session_get_outbox           (ConySession          *self);
gboolean        cony_session_get_checking         (ConySession          *self);
void            cony_session_keep_outbox          (ConySession          *self,
                                                   const char           *app);
void            cony_session_set_broker           (ConySession          *self,
                                                   const char           *uri);

gboolean        cony_session_get_logged_in        (ConySession          *self);
const char     *cony_session_get_login            (ConySession          *self);
const char     *cony_session_get_nombre           (ConySession          *self);
gint64          cony_session_get_usuario_id       (ConySession          *self);
ConyRoles       cony_session_get_roles            (ConySession          *self);
gint64          cony_session_get_sucursal_id      (ConySession          *self);
const char     *cony_session_get_sucursal_nombre  (ConySession          *self);
GTimeZone      *cony_session_get_time_zone        (ConySession          *self);
const char     *cony_session_get_pantalla         (ConySession          *self);
gint64          cony_session_get_umbral           (ConySession          *self,
                                                   const char           *canal,
                                                   const char           *name,
                                                   gint64                fallback);
GDateTime      *cony_session_now                  (ConySession          *self);
gint64          cony_session_seconds_since        (ConySession          *self,
                                                   GDateTime            *time);

void            cony_session_run_async            (ConySession          *self,
                                                   ConyCommand          *command,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
JsonObject     *cony_session_run_finish           (ConySession          *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void            cony_session_token_async          (ConySession          *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
char           *cony_session_token_finish         (ConySession          *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
