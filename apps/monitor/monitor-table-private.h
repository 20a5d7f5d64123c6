/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What monitor-table.c shares with monitor-table-follow.c, and nobody else. */

#include "monitor-table.h"

#include "monitor-batch.h"

G_BEGIN_DECLS

/* A table of a list that grows at its end, or at its start.  It follows the newest row until the
 * person scrolls away from it, and counts what comes at the end meanwhile. */
struct _MonitorTable
{
  GtkWidget parent_instance;

  /* owned */
  MonitorBatch *rows;
  GtkSingleSelection *selection;
  guint tick_id;

  /* state */
  gboolean follows;   /* this table may follow at all */
  gboolean newest_first;
  gboolean following;
  gboolean moved;     /* the view is elsewhere, and not because of new rows */
  guint settling;     /* frames in which where the view is says nothing about the person */
  guint n_unseen;
  guint n_told;       /* what was said of it */
  guint n_hidden;     /* old rows that are out of sight when the newest is in it */
  gboolean stale;     /* the adjustment may not speak of these rows: they were not laid out */

  /* template children */
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
};

void monitor_table_watch        (MonitorTable *self);
void monitor_table_watch_source (MonitorTable *self,
                                 GListModel   *source);
void monitor_table_unwatch      (MonitorTable *self);

G_END_DECLS
