/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-proxies.h"

G_BEGIN_DECLS

/* What the command line says, checked. */
typedef struct
{
  char *host;
  guint16 port;
  char *database;      /* NULL with memory */
  char *password;
  int grace_s;         /* how long a token outlives its end while the database is away */
  char *state_dir;     /* nullable: nothing survives a restart */
  gboolean memory;
  gboolean no_auth;
  gboolean version;
  int workers;
  int max_connections;
  int per_address;     /* sessions at once; 0: no limit */
  int per_person;
  BrokerProxies *proxies;
  int settle_s;        /* how long clients get to come back */
  guint repeat_ms[3];  /* ages at which an unconfirmed event is sent again */
  GStrv origins;       /* allowed values of Origin */
  char *sender;        /* how to send, a BROKER_SENDER_ name */
} BrokerOptions;

BrokerOptions *broker_options_parse (char          ***argv,
                                     GError        **error);
void           broker_options_free  (BrokerOptions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerOptions, broker_options_free)

G_END_DECLS
