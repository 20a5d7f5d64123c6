/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-cursor.h"

#include <string.h>

/**
 * broker_cursor_init:
 * @self: a cursor
 * @epoch: at most %BROKER_EPOCH_MAX bytes
 * @xid: transaction
 * @id: row
 */
void
broker_cursor_init (BrokerCursor *self,
                    const char   *epoch,
                    guint64       xid,
                    gint64        id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (epoch != NULL);

  g_strlcpy (self->epoch, epoch, sizeof self->epoch);
  self->xid = xid;
  self->id = id;
}

/**
 * broker_cursor_parse:
 * @self: (out caller-allocates): the cursor
 * @text: what a client sent
 *
 * Returns: %FALSE when @text is no cursor; @self is untouched then
 */
gboolean
broker_cursor_parse (BrokerCursor *self,
                     const char   *text)
{
  g_auto (GStrv) parts = NULL;
  guint64 xid = 0;
  gint64 id = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) > BROKER_EPOCH_MAX + 42)
    return FALSE;
  parts = g_strsplit (text, ":", 4);
  if (g_strv_length (parts) != 3 || strlen (parts[0]) > BROKER_EPOCH_MAX || *parts[0] == '\0')
    return FALSE;
  if (!g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT64, &xid, NULL)
      || !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT32, &id, NULL))
    return FALSE;

  broker_cursor_init (self, parts[0], xid, id);
  return TRUE;
}

/**
 * broker_cursor_to_string:
 * @self: a cursor
 *
 * Returns: (transfer full): its text
 */
char *
broker_cursor_to_string (const BrokerCursor *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT, self->epoch, self->xid,
                          self->id);
}

/**
 * broker_cursor_compare:
 * @self: a cursor
 * @xid: transaction of a row of the same epoch
 * @id: the row
 *
 * Returns: below, equal to or above zero as @self lies before, at or after that row
 */
int
broker_cursor_compare (const BrokerCursor *self,
                       guint64             xid,
                       gint64              id)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->xid != xid)
    return self->xid < xid ? -1 : 1;
  return self->id < id ? -1 : self->id > id;
}
