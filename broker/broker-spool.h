/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"

G_BEGIN_DECLS

/* Called for each event that was accepted in an earlier life; @event may be kept by reference. */
typedef void (*BrokerSpoolFunc) (BrokerEvent *event,
                                 const char  *login,
                                 gpointer     user_data);

/* A file with what was accepted and is not stored yet. */
typedef struct _BrokerSpool BrokerSpool;

BrokerSpool *broker_spool_open   (const char       *directory,
                                  GError          **error);
void         broker_spool_free   (BrokerSpool      *self);
void         broker_spool_load   (BrokerSpool      *self,
                                  BrokerSpoolFunc   func,
                                  gpointer          user_data);
void         broker_spool_append (BrokerSpool      *self,
                                  BrokerEvent      *event,
                                  const char       *login);
gboolean     broker_spool_commit (BrokerSpool      *self,
                                  GError          **error);
void         broker_spool_clear  (BrokerSpool      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerSpool, broker_spool_free)

G_END_DECLS
