/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-link.h"

G_BEGIN_DECLS

/* Stores, in batches, who has what on the screen. */
typedef struct _BrokerConfirmer BrokerConfirmer;

BrokerConfirmer *broker_confirmer_new  (BrokerLink      *link);
void             broker_confirmer_free (BrokerConfirmer *self);
void             broker_confirmer_add  (BrokerConfirmer *self,
                                        const char      *login,
                                        const char      *uid,
                                        const char      *tipo,
                                        const char      *pantalla);

G_END_DECLS
