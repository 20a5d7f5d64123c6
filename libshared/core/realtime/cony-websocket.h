/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-session.h"

G_BEGIN_DECLS

#define CONY_TYPE_WEBSOCKET (cony_websocket_get_type ())
G_DECLARE_FINAL_TYPE (ConyWebsocket, cony_websocket, CONY, WEBSOCKET, GObject)

/* The broker's end of a window's stream: connects, authenticates, comes back after every loss.
 *
 * Signals: "opened" ()               greeted: events follow, from the cursor on
 *          "closed" ()               gone; the next attempt is under way
 *          "event" (ConyEvent *)     as it came, repeats included
 *          "ping" (uint bd)          everything that the broker has read is here
 *          "lost-place" ()           the cursor cannot be resumed: state must be loaded again
 *          "echo" (ConyEvent *)      the answer to cony_websocket_ask_echo(): id, ms, pantalla
 *          "no-echo" ()              there is no screen that could answer
 */
ConyWebsocket *cony_websocket_new        (ConySession   *session,
                                          const char    *uri);
void           cony_websocket_start      (ConyWebsocket *self);
void           cony_websocket_stop       (ConyWebsocket *self);
void           cony_websocket_reopen     (ConyWebsocket *self);
gboolean       cony_websocket_get_open   (ConyWebsocket *self);
const char    *cony_websocket_get_cursor (ConyWebsocket *self);
void           cony_websocket_set_cursor (ConyWebsocket *self,
                                          const char    *cursor);
void           cony_websocket_ack        (ConyWebsocket *self,
                                          ConyEvent     *event);
void           cony_websocket_ask_echo   (ConyWebsocket *self,
                                          const char    *id);

G_END_DECLS
