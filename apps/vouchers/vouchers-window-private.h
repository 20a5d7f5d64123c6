/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What vouchers-window.c shares with vouchers-window-decide.c, and nobody else. */

#include "vouchers-window.h"

#include "cony-action-button.h"
#include "cony-freshness-pill.h"
#include "cony-state-pill.h"
#include "cony-voucher-store.h"
#include "vouchers-detail.h"
#include "vouchers-viewer.h"

G_BEGIN_DECLS

struct _VouchersWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  ConySession *session;
  ConyVoucherStore *store;
  GtkSingleSelection *selection; /* of ConyVoucher: the pending ones, oldest first */
  ConyVoucher *shown;            /* (nullable): usually the selected one */
  GCancellable *cancellable;
  const char *deciding;          /* (nullable): the action whose decision is on its way, a literal */

  /* template children */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  ConyStatePill *place;
  ConyFreshnessPill *fresh;
  GtkWidget *side;
  GtkListView *queue;
  GtkStack *pages;
  VouchersViewer *viewer;
  VouchersDetail *detail;
  GtkLabel *hint;
  ConyActionButton *approve;
  ConyActionButton *reject;
};

#define VOUCHERS_TOAST_S 5

void vouchers_window_add_decisions  (VouchersWindow *self);
void vouchers_window_toast          (VouchersWindow *self,
                                     const char     *text,
                                     guint           seconds);
void vouchers_window_update_actions (VouchersWindow *self);

G_END_DECLS
