/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-context.h"
#include "broker-post.h"

G_BEGIN_DECLS

/**
 * BrokerMay:
 * @BROKER_MAY_NOTHING: it is not theirs to post
 * @BROKER_MAY_RELAY: it is sent live and not stored
 * @BROKER_MAY_STORE: it is stored, which sends it
 */
typedef enum
{
  BROKER_MAY_NOTHING,
  BROKER_MAY_RELAY,
  BROKER_MAY_STORE,
} BrokerMay;

/* Who may post what; the database has the last word on what is stored. */
BrokerMay    broker_post_judge (BrokerIdentity *identity,
                                const char     *tipo);
BrokerEvent *broker_post_read  (BrokerContext  *context,
                                BrokerResult   *result,
                                const char     *text,
                                gsize           length,
                                const char     *uid);

G_END_DECLS
