/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-database.h"

struct _ConyDatabase
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyDatabase, cony_database, G_TYPE_OBJECT)

static void
cony_database_class_init (ConyDatabaseClass *klass)
{
}

static void
cony_database_init (ConyDatabase *self)
{
}

ConyDatabase *
cony_database_new (void)
{
  return g_object_new (cony_database_get_type (), NULL);
}

void
cony_database_connect_async (ConyDatabase *self, const char *conninfo, const char *user, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

gboolean
cony_database_connect_finish (ConyDatabase *self, GAsyncResult *result, GError **error)
{
  return 0;
}

void
cony_database_close (ConyDatabase *self)
{

}

gboolean
cony_database_get_connected (ConyDatabase *self)
{
  return 0;
}

void
cony_database_query_async (ConyDatabase *self, const char *sql, const char * const *params, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

ConyResult   *
cony_database_query_finish (ConyDatabase *self, GAsyncResult *result, GError **error)
{
  return 0;
}

void
cony_database_action_async (ConyDatabase *self, const char *sql, const char * const *params, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

ConyResult   *
cony_database_action_finish (ConyDatabase *self, GAsyncResult *result, GError **error)
{
  return 0;
}

gboolean
cony_database_get_checking (ConyDatabase *self)
{
  return FALSE;
}
