/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-realtime.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_STORE (cony_store_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConyStore, cony_store, CONY, STORE, GObject)

/**
 * ConyStoreClass:
 * @item_type: type of the rows
 * @snapshot_sql: statement of all rows that the window shows; no parameters
 * @rows_sql: the same columns for `id = ANY ($1::integer[])`
 * @tipos: %NULL-terminated event names that touch a row
 * @member: member of those events that holds the row's id
 * @create: makes an empty item
 * @apply: copies one row into an item; returns %FALSE when its VERSION is not higher
 * @apply_event: (nullable): shows what the event itself tells before the row was read
 *
 * A GListModel of mutable items that loads a snapshot and stays fresh by events.  An item keeps its
 * identity while its row changes: its properties notify, and the list reports one removed and one
 * added at its place, so that filters, sorters and selections follow.
 *
 * Properties (read-only): "loaded" (gboolean), "n-items".
 * Signals: "row-changed" (GObject *item, ConyEvent *event)   after a row was applied; event may be NULL
 */
struct _ConyStoreClass
{
  GObjectClass parent_class;

  GType item_type;
  const char *(*snapshot_sql) (ConyStore *self);
  const char *(*rows_sql)     (ConyStore *self);
  const char * const *tipos;
  const char *member;
  gboolean (*apply)       (ConyStore  *self,
                           GObject    *item,
                           ConyResult *result,
                           guint       row);
  GObject *(*apply_event) (ConyStore  *self,
                           ConyEvent  *event);
  gint64 (*get_id)        (ConyStore  *self,
                           GObject    *item);
};

void         cony_store_load        (ConyStore *self);
gboolean     cony_store_get_loaded  (ConyStore *self);
gpointer     cony_store_find        (ConyStore *self,
                                     gint64     id);
void         cony_store_refresh     (ConyStore *self,
                                     gint64     id);
ConySession *cony_store_get_session (ConyStore *self);

/* For subclasses. */
void         cony_store_add         (ConyStore *self,
                                     GObject   *item);
void         cony_store_touch       (ConyStore *self,
                                     GObject   *item,
                                     ConyEvent *event);

G_END_DECLS
