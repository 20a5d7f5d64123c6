/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/uio.h>

#include "broker-channel.h"

G_BEGIN_DECLS

/* Most pieces that are offered to the kernel in one call. */
#define BROKER_GATHER_MAX 64
/* Most bytes of several frames; a single frame may be longer. */
#define BROKER_GATHER_BYTES (64 * 1024)

/**
 * BrokerGather:
 * @iov: pieces to send, in order
 * @n_iov: how many
 * @bytes: how long they are together
 * @frames: how many frames they complete
 * @lost: %TRUE when a position fell off its log: the client is too slow
 * @cut: there is more than this
 * @channel: (nullable): set when all of it is of this channel; then whoever stands at @begin gets
 *   the same, and stands at @end afterwards
 *
 * What is offered to the kernel for a connection in one call.  Borrows the frames: it is good until
 * the connection or its channel changes.
 */
typedef struct
{
  struct iovec iov[BROKER_GATHER_MAX];
  guint n_iov;
  gsize bytes;
  guint frames;
  gboolean lost;
  gboolean cut;
  BrokerChannel *channel;
  guint64 begin[BROKER_N_LANES];
  guint64 end[BROKER_N_LANES];
} BrokerGather;

void     broker_gather_init    (BrokerGather *self);
gboolean broker_gather_add     (BrokerGather *self,
                                BrokerFrame  *frame,
                                guint32       offset);
void     broker_gather_flatten (BrokerGather *self,
                                guint8       *buffer);

G_END_DECLS
