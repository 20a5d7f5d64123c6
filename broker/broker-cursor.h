/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BROKER_EPOCH_MAX 64

/**
 * BrokerCursor:
 * @epoch: which history the numbers belong to
 * @xid: transaction
 * @id: row, within the transaction
 *
 * A place in the stream of events; opaque to clients, `epoch:xid:id` as text.
 */
typedef struct
{
  char epoch[BROKER_EPOCH_MAX + 1];
  guint64 xid;
  gint64 id;
} BrokerCursor;

void     broker_cursor_init      (BrokerCursor       *self,
                                  const char         *epoch,
                                  guint64             xid,
                                  gint64              id);
gboolean broker_cursor_parse     (BrokerCursor       *self,
                                  const char         *text);
char    *broker_cursor_to_string (const BrokerCursor *self);
int      broker_cursor_compare   (const BrokerCursor *self,
                                  guint64             xid,
                                  gint64              id);

G_END_DECLS
