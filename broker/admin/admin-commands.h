/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AdminOptions:
 * @server: (nullable): libpq connection string
 * @user: (nullable): whom to log in as
 * @password_file: (nullable): file with that person's password
 * @new_password_file: (nullable): file with the password of the new person
 * @name: (nullable): name of the new person
 * @groups: (nullable): roles of the new person, without prefix
 * @branches: (nullable): ids of the branches of the new person, or the one whose thresholds are set
 * @channel: (nullable): channel whose thresholds are set
 * @sql_dir: folder of the SQL
 * @output: (nullable): where a token is written
 *
 * What the command line said.
 */
typedef struct
{
  char *server;
  char *user;
  char *password_file;
  char *new_password_file;
  char *name;
  char **groups;
  char **branches;
  char *channel;
  char *sql_dir;
  char *output;
  gboolean now;
} AdminOptions;

gboolean admin_init         (const AdminOptions  *options,
                             GError             **error);
gboolean admin_demo_data    (const AdminOptions  *options,
                             GError             **error);
gboolean admin_user_add     (const AdminOptions  *options,
                             const char          *login,
                             GError             **error);
gboolean admin_user_disable (const AdminOptions  *options,
                             const char          *login,
                             GError             **error);
gboolean admin_token        (const AdminOptions  *options,
                             GError             **error);
gboolean admin_rotate_key   (const AdminOptions  *options,
                             GError             **error);
gboolean admin_thresholds   (const AdminOptions  *options,
                             const char          *due,
                             const char          *late,
                             GError             **error);

G_END_DECLS
