/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sender.h"

#include <gio/gio.h>

/**
 * broker_sender_uring_new:
 * @error: return location
 *
 * Returns: (nullable): %NULL: this broker was built without it
 */
BrokerSender *
broker_sender_uring_new (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "io_uring: this broker was built without it");
  return NULL;
}
