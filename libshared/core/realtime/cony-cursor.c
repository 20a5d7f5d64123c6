/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-cursor.h"

/**
 * cony_cursor_new:
 * @epoch: epoch
 * @xid: transaction id
 * @id: event id
 *
 * Returns: (transfer full): a cursor
 */
ConyCursor *
cony_cursor_new (const char *epoch,
                 guint64     xid,
                 gint64      id)
{
  ConyCursor *self;

  g_return_val_if_fail (epoch != NULL, NULL);

  self = g_new0 (ConyCursor, 1);
  self->epoch = g_strdup (epoch);
  self->xid = xid;
  self->id = id;
  return self;
}

/**
 * cony_cursor_parse:
 * @text: (nullable): a cursor's text
 *
 * Returns: (transfer full) (nullable): the cursor, or %NULL if @text is none
 */
ConyCursor *
cony_cursor_parse (const char *text)
{
  g_auto (GStrv) parts = NULL;
  guint64 xid = 0;
  gint64 id = 0;

  if (text == NULL)
    return NULL;
  parts = g_strsplit (text, ":", 4);
  if (g_strv_length (parts) != 3 || *parts[0] == '\0' ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT64, &xid, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &id, NULL))
    return NULL;
  return cony_cursor_new (parts[0], xid, id);
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

  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT,
                          self->epoch, self->xid, self->id);
}

/**
 * cony_cursor_free:
 * @self: (nullable): a cursor
 */
void
cony_cursor_free (ConyCursor *self)
{
  if (self == NULL)
    return;
  g_free (self->epoch);
  g_free (self);
}

/**
 * cony_cursor_compare:
 * @a: a cursor
 * @b: another of the same epoch
 *
 * Returns: negative, 0 or positive as @a is before, at or after @b
 */
int
cony_cursor_compare (const ConyCursor *a,
                     const ConyCursor *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->xid != b->xid)
    return a->xid < b->xid ? -1 : 1;
  if (a->id != b->id)
    return a->id < b->id ? -1 : 1;
  return 0;
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
  g_autoptr (ConyCursor) cursor_a = cony_cursor_parse (a);
  g_autoptr (ConyCursor) cursor_b = cony_cursor_parse (b);

  if (cursor_a == NULL)
    return g_strdup (b);
  if (cursor_b == NULL || !g_str_equal (cursor_a->epoch, cursor_b->epoch))
    return g_strdup (a);
  return g_strdup (cony_cursor_compare (cursor_a, cursor_b) >= 0 ? a : b);
}
