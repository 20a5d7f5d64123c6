/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_DIRECT_READER (cony_direct_reader_get_type ())
G_DECLARE_FINAL_TYPE (ConyDirectReader, cony_direct_reader, CONY, DIRECT_READER, GObject)

/* Reads events straight from the database: LISTEN wakes it, a sweep every second is the safety net.
 *
 * Signals: "event" (ConyEvent *)     new to this reader
 *          "swept" (int64 started)   a read that was asked for at this time (cony_clock_boot_ms)
 *                                    is complete: everything that was committed by then was emitted
 *          "lost-place" ()           the cursor was of another database or of its future; the
 *                                    reader has a new one, state must be loaded again
 */
ConyDirectReader *cony_direct_reader_new        (ConySession      *session);
void              cony_direct_reader_start      (ConyDirectReader *self);
void              cony_direct_reader_stop       (ConyDirectReader *self);
gboolean          cony_direct_reader_get_active (ConyDirectReader *self);
const char       *cony_direct_reader_get_cursor (ConyDirectReader *self);
void              cony_direct_reader_set_cursor (ConyDirectReader *self,
                                                 const char       *cursor);

G_END_DECLS
