/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many a quota knows apart; those beyond it share one place. */
#define BROKER_QUOTA_MAX_KEYS 65536
/* Handshakes in one minute, for each session that one may have at once. */
#define BROKER_QUOTA_HANDSHAKES 2
/* What Retry-After says when all places are taken. */
#define BROKER_QUOTA_RETRY_S 10

/* What each address, or each person, may have: so many sessions at once, and twice as many handshakes
 * a minute.  Pure: no clock and no I/O inside. */
typedef struct _BrokerQuota BrokerQuota;

/* One session's place; it stays valid until it is left, but not longer than the quota. */
typedef struct _BrokerPlace BrokerPlace;

BrokerQuota *broker_quota_new       (guint        max);
void         broker_quota_free      (BrokerQuota *self);
guint        broker_quota_knock     (BrokerQuota *self,
                                     const char  *key,
                                     gint64       now_ms);
BrokerPlace *broker_quota_enter     (BrokerQuota *self,
                                     const char  *key,
                                     gint64       now_ms);
void         broker_place_leave     (BrokerPlace *self);
void         broker_quota_trim      (BrokerQuota *self,
                                     gint64       now_ms);
guint        broker_quota_get_size  (BrokerQuota *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerQuota, broker_quota_free)

G_END_DECLS
