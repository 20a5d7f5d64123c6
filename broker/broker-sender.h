/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-connection.h"

G_BEGIN_DECLS

/**
 * BrokerSendResult:
 * @BROKER_SEND_DONE: everything that waited was taken by the kernel
 * @BROKER_SEND_BLOCKED: the kernel takes no more now
 * @BROKER_SEND_LOST: a position fell off its log
 * @BROKER_SEND_FAILED: the socket is broken
 */
typedef enum
{
  BROKER_SEND_DONE,
  BROKER_SEND_BLOCKED,
  BROKER_SEND_LOST,
  BROKER_SEND_FAILED,
} BrokerSendResult;

/* Told once for each submitted connection, during broker_sender_flush(). */
typedef void (*BrokerSentFunc) (BrokerConnection *connection,
                                BrokerSendResult  result,
                                guint64           frames,
                                guint64           bytes,
                                gpointer          user_data);

/* One implementation a file; the worker knows only this. */
typedef struct _BrokerSender BrokerSender;
struct _BrokerSender
{
  const char *name;
  void (*submit) (BrokerSender     *self,
                  BrokerConnection *connection);
  void (*flush)  (BrokerSender     *self,
                  BrokerSentFunc    sent,
                  gpointer          user_data);
  void (*free)   (BrokerSender     *self);
};

BrokerSender *broker_sender_epoll_new (void);

G_END_DECLS
