/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

G_BEGIN_DECLS

/* What the files of ConyStore share: cony-store.c is the list and its items, cony-store-reads.c the
 * statements that fill it, cony-store-events.c what makes it read. */
typedef struct
{
  /* construct-time */
  ConySession *session;
  ConyRealtime *realtime;

  /* owned */
  GPtrArray *items;    /* GObject of item_type */
  GHashTable *pending; /* gint64 id → ConyEvent that touched it last, or NULL */
  GCancellable *cancellable;

  guint retry_source;
  gboolean loaded;
  gboolean loading;
  gboolean load_again;
  gboolean refreshing;
} ConyStorePrivate;

ConyStorePrivate *cony_store_get_priv      (ConyStore  *self);

/* cony-store.c */
gint64            cony_store_item_id       (ConyStore  *self,
                                            GObject    *item);
GObject          *cony_store_find_row      (ConyStore  *self,
                                            ConyResult *result,
                                            guint       row);
void              cony_store_report        (ConyStore  *self,
                                            guint       position,
                                            guint       removed,
                                            guint       added);
void              cony_store_remove_id     (ConyStore  *self,
                                            gint64      id);
void              cony_store_notify_loaded (ConyStore  *self);

/* cony-store-events.c */
void              cony_store_follow        (ConyStore  *self);

/* cony-store-reads.c */
GHashTable       *cony_store_make_pending  (void);
void              cony_store_touch_id      (ConyStore  *self,
                                            gint64      id,
                                            ConyEvent  *event);
void              cony_store_flush         (ConyStore  *self);

G_END_DECLS
