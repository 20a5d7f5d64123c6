/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-pq-reach.h"

#include "cony-pq-connect.h"
#include "cony-secret.h"
#include "cony-source.h"

/* An attempt that began while the network was away hears nothing when it comes back, and one on a slow
 * network needs its time: so the first goes on, and others are made beside it, one at a time. */
#define BESIDE_MS 1500

typedef struct
{
  /* owned */
  GMainContext *context;
  char *conninfo;
  char *user;
  char *password;
  GCancellable *first;
  GCancellable *beside; /* the attempt of the moment */
  GSource *again;
  GSource *cancel;

  guint timeout_ms;
  gboolean done;
} Reach;

static void
reach_free (gpointer data)
{
  Reach *reach = data;

  cony_secret_clear (&reach->password);
  g_free (reach->user);
  g_free (reach->conninfo);
  g_object_unref (reach->first);
  g_clear_object (&reach->beside);
  g_main_context_unref (reach->context);
  g_free (reach);
}

static void
end_beside (Reach *reach)
{
  if (reach->beside)
    g_cancellable_cancel (reach->beside);
  g_clear_object (&reach->beside);
}

/* Whichever comes first; takes @conn or @error. */
static void
finish (GTask  *task,
        PGconn *conn,
        GError *error)
{
  Reach *reach = g_task_get_task_data (task);

  if (reach->done)
    {
      g_clear_pointer (&conn, PQfinish);
      g_clear_error (&error);
      return;
    }
  reach->done = TRUE;
  cony_source_clear (&reach->again);
  cony_source_clear (&reach->cancel);
  g_cancellable_cancel (reach->first);
  end_beside (reach);
  if (conn)
    g_task_return_pointer (task, conn, (GDestroyNotify) PQfinish);
  else
    g_task_return_error (task, error);
}

static void
first_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PGconn *conn = cony_pq_connect_finish (result, &error);

  finish (task, conn, error);
}

/* What it fails of does not count: the first one says why, or that there was no answer. */
static void
beside_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  PGconn *conn = cony_pq_connect_finish (result, NULL);

  if (conn)
    finish (task, conn, NULL);
}

static gboolean
again_cb (gpointer user_data)
{
  GTask *task = user_data;
  Reach *reach = g_task_get_task_data (task);

  end_beside (reach);
  reach->beside = g_cancellable_new ();
  cony_pq_connect_async (reach->conninfo, reach->user, reach->password, reach->timeout_ms,
                         reach->beside, beside_cb, g_object_ref (task));
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  finish (user_data, NULL,
          g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  return G_SOURCE_REMOVE;
}

/*< private >
 * cony_pq_reach_async:
 * @conninfo: a libpq connection string or URI
 * @user: (nullable): login, instead of the one in @conninfo
 * @password: (nullable): its password
 * @timeout_ms: limit for everything together, in milliseconds
 * @cancellable: (nullable): ends the attempt
 * @callback: called on the thread-default context of the caller
 * @user_data: for @callback
 *
 * Opens a connection as cony_pq_connect_async() does, also through a network that comes back only while
 * it is waiting.
 */
void
cony_pq_reach_async (const char          *conninfo,
                     const char          *user,
                     const char          *password,
                     guint                timeout_ms,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reach *reach = g_new0 (Reach, 1);

  g_task_set_source_tag (task, cony_pq_reach_async);
  /* A connection that was made is handed over even if somebody cancels just then. */
  g_task_set_check_cancellable (task, FALSE);

  reach->context = g_main_context_ref_thread_default ();
  reach->conninfo = g_strdup (conninfo);
  reach->user = g_strdup (user);
  reach->password = g_strdup (password);
  reach->timeout_ms = timeout_ms;
  reach->first = g_cancellable_new ();
  g_task_set_task_data (task, reach, reach_free);

  reach->again = g_timeout_source_new (BESIDE_MS);
  g_source_set_static_name (reach->again, "[cony] connect again");
  g_source_set_callback (reach->again, again_cb, g_object_ref (task), g_object_unref);
  g_source_attach (reach->again, reach->context);
  if (cancellable)
    {
      reach->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (reach->cancel, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                             g_object_unref);
      g_source_attach (reach->cancel, reach->context);
    }
  cony_pq_connect_async (conninfo, user, password, timeout_ms, reach->first, first_cb,
                         g_object_ref (task));
}

/*< private >
 * cony_pq_reach_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an open connection in non-blocking mode
 */
PGconn *
cony_pq_reach_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
