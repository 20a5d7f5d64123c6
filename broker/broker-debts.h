/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"

G_BEGIN_DECLS

/* An event is repeated when it is so old and nobody has confirmed it. */
#define BROKER_DEBT_ATTEMPTS 3
/* Longest time that a `_nack` may ask for. */
#define BROKER_DEBT_MAX_DELAY_MS 300000
/* One that is given up but not over is looked at again after this time. */
#define BROKER_DEBT_AGAIN_MS 2000

/**
 * BrokerDebtVerdict:
 * @BROKER_DEBT_REPEAT: send the event again
 * @BROKER_DEBT_GIVEN_UP: nobody confirmed it; unless the debt is over now, it is said again later
 */
typedef enum
{
  BROKER_DEBT_REPEAT,
  BROKER_DEBT_GIVEN_UP,
} BrokerDebtVerdict;

/* @event: owed; @n: which repetition this is, or for how many milliseconds it has been given up.
 * Returns whether the debt is over; only one that is given up can be. */
typedef gboolean (*BrokerDebtFunc) (BrokerEvent       *event,
                                    BrokerDebtVerdict  verdict,
                                    gint64             n,
                                    gpointer           user_data);

/* @event: owed. */
typedef void (*BrokerDebtEachFunc) (BrokerEvent *event,
                                    gpointer     user_data);

/* Critical events that no screen has confirmed yet.  Pure: no clock and no I/O inside. */
typedef struct _BrokerDebts BrokerDebts;

BrokerDebts *broker_debts_new      (const guint     after_ms[BROKER_DEBT_ATTEMPTS]);
void         broker_debts_free     (BrokerDebts    *self);
gboolean     broker_debts_add      (BrokerDebts    *self,
                                    BrokerEvent    *event,
                                    gint64          now_ms);
gboolean     broker_debts_add_old  (BrokerDebts    *self,
                                    BrokerEvent    *event,
                                    gint64          age_ms,
                                    gint64          earliest_ms,
                                    gint64          now_ms);
BrokerEvent *broker_debts_find     (BrokerDebts    *self,
                                    const char     *uid);
gboolean     broker_debts_pay      (BrokerDebts    *self,
                                    const char     *uid);
gboolean     broker_debts_delay    (BrokerDebts    *self,
                                    const char     *uid,
                                    guint           attempt,
                                    gint64          delay_ms,
                                    gint64          now_ms);
gboolean     broker_debts_progress (BrokerDebts    *self,
                                    const char     *uid,
                                    gint64          now_ms);
void         broker_debts_check    (BrokerDebts    *self,
                                    gint64          now_ms,
                                    BrokerDebtFunc  func,
                                    gpointer        user_data);
GStrv        broker_debts_list_due (BrokerDebts    *self,
                                    gint64          now_ms);
void         broker_debts_foreach  (BrokerDebts    *self,
                                    BrokerDebtEachFunc func,
                                    gpointer        user_data);
guint        broker_debts_count    (BrokerDebts    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerDebts, broker_debts_free)

G_END_DECLS
