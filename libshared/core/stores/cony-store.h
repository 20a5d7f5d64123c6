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
 * @snapshot_sql: statement of all rows that the window shows, in their order; no parameters
 * @rows_sql: the same columns for `id = ANY ($1::integer[])`
 * @tipos: (nullable): %NULL-terminated event names that touch a row; %NULL for every event
 * @member: (nullable): member of those events that holds the row's id; %NULL for the event's own id
 * @limit: most rows to keep, the oldest leave; 0 for all
 * @create: makes the item of a new row; by default an empty #ConyItem with the row applied
 * @apply: copies one row into an item; by default cony_item_apply() unless its VERSION is lower and
 *   not @force; returns %TRUE if anything changed
 * @apply_event: (nullable): shows what the event itself tells before the row was read; returns the
 *   item that it touched or made, (transfer none), or %NULL
 * @keep_live: (nullable): whether a reload keeps an item that has no id yet; by default it does
 * @may_leave: (nullable): whether a row is closed for so long that a snapshot would not name it any
 *   more; @n_newer rows are behind it in the list.  A window is open for days: such rows go when
 *   others change
 * @get_id: id of an item, 0 for one known only from a live event
 * @get_uid: (nullable): uid that an item shares with its event
 *
 * A GListModel of mutable items that loads a snapshot and stays fresh by events.  An item keeps its
 * identity while its row changes: its properties notify, and the list reports one removed and one
 * added at its place (items-changed (position, 1, 1)), so that filters, sorters and selections
 * follow.  A reload takes every stored row whatever its VERSION, since the database may have been
 * restored to an older state, and reports only the range that differs.
 *
 * A row of the same VERSION is applied as well: views join facts of other tables (an order's
 * voucher, the first screen of an alert) that do not count it up.
 *
 * Properties (read-only): "loaded" (gboolean), "n-items".
 * Signals: "row-changed" (GObject *item, ConyEvent *event)   after a row or event was applied;
 *   event is NULL when no event was the reason.  Not emitted for the rows of a snapshot
 */
struct _ConyStoreClass
{
  GObjectClass parent_class;

  GType item_type;
  const char *(*snapshot_sql) (ConyStore *self);
  const char *(*rows_sql)     (ConyStore *self);
  const char * const *tipos;
  const char *member;
  guint limit;

  GObject *(*create)        (ConyStore  *self,
                             ConyResult *result,
                             guint       row);
  gboolean (*apply)         (ConyStore  *self,
                             GObject    *item,
                             ConyResult *result,
                             guint       row,
                             gboolean    force);
  GObject *(*apply_event)   (ConyStore  *self,
                             ConyEvent  *event);
  gboolean (*keep_live)     (ConyStore  *self,
                             GObject    *item);
  gboolean (*may_leave)     (ConyStore  *self,
                             GObject    *item,
                             guint       n_newer);
  gint64 (*get_id)          (ConyStore  *self,
                             GObject    *item);
  const char *(*get_uid)    (ConyStore  *self,
                             GObject    *item);
};

void         cony_store_load        (ConyStore  *self);
gboolean     cony_store_get_loaded  (ConyStore  *self);
gpointer     cony_store_find        (ConyStore  *self,
                                     gint64      id);
gpointer     cony_store_find_uid    (ConyStore  *self,
                                     const char *uid);
void         cony_store_refresh     (ConyStore  *self,
                                     gint64      id);
ConySession *cony_store_get_session (ConyStore  *self);

/* For subclasses. */
void         cony_store_add         (ConyStore  *self,
                                     GObject    *item,
                                     ConyEvent  *event);
void         cony_store_touch       (ConyStore  *self,
                                     GObject    *item,
                                     ConyEvent  *event);

G_END_DECLS
