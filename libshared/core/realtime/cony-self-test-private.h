/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-self-test.h"
#include "cony-websocket.h"

G_BEGIN_DECLS

/* For ConyRealtime, and for tests that cannot wait half a minute. */
ConySelfTest *cony_self_test_new          (ConyWebsocket *websocket);
void          cony_self_test_set_interval (ConySelfTest  *self,
                                           guint          interval_ms,
                                           guint          limit_ms);
void          cony_self_test_start        (ConySelfTest  *self);
void          cony_self_test_stop         (ConySelfTest  *self);

G_END_DECLS
