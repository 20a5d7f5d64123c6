/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "load-connection.h"

void load_websocket_upgrade (LoadConnection *connection);

size_t load_websocket_parse_upgrade (LoadConnection *connection,
                                     const uint8_t  *data,
                                     size_t          length);

void load_websocket_send (LoadConnection *connection,
                          int             opcode,
                          const void     *data,
                          size_t          length);

size_t load_websocket_parse (LoadConnection *connection,
                             const uint8_t  *data,
                             size_t          length);
