/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-clock.h"
#include "broker-history.h"
#include "broker-hub.h"
#include "broker-memory.h"
#include "broker-options.h"
#include "broker-quota.h"

G_BEGIN_DECLS

typedef struct _BrokerBeat BrokerBeat;
typedef struct _BrokerClients BrokerClients;
typedef struct _BrokerCollector BrokerCollector;
typedef struct _BrokerConfirmer BrokerConfirmer;
typedef struct _BrokerEcho BrokerEcho;
typedef struct _BrokerIngest BrokerIngest;
typedef struct _BrokerKeyReader BrokerKeyReader;
typedef struct _BrokerLink BrokerLink;
typedef struct _BrokerPeople BrokerPeople;
typedef struct _BrokerReader BrokerReader;
typedef struct _BrokerRegistrar BrokerRegistrar;
typedef struct _BrokerReplay BrokerReplay;
typedef struct _BrokerState BrokerState;
typedef struct _BrokerSpool BrokerSpool;
typedef struct _BrokerServer BrokerServer;
typedef struct _BrokerVerifier BrokerVerifier;

/* All parts of one broker; handed to each of them, owned by main.  Those that need a database are
 * NULL in a relay without one, and memory is NULL in one with it. */
typedef struct
{
  BrokerOptions *options;
  BrokerInbox *inbox;
  BrokerHub *hub;
  BrokerClock *clock;
  BrokerKeys *keys;
  BrokerPeople *people;
  BrokerState *state;
  BrokerVerifier *verifier;
  BrokerQuota *addresses;
  BrokerQuota *persons;
  BrokerMemory *memory;
  BrokerHistory *history; /* borrowed: memory or replay */
  BrokerClients *clients;
  BrokerEcho *echo;
  BrokerIngest *ingest;
  BrokerServer *server;

  BrokerLink *reading;    /* connection that only reads the outbox */
  BrokerLink *writing;    /* connection for everything else */
  BrokerKeyReader *key_reader;
  BrokerReader *reader;
  BrokerReplay *replay;
  BrokerSpool *spool;     /* nullable */
  BrokerRegistrar *registrar;
  BrokerConfirmer *confirmer;
  BrokerCollector *collector;
  BrokerBeat *beat;
} BrokerContext;

G_END_DECLS
