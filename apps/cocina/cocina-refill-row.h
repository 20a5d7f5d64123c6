/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cocina-ticket.h"
#include "cony-refill.h"

G_BEGIN_DECLS

#define COCINA_TYPE_REFILL_ROW (cocina_refill_row_get_type ())
G_DECLARE_FINAL_TYPE (CocinaRefillRow, cocina_refill_row, COCINA, REFILL_ROW, GtkBox)

GtkWidget  *cocina_refill_row_new        (void);
void        cocina_refill_row_set_refill (CocinaRefillRow  *self,
                                          ConyRefill       *refill,
                                          CocinaQueue      *queue);
ConyRefill *cocina_refill_row_get_refill (CocinaRefillRow  *self);
void        cocina_refill_row_set_work   (CocinaRefillRow  *self,
                                          CocinaTicketWork  work);
void        cocina_refill_row_tick       (CocinaRefillRow  *self,
                                          GDateTime        *now);
gboolean    cocina_refill_is_open        (ConyRefill       *refill);
guint       cocina_refill_count_pending  (GListModel       *refills);
const char *cocina_refill_get_next       (const char       *estado);
const char *cocina_refill_name           (const char       *estado);
const char *cocina_refill_icon           (const char       *estado);
int         cocina_refill_compare        (ConyRefill       *a,
                                          ConyRefill       *b);

G_END_DECLS
