/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"
#include "broker-link.h"

G_BEGIN_DECLS

/* Nobody is connected who owes the event. */
#define BROKER_MOTIVO_SIN_SESION "sin_sesion"
/* All repetitions are over. */
#define BROKER_MOTIVO_SIN_RESPUESTA "sin_respuesta"
/* A screen will not show it. */
#define BROKER_MOTIVO_RECHAZO "rechazo"

/* @uid: an event that the admins know about now, or that was confirmed after all. */
typedef void (*BrokerReportedFunc) (const char *uid,
                                    gpointer    user_data);

/* Tells the database, and through it the admins, what nobody confirmed. */
typedef struct _BrokerReporter BrokerReporter;

BrokerReporter *broker_reporter_new  (BrokerLink         *link,
                                      BrokerReportedFunc  func,
                                      gpointer            user_data);
void            broker_reporter_free (BrokerReporter     *self);
void            broker_reporter_tell (BrokerReporter     *self,
                                      BrokerEvent        *event,
                                      const char         *motivo,
                                      guint               attempts);

G_END_DECLS
