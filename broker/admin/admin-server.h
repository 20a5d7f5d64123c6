/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "admin-commands.h"

#include "cony-database.h"

G_BEGIN_DECLS

/* A connection whose calls wait: a command line tool has nothing else to do meanwhile. */
ConyDatabase *admin_server_connect (const char          *conninfo,
                                    const char          *user,
                                    const char          *password,
                                    GError             **error);
ConyDatabase *admin_server_log_in  (const AdminOptions  *options,
                                    GError             **error);
ConyResult   *admin_server_query   (ConyDatabase        *database,
                                    const char          *sql,
                                    const char * const  *params,
                                    GError             **error);
ConyResult   *admin_server_action  (ConyDatabase        *database,
                                    const char          *sql,
                                    const char * const  *params,
                                    GError             **error);

G_END_DECLS
