/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-cursor.h"
#include "cony-database.h"

G_BEGIN_DECLS

#define CONY_DIRECT_PAGE 500

void        cony_direct_sql_listen      (ConyDatabase         *database,
                                         gboolean              listen,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
void        cony_direct_sql_read        (ConyDatabase         *database,
                                         const ConyCursor     *from,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);

G_END_DECLS
