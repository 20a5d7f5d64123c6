/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *admin_password_from_file (const char  *path,
                                GError     **error);
char *admin_password_ask       (const char  *prompt,
                                GError     **error);
char *admin_password_ask_new   (const char  *login,
                                GError     **error);
char *admin_password_verifier  (const char  *login,
                                const char  *password,
                                GError     **error);

G_END_DECLS
