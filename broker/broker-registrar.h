/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-event.h"
#include "broker-link.h"
#include "broker-spool.h"

G_BEGIN_DECLS

/**
 * BrokerStored:
 * @durable: %TRUE: it is committed; %FALSE: the database is away, it will be stored later
 * @id: its row
 * @error: (nullable): why it was refused; nothing was stored then
 * @sqlstate: (nullable): the same, for programs
 */
typedef struct
{
  gboolean durable;
  gint64 id;
  const char *error;
  const char *sqlstate;
} BrokerStored;

/**
 * BrokerRegisterResult:
 * @BROKER_REGISTER_PENDING: the answer comes later
 * @BROKER_REGISTER_SPOOLED: the database is away; once broker_registrar_commit() succeeds it will be
 *   stored later, and nobody is told
 * @BROKER_REGISTER_TOO_MUCH: too much of this person is waiting, it was not taken
 * @BROKER_REGISTER_FULL: too much is waiting, it was not taken
 */
typedef enum
{
  BROKER_REGISTER_PENDING,
  BROKER_REGISTER_SPOOLED,
  BROKER_REGISTER_TOO_MUCH,
  BROKER_REGISTER_FULL,
} BrokerRegisterResult;

/* The spool could not be written. */
#define BROKER_SQLSTATE_DISK "53100"

/* Called once for each event that was pending, never before broker_registrar_add() returned. */
typedef void (*BrokerStoredFunc) (const BrokerStored *stored,
                                  gpointer            user_data);

/* Stores posted events, many in one transaction. */
typedef struct _BrokerRegistrar BrokerRegistrar;

BrokerRegistrar *broker_registrar_new  (BrokerLink       *link,
                                        BrokerSpool      *spool);
void             broker_registrar_free (BrokerRegistrar  *self);
BrokerRegisterResult broker_registrar_add (BrokerRegistrar *self,
                                        BrokerEvent      *event,
                                        const char       *login,
                                        BrokerStoredFunc  func,
                                        gpointer          user_data);
gboolean         broker_registrar_commit (BrokerRegistrar *self);
guint            broker_registrar_get_waiting (BrokerRegistrar *self);

G_END_DECLS
