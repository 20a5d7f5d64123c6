/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-backoff.h"
#include "cony-notifier.h"
#include "cony-outbox-file.h"
#include "cony-outbox.h"
#include "cony-session-private.h"

G_BEGIN_DECLS

/* What the files of ConyOutbox share: cony-outbox.c is the list and its file, cony-outbox-add.c
 * takes in what cannot be done now, cony-outbox-live.c tells the others at once, cony-outbox-send.c
 * stores what waits. */
struct _ConyOutbox
{
  GObject parent_instance;

  /* construct-time */
  char *app;

  /* borrowed: the session owns us */
  ConySession *session;

  /* owned */
  GPtrArray *entries;       /* ConyOutboxEntry */
  GHashTable *unposted;     /* ConyOutboxEntry that the broker has not taken → NULL */
  GHashTable *insumos;      /* gint64 id → ConyLiveInsumo */
  ConyOutboxFile *file;     /* NULL while nobody is in, or another window has it */
  GPtrArray *sending;       /* ConyOutboxEntry, neighbours in entries; empty: nothing is sent */
  ConyNotifier *notifier;   /* NULL without a broker */
  GCancellable *cancellable; /* of the person who is in */

  ConyBackoff backoff;
  guint n_failures;
  guint n_alone;            /* how many of the next ones must not share a statement */
  guint n_adding;
  guint retry_source;
  guint post_source;
};

/* cony-outbox.c */
void cony_outbox_report     (ConyOutbox       *self,
                             guint             position,
                             guint             removed,
                             guint             added);
void cony_outbox_set_estado (ConyOutbox       *self,
                             guint             position,
                             guint             n,
                             ConyOutboxEstado  estado,
                             const char       *error);
void cony_outbox_remove     (ConyOutbox       *self,
                             guint             position,
                             guint             n);
void cony_outbox_withdraw   (ConyOutbox       *self,
                             const char       *uid);

/* cony-outbox-live.c */
void cony_outbox_show_live  (ConyOutbox       *self,
                             ConyOutboxEntry  *entry);

/* cony-outbox-send.c */
void cony_outbox_send_next  (ConyOutbox       *self);

G_END_DECLS
