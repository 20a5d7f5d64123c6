/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-realtime.h"

G_BEGIN_DECLS

#define CONY_TYPE_FRESHNESS_PILL (cony_freshness_pill_get_type ())
G_DECLARE_FINAL_TYPE (ConyFreshnessPill, cony_freshness_pill, CONY, FRESHNESS_PILL, GtkWidget)

/* Property: "realtime" (ConyRealtime, nullable). */
GtkWidget *cony_freshness_pill_new          (void);
void       cony_freshness_pill_set_realtime (ConyFreshnessPill *self,
                                             ConyRealtime      *realtime);
void       cony_freshness_pill_show         (ConyFreshnessPill *self,
                                             ConyFrescura       frescura,
                                             guint              edad);

G_END_DECLS
