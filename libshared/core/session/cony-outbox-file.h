/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-outbox-entry.h"

G_BEGIN_DECLS

/* The file of one person in one program: one JSON object a line, only ever appended to, emptied
 * when nothing waits any more.  A line counts once it is whole: what a crash left of the last one
 * was never promised to anybody and is cut off.
 *
 *   {"op":"add","clave":…,"funcion":…,"argumentos":[…],"hecho":µs,"persona":…,"intentado":bool}
 *   {"op":"refuse","clave":…,"error":…}
 *   {"op":"remove","clave":…}
 *
 * Writes happen in a thread of the file, one after the other. */
typedef struct _ConyOutboxFile ConyOutboxFile;

ConyOutboxFile *cony_outbox_file_open         (const char           *app,
                                               const char           *login,
                                               const char           *conninfo,
                                               GPtrArray           **entries,
                                               GError              **error);
void            cony_outbox_file_close        (ConyOutboxFile       *self);
void            cony_outbox_file_add_async    (ConyOutboxFile       *self,
                                               ConyOutboxEntry      *entry,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        cony_outbox_file_add_finish   (GAsyncResult         *result,
                                               GError              **error);
void            cony_outbox_file_refuse       (ConyOutboxFile       *self,
                                               ConyOutboxEntry      *entry);
void            cony_outbox_file_remove       (ConyOutboxFile       *self,
                                               GPtrArray            *claves,
                                               gboolean              last);
char           *cony_outbox_file_get_folder   (const char           *app);
char           *cony_outbox_file_make_name    (const char           *login,
                                               const char           *conninfo);
GPtrArray      *cony_outbox_file_read         (const char           *path);

G_END_DECLS
