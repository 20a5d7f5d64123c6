/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONY_EPOCH_MAX 64

/**
 * ConyCursor:
 * @epoch: identity of the database, or of one run of a broker without a database
 * @xid: transaction
 * @id: event within it
 *
 * A place in the stream of events: everything up to it was seen.  Its text is `epoch:xid:id`.  A plain
 * value.
 */
typedef struct
{
  char epoch[CONY_EPOCH_MAX + 1];
  guint64 xid;
  gint64 id;
} ConyCursor;

void     cony_cursor_init    (ConyCursor       *self,
                              const char       *epoch,
                              guint64           xid,
                              gint64            id);
gboolean cony_cursor_parse   (ConyCursor       *self,
                              const char       *text);
char    *cony_cursor_format  (const ConyCursor *self);
int      cony_cursor_compare (const ConyCursor *self,
                              guint64           xid,
                              gint64            id);
char    *cony_cursor_later   (const char       *a,
                              const char       *b);

G_END_DECLS
