/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-cursor.h"

#include <string.h>

/**
 * cony_cursor_init:
 * @self: (out caller-allocates): a cursor
 * @epoch: at most %CONY_EPOCH_MAX bytes
 * @xid: transaction
 * @id: event
 */
void
cony_cursor_init (ConyCursor *self,
                  const char *epoch,
                  guint64     xid,
                  gint64      id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (epoch != NULL);

  g_strlcpy (self->epoch, epoch, sizeof self->epoch);
  self->xid = xid;
  self->id = id;
}

/**
 * cony_cursor_parse:
 * @self: (out caller-allocates): the cursor
 * @text: (nullable): a cursor's text, from anybody
 *
 * Returns: %FALSE when @text is no cursor; @self is untouched then
 */
gboolean
cony_cursor_parse (ConyCursor *self,
                   const char *text)
{
  g_auto (GStrv) parts = NULL;
  guint64 xid = 0;
  gint64 id = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!text || strlen (text) > CONY_EPOCH_MAX + 42)
    return FALSE;
  parts = g_strsplit (text, ":", 4);
  if (g_strv_length (parts) != 3 || strlen (parts[0]) > CONY_EPOCH_MAX || *parts[0] == '\0')
    return FALSE;
  if (!g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT64, &xid, NULL)
      || !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT32, &id, NULL))
    return FALSE;

  cony_cursor_init (self, parts[0], xid, id);
  return TRUE;
}

/**
 * cony_cursor_format:
 * @self: a cursor
 *
 * Returns: (transfer full): its text
 */
char *
cony_cursor_format (const ConyCursor *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT, self->epoch, self->xid,
                          self->id);
}

/**
 * cony_cursor_compare:
 * @self: a cursor
 * @xid: transaction of an event of the same epoch
 * @id: the event
 *
 * Returns: below, equal to or above zero as @self lies before, at or after that event
 */
int
cony_cursor_compare (const ConyCursor *self,
                     guint64           xid,
                     gint64            id)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->xid != xid)
    return self->xid < xid ? -1 : 1;
  return self->id < id ? -1 : self->id > id;
}

/**
 * cony_cursor_later:
 * @a: (nullable): a cursor's text
 * @b: (nullable): another one
 *
 * Joins the places of two readers of the same events.  Places of different epochs cannot be
 * compared: each reader keeps its own.
 *
 * Returns: (transfer full) (nullable): the later one; @a if they have no common epoch, @b if @a is
 *   no cursor
 */
char *
cony_cursor_later (const char *a,
                   const char *b)
{
  ConyCursor cursor_a;
  ConyCursor cursor_b;

  if (!cony_cursor_parse (&cursor_a, a))
    return g_strdup (b);
  if (!cony_cursor_parse (&cursor_b, b) || !g_str_equal (cursor_a.epoch, cursor_b.epoch))
    return g_strdup (a);
  return g_strdup (cony_cursor_compare (&cursor_a, cursor_b.xid, cursor_b.id) >= 0 ? a : b);
}
