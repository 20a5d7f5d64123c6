/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-bucket.h"
#include "broker-context.h"
#include "broker-splice.h"

G_BEGIN_DECLS

/* Confirmations: so many at once, and so many a second; each is a row. */
#define BROKER_CLIENT_ACKS_BURST 1000
#define BROKER_CLIENT_ACKS_PER_SECOND 50

/**
 * BrokerClientState:
 * @BROKER_CLIENT_WAITING: has not said who it is
 * @BROKER_CLIENT_REPLAYING: gets what it missed
 * @BROKER_CLIENT_LIVE: follows its channel
 * @BROKER_CLIENT_CLOSING: was told to go
 */
typedef enum
{
  BROKER_CLIENT_WAITING,
  BROKER_CLIENT_REPLAYING,
  BROKER_CLIENT_LIVE,
  BROKER_CLIENT_CLOSING,
} BrokerClientState;

/* One client's side of the protocol (PROTOCOL.md, section 4). */
typedef struct _BrokerClient BrokerClient;
struct _BrokerClient
{
  BrokerContext *context; /* borrowed */
  guint64 id;
  guint worker;
  gboolean plain;
  BrokerClientState state;
  gint64 since_ms;
  BrokerPlace *address_place;   /* given back at the end */
  BrokerPlace *person_place;    /* nullable: not started */
  BrokerBucket acks;

  BrokerIdentity *identity;
  BrokerSight *sight;
  char *pantalla;
  gint64 ends_ms;               /* its token, in milliseconds since the boot */
  gboolean warned;              /* of that */

  BrokerHubChannel *channel;    /* held while replaying and live */
  BrokerSplice splice;          /* while replaying */
  gboolean greeted;
  gboolean reading;             /* a page was asked for */
};

BrokerClient *broker_client_new           (BrokerContext  *context,
                                           guint64         id,
                                           guint           worker,
                                           gboolean        plain,
                                           gint64          now_ms);
void          broker_client_free          (BrokerClient   *self);
void          broker_client_start         (BrokerClient   *self,
                                           BrokerIdentity *identity,
                                           JsonObject     *filtros,
                                           const char     *desde,
                                           const char     *pantalla);
void          broker_client_set_end       (BrokerClient   *self,
                                           gint64          exp);
void          broker_client_replay        (BrokerClient   *self,
                                           const char     *desde);
void          broker_client_receive       (BrokerClient   *self,
                                           GBytes         *message);
void          broker_client_drained       (BrokerClient   *self);
void          broker_client_take_page     (BrokerClient     *self,
                                           const BrokerPage *page);
void          broker_client_check_time    (BrokerClient   *self,
                                           gint64          now_ms,
                                           gint64          boot_ms,
                                           gint64          away_ms);
void          broker_client_lose_history  (BrokerClient   *self);
gboolean      broker_client_owes          (BrokerClient   *self,
                                           BrokerEvent    *event);
JsonObject   *broker_client_describe      (BrokerClient   *client);
JsonObject   *broker_client_describe_session (BrokerClient *client);
void          broker_client_send          (BrokerClient   *self,
                                           const char     *text);
void          broker_client_send_error    (BrokerClient   *self,
                                           const char     *codigo,
                                           const char     *msg);
void          broker_client_close         (BrokerClient   *self,
                                           guint           code,
                                           const char     *reason);

/* Asked by a client for its next page; answered with broker_client_take_page(). */
void          broker_clients_read_page    (BrokerClients  *self,
                                           BrokerClient   *client);

G_END_DECLS
