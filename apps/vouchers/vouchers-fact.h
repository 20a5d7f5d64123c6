/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vouchers-checks.h"

G_BEGIN_DECLS

#define VOUCHERS_TYPE_FACT (vouchers_fact_get_type ())
G_DECLARE_FINAL_TYPE (VouchersFact, vouchers_fact, VOUCHERS, FACT, GtkListBoxRow)

/* Properties: "title" (string), "editable" (gboolean), "text" (string, what the entry holds). */
void        vouchers_fact_show     (VouchersFact *self,
                                    const char   *expected,
                                    VouchersMark  mark,
                                    const char   *word);
void        vouchers_fact_set_text (VouchersFact *self,
                                    const char   *text);
const char *vouchers_fact_get_text (VouchersFact *self);

G_END_DECLS
