/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConyCursor:
 * @epoch: identity of the database, or of one run of a broker without a database
 * @xid: transaction id
 * @id: id of the event within it
 *
 * A place in the stream of events: everything up to it was seen.  Its text is `epoch:xid:id`.
 */
typedef struct
{
  char *epoch;
  guint64 xid;
  gint64 id;
} ConyCursor;

ConyCursor *cony_cursor_new         (const char       *epoch,
                                     guint64           xid,
                                     gint64            id);
ConyCursor *cony_cursor_parse       (const char       *text);
char       *cony_cursor_format      (const ConyCursor *self);
void        cony_cursor_free        (ConyCursor       *self);
int         cony_cursor_compare     (const ConyCursor *a,
                                     const ConyCursor *b);
char       *cony_cursor_later       (const char       *a,
                                     const char       *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConyCursor, cony_cursor_free)

G_END_DECLS
