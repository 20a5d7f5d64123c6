/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_ACKS (cony_acks_get_type ())
G_DECLARE_FINAL_TYPE (ConyAcks, cony_acks, CONY, ACKS, GObject)

/* Confirmations that go to the database because the broker did not bring the event, or is gone. */
ConyAcks *cony_acks_new  (ConySession *session);
void      cony_acks_push (ConyAcks    *self,
                          const char  *uid);

G_END_DECLS
