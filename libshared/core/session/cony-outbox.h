/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-outbox-entry.h"

G_BEGIN_DECLS

typedef struct _ConySession ConySession;

#define CONY_TYPE_OUTBOX (cony_outbox_get_type ())
G_DECLARE_FINAL_TYPE (ConyOutbox, cony_outbox, CONY, OUTBOX, GObject)

/* What the person of a session did without a database: a GListModel of ConyOutboxEntry, oldest
 * first, kept in one locked file per program, person and server.  The session puts commands in
 * (cony_session_run_async()), and they are sent in order as soon as the database is back.  What the
 * database refuses then stays listed with its reason until it is dismissed.
 *
 * Alerts, refills and Visto are shown at once: in this window as rows without an id, and by the
 * broker on the others.
 *
 * Properties (read-only, notify): "n-waiting" (uint)  entries that are not impossible.
 * Signals: "withdrawn" (const char *uid)  what was shown at once will never be stored
 */
ConyOutbox *cony_outbox_new         (ConySession          *session,
                                     const char           *app);
guint       cony_outbox_get_n_waiting
                                    (ConyOutbox           *self);
gpointer    cony_outbox_find        (ConyOutbox           *self,
                                     const char           *clave);
gboolean    cony_outbox_undo        (ConyOutbox           *self,
                                     const char           *clave);
void        cony_outbox_dismiss     (ConyOutbox           *self,
                                     const char           *clave);
char      **cony_outbox_list_others (const char           *app,
                                     const char           *conninfo,
                                     const char           *login);

/*< private >*/
void        cony_outbox_set_broker  (ConyOutbox           *self,
                                     const char           *uri);
void        cony_outbox_open        (ConyOutbox           *self);
void        cony_outbox_close       (ConyOutbox           *self);
void        cony_outbox_add_async   (ConyOutbox           *self,
                                     ConyCommand          *command,
                                     GDateTime            *made,
                                     gboolean              tried,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean    cony_outbox_add_finish  (ConyOutbox           *self,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
