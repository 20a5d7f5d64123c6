/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "cony-backoff.h"
#include "cony-websocket.h"

G_BEGIN_DECLS

/* What the two files of ConyWebsocket share: cony-websocket.c is the life of the connection,
 * cony-websocket-messages.c what is said on it. */
struct _ConyWebsocket
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;
  char *uri;

  /* owned */
  SoupSession *http;
  SoupWebsocketConnection *connection;
  GCancellable *attempt; /* of the connection being made, and of its token */
  char *cursor;
  char *token; /* the last one that the database gave */

  ConyBackoff backoff;
  guint retry_source;
  guint deadline_source;
  guint token_source;
  guint drain_source;

  gboolean started;
  gboolean open;       /* greeted */
  gboolean lost_place; /* to be told after the greeting */
};

typedef enum
{
  CONY_WEBSOCKET_OPENED,
  CONY_WEBSOCKET_CLOSED,
  CONY_WEBSOCKET_EVENT,
  CONY_WEBSOCKET_PING,
  CONY_WEBSOCKET_LOST_PLACE,
  CONY_WEBSOCKET_ECHO,
  CONY_WEBSOCKET_NO_ECHO,
  CONY_WEBSOCKET_N_SIGNALS
} ConyWebsocketSignal;

extern guint cony_websocket_signals[CONY_WEBSOCKET_N_SIGNALS];

/* cony-websocket.c */
void cony_websocket_fail         (ConyWebsocket *self);
void cony_websocket_set_deadline (ConyWebsocket *self,
                                  guint          ms);

/* cony-websocket-messages.c */
void cony_websocket_begin        (ConyWebsocket *self);
void cony_websocket_message_cb   (ConyWebsocket *self,
                                  int            type,
                                  GBytes        *bytes);

G_END_DECLS
