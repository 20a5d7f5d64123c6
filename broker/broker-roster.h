/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-inbox.h"
#include "broker-ring.h"

G_BEGIN_DECLS

/**
 * BrokerRoster:
 * @epoll_fd: owned: where their sockets are
 * @main_inbox: (transfer none): told who is gone
 * @connections: of #BrokerConnection, owned, by id
 * @blocked: of #BrokerConnection, borrowed: the kernel took no more of them
 * @queue: of #BrokerConnection, borrowed: have something of their own to send
 * @queue_next: the first one in the queue that had not its turn
 * @dead: of #BrokerConnection, owned: freed at the end of the turn
 * @ring: when each is looked at next
 * @ping: owned
 * @now_ms: monotonic milliseconds of this turn
 * @slow: how many were closed because they did not keep up; read by other threads
 *
 * The connections of a worker from their first moment to their last.  Belongs to its thread.
 */
typedef struct
{
  int epoll_fd;
  BrokerInbox *main_inbox;
  GHashTable *connections;
  GHashTable *blocked;
  GPtrArray *queue;
  guint queue_next;
  GPtrArray *dead;
  BrokerRing ring;
  BrokerFrame *ping;
  gint64 now_ms;
  guint64 slow;
} BrokerRoster;

void              broker_roster_init            (BrokerRoster     *self,
                                                 BrokerInbox      *main_inbox,
                                                 gint64            now_ms);
void              broker_roster_clear           (BrokerRoster     *self);
void              broker_roster_set_time        (BrokerRoster     *self,
                                                 gint64            now_ms);
BrokerConnection *broker_roster_add             (BrokerRoster     *self,
                                                 guint64           id,
                                                 int               fd);
BrokerConnection *broker_roster_find            (BrokerRoster     *self,
                                                 guint64           id);
void              broker_roster_drop            (BrokerRoster     *self,
                                                 BrokerConnection *connection);
void              broker_roster_submit          (BrokerRoster     *self,
                                                 BrokerConnection *connection);
BrokerConnection *broker_roster_take_turn       (BrokerRoster     *self);
void              broker_roster_set_blocked     (BrokerRoster     *self,
                                                 BrokerConnection *connection,
                                                 gboolean          blocked);
void              broker_roster_close           (BrokerRoster     *self,
                                                 BrokerConnection *connection,
                                                 BrokerFrame      *frame,
                                                 gboolean          keep);
void              broker_roster_close_with_code (BrokerRoster     *self,
                                                 BrokerConnection *connection,
                                                 guint             code,
                                                 const char       *reason);
void              broker_roster_close_slow      (BrokerRoster     *self,
                                                 BrokerConnection *connection);
void              broker_roster_check_alive     (BrokerRoster     *self);
void              broker_roster_close_lost      (BrokerRoster     *self);
void              broker_roster_bury            (BrokerRoster     *self);

G_END_DECLS
