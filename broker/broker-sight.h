/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"
#include "broker-token.h"

G_BEGIN_DECLS

/**
 * BrokerSight:
 * @roles: what the person is
 * @sucursal: the only branch they see, 0: all
 * @plain: without subprotocol: events only
 * @open: an event without a branch is for everyone (`--memory`)
 * @tipos: (nullable): the only types asked for, sorted
 *
 * What a connection may see, the broker's one decision about it.  Connections of equal sight share a
 * channel.
 */
typedef struct
{
  ConyRoles roles;
  gint64 sucursal;
  gboolean plain;
  gboolean open;
  GStrv tipos;
} BrokerSight;

BrokerSight *broker_sight_new         (BrokerIdentity    *identity,
                                       gboolean           plain,
                                       gboolean           open);
BrokerSight *broker_sight_copy        (const BrokerSight *self);
void         broker_sight_free        (BrokerSight       *self);
gboolean     broker_sight_narrow      (BrokerSight       *self,
                                       JsonObject        *filtros);
gboolean     broker_sight_sees        (const BrokerSight *self,
                                       const BrokerEvent *event);
gboolean     broker_sight_owes        (const BrokerSight *self,
                                       const BrokerEvent *event);
char        *broker_sight_to_key      (const BrokerSight *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerSight, broker_sight_free)

G_END_DECLS
