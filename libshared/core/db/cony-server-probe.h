/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *cony_server_name         (const char           *conninfo);
void     cony_server_probe_async  (const char           *conninfo,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean cony_server_probe_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
