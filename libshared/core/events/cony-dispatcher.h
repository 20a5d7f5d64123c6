/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-event.h"

G_BEGIN_DECLS

#define CONY_TYPE_DISPATCHER (cony_dispatcher_get_type ())
G_DECLARE_FINAL_TYPE (ConyDispatcher, cony_dispatcher, CONY, DISPATCHER, GObject)

/* How many uids are remembered to drop repeats (DESIGN.md, How an event travels). */
#define CONY_DISPATCHER_MEMORY 20000

/**
 * ConyDispatchResult:
 * @CONY_DISPATCH_SHOWN: first time this event was seen; handlers ran
 * @CONY_DISPATCH_COMPLETED: shown live before, stored now: "completed" was emitted, nothing rings
 * @CONY_DISPATCH_REPEATED: nothing was emitted
 */
typedef enum
{
  CONY_DISPATCH_SHOWN,
  CONY_DISPATCH_COMPLETED,
  CONY_DISPATCH_REPEATED,
} ConyDispatchResult;

/* Signals:
 *   "event::<tipo>"     (ConyEvent *event)  once per uid; voucher_whatsapp also as voucher_nuevo
 *   "completed::<tipo>" (ConyEvent *event)  an event shown live has been stored and has its id now
 */
ConyDispatcher     *cony_dispatcher_new      (void);
ConyDispatchResult  cony_dispatcher_dispatch (ConyDispatcher *self,
                                              ConyEvent      *event);
void                cony_dispatcher_seed     (ConyDispatcher *self,
                                              ConyEvent      *event);
void                cony_dispatcher_clear    (ConyDispatcher *self);
gboolean            cony_dispatcher_knows    (ConyDispatcher *self,
                                              const char     *uid);

G_END_DECLS
