/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "broker-event.h"
#include "broker-token.h"

G_BEGIN_DECLS

/**
 * BrokerPost:
 * @owner: (transfer none): of whoever made it
 * @message: the request
 * @identity: who posts
 * @results: (element-type BrokerResult): in the order of the events
 * @pending: how many results are still to come
 * @ndjson: %TRUE when there is a line for each result
 *
 * One request to /broadcast; it is answered when every event in it has a result.
 */
typedef struct
{
  gpointer owner;
  SoupServerMessage *message;
  BrokerIdentity *identity;
  GPtrArray *results;
  guint pending;
  gboolean ndjson;
} BrokerPost;

/**
 * BrokerResult:
 * @post: the request that it belongs to
 * @event: (nullable): what was posted, unless that cannot be read
 * @status: the HTTP status
 * @id: the stored row
 * @spooled: taken, but not safe yet
 * @error: (nullable): the reason of a refusal in English
 * @codigo: (nullable): the same for programs
 */
typedef struct
{
  BrokerPost *post;
  BrokerEvent *event;
  guint status;
  gint64 id;
  gboolean spooled;
  char *error;
  char *codigo;
} BrokerResult;

BrokerPost   *broker_post_new               (gpointer           owner,
                                             SoupServerMessage *message,
                                             BrokerIdentity    *identity);
void          broker_post_free              (BrokerPost        *self);
BrokerResult *broker_post_add               (BrokerPost        *self);
void          broker_post_answer            (BrokerPost        *self);
void          broker_result_refuse          (BrokerResult      *result,
                                             guint              status,
                                             const char        *codigo,
                                             const char        *error);
void          broker_result_refuse_sqlstate (BrokerResult      *result,
                                             const char        *sqlstate,
                                             const char        *error);

G_END_DECLS
