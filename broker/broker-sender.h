/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-connection.h"

G_BEGIN_DECLS

/* Most connections that are sent to in one call. */
#define BROKER_SENDER_MAX_BATCH 256

/**
 * BrokerSendResult:
 * @BROKER_SEND_DONE: everything that waited was taken by the kernel
 * @BROKER_SEND_MORE: the kernel took all it was offered, and more waits
 * @BROKER_SEND_BLOCKED: the kernel takes no more now
 * @BROKER_SEND_LOST: a position fell off its log
 * @BROKER_SEND_FAILED: the socket is broken
 */
typedef enum
{
  BROKER_SEND_DONE,
  BROKER_SEND_MORE,
  BROKER_SEND_BLOCKED,
  BROKER_SEND_LOST,
  BROKER_SEND_FAILED,
} BrokerSendResult;

/**
 * BrokerSend:
 * @connection: (in): to whom; once only in a batch
 * @result: (out): how it went
 * @frames: (out): how many frames were completed
 * @bytes: (out): how many bytes were taken
 */
typedef struct
{
  BrokerConnection *connection;
  BrokerSendResult result;
  guint frames;
  gsize bytes;
} BrokerSend;

/**
 * BrokerSender:
 * @name: as the log and the metrics say it
 * @batch: how many connections it likes to be given at once
 * @send: sends to each connection what waits for it, once; has ended when it returns
 * @free: frees it
 *
 * One implementation a file; the worker knows only this.
 */
typedef struct _BrokerSender BrokerSender;
struct _BrokerSender
{
  const char *name;
  guint batch;
  void (*send) (BrokerSender *self,
                BrokerSend   *sends,
                guint         n_sends);
  void (*free) (BrokerSender *self);
};

/* Names of the back ends, and of the choice between them. */
#define BROKER_SENDER_AUTO "auto"
#define BROKER_SENDER_EPOLL "epoll"
#define BROKER_SENDER_URING "io_uring"

BrokerSender *broker_sender_new       (const char         *wanted);
BrokerSender *broker_sender_epoll_new (void);
BrokerSender *broker_sender_uring_new (GError         **error);

void          broker_send_finish      (BrokerSend         *self,
                                       const BrokerGather *gather,
                                       gssize              taken,
                                       int                 error);

G_END_DECLS
