/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define NOTIFY_TYPE_TAIL (notify_tail_get_type ())
G_DECLARE_FINAL_TYPE (NotifyTail, notify_tail, NOTIFY, TAIL, GObject)

/* Reads the token anew before every connection, since it lives five minutes; *token stays %NULL
 * without error where there is none to use. */
typedef gboolean (*NotifyTokenFunc) (char   **token,
                                     GError **error);

NotifyTail *notify_tail_new (const char      *broker,
                             NotifyTokenFunc  read_token,
                             guint            count);
gboolean    notify_tail_run (NotifyTail      *self,
                             GError         **error);

G_END_DECLS
