/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-alerta.h"
#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_RECEIPT_STRIP (cony_receipt_strip_get_type ())
G_DECLARE_FINAL_TYPE (ConyReceiptStrip, cony_receipt_strip, CONY, RECEIPT_STRIP, GtkWidget)

/* From these ages, in seconds, an alert that nobody saw is shown amber and red. */
#define CONY_RECEIPT_STRIP_LATE 15
#define CONY_RECEIPT_STRIP_OVERDUE 45

/**
 * ConyReceiptStep:
 * @css_class: "sent", "shown", "seen", "waiting", "late" or "unseen"
 * @icon_name: its symbol
 * @text: its words
 *
 * One of the three steps of a receipt.
 */
typedef struct
{
  const char *css_class;
  const char *icon_name;
  const char *text;
} ConyReceiptStep;

/* Properties: "alerta" (ConyAlerta, nullable), "session" (ConySession: server time and zone),
 * "compact" (gboolean: for narrow windows), "overdue" (gboolean, read-only: NO VISTO). */
GtkWidget  *cony_receipt_strip_new         (ConySession      *session);
ConyAlerta *cony_receipt_strip_get_alerta  (ConyReceiptStrip *self);
void        cony_receipt_strip_set_alerta  (ConyReceiptStrip *self,
                                            ConyAlerta       *alerta);
void        cony_receipt_strip_set_session (ConyReceiptStrip *self,
                                            ConySession      *session);
void        cony_receipt_strip_set_compact (ConyReceiptStrip *self,
                                            gboolean          compact);
void        cony_receipt_strip_set_steps   (ConyReceiptStrip      *self,
                                            const ConyReceiptStep *steps);
gboolean    cony_receipt_strip_get_overdue (ConyReceiptStrip *self);

G_END_DECLS
