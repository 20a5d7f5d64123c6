/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session.h"

struct _ConySession
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConySession, cony_session, G_TYPE_OBJECT)

static void
cony_session_class_init (ConySessionClass *klass)
{
}

static void
cony_session_init (ConySession *self)
{
}

ConySession    *
cony_session_new (const char *pantalla)
{
  return g_object_new (cony_session_get_type (), NULL);
}

void
cony_session_login_async (ConySession *self, const char *conninfo, const char *user, const char *password, ConyRoles wanted, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

gboolean
cony_session_login_finish (ConySession *self, GAsyncResult *result, GError **error)
{
  return 0;
}

void
cony_session_logout (ConySession *self)
{

}

ConyDatabase   *
cony_session_get_database (ConySession *self)
{
  return 0;
}

ConyDispatcher *
cony_session_get_dispatcher (ConySession *self)
{
  return 0;
}

ConyEventLog   *
cony_session_get_event_log (ConySession *self)
{
  return 0;
}

const char     *
cony_session_get_cursor (ConySession *self)
{
  return 0;
}

gboolean
cony_session_get_logged_in (ConySession *self)
{
  return 0;
}

const char     *
cony_session_get_login (ConySession *self)
{
  return 0;
}

const char     *
cony_session_get_nombre (ConySession *self)
{
  return 0;
}

gint64
cony_session_get_usuario_id (ConySession *self)
{
  return 0;
}

ConyRoles
cony_session_get_roles (ConySession *self)
{
  return 0;
}

gint64
cony_session_get_sucursal_id (ConySession *self)
{
  return 0;
}

const char     *
cony_session_get_sucursal_nombre (ConySession *self)
{
  return 0;
}

GTimeZone      *
cony_session_get_time_zone (ConySession *self)
{
  return 0;
}

const char     *
cony_session_get_pantalla (ConySession *self)
{
  return 0;
}

GDateTime      *
cony_session_now (ConySession *self)
{
  return 0;
}

gint64
cony_session_seconds_since (ConySession *self, GDateTime *time)
{
  return 0;
}

void
cony_session_run_async (ConySession *self, ConyCommand *command, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

JsonObject     *
cony_session_run_finish (ConySession *self, GAsyncResult *result, GError **error)
{
  return 0;
}

void
cony_session_token_async (ConySession *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{

}

char           *
cony_session_token_finish (ConySession *self, GAsyncResult *result, GError **error)
{
  return 0;
}

gint64
cony_session_get_umbral (ConySession *self, const char *name, gint64 fallback)
{
  return fallback;
}
