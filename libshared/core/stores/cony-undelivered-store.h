/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-store.h"

#include "cony-undelivered.h"

G_BEGIN_DECLS

#define CONY_TYPE_UNDELIVERED_STORE (cony_undelivered_store_get_type ())
G_DECLARE_FINAL_TYPE (ConyUndeliveredStore, cony_undelivered_store, CONY, UNDELIVERED_STORE, ConyStore)

/* Alerts, approved orders and refills that a screen of the kitchen should have shown by now, and none
 * did; the oldest first.  Nothing happens when a message is not shown, so it is read again every few
 * seconds. */
ConyUndeliveredStore *cony_undelivered_store_new          (ConySession          *session,
                                                           ConyRealtime         *realtime);
void                  cony_undelivered_store_set_interval (ConyUndeliveredStore *self,
                                                           guint                 interval_ms);
void                  cony_undelivered_store_set_patience (ConyUndeliveredStore *self,
                                                           guint                 seconds);

G_END_DECLS
