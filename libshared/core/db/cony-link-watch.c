/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-link-watch.h"

#include "cony-clock.h"
#include "cony-source.h"

/* Since the last answer, before an idle connection is asked: whoever reads and decides over it learns
 * of its death before somebody needs it. */
#define PROBE_MS 1500
/* After so much silence another connection asks the server what became of the statement. */
#define DOUBT_MS 2000
/* From one question of the other connection, or one attempt to make it, to the next. */
#define AGAIN_MS 1000

/* Looks after the connection of a window, and knows a dead one from a slow server: only the server
 * can tell, so it is asked over another connection.  Where it has no running statement of the first
 * one, the question or the answer was lost on the way. */
struct _ConyLinkWatch
{
  GObject parent_instance;

  /* construct-time */
  ConyDatabase *database;
  guint probe_ms;
  guint doubt_ms;

  /* owned */
  GMainContext *context;
  GSource *look;
  GCancellable *cancellable; /* of probes, and of the other connection */
  ConyDatabase *other;       /* while there is doubt */
  int doubted;               /* backend of the connection that is in doubt */

  gint64 worked_at; /* when the server was known to work on a statement of ours */
  gboolean asking;  /* the other connection is being made, or asks */
};

G_DEFINE_FINAL_TYPE (ConyLinkWatch, cony_link_watch, G_TYPE_OBJECT)

static void look_later (ConyLinkWatch *self,
                        gint64         ms);

static void
end_doubt (ConyLinkWatch *self)
{
  if (self->other)
    cony_database_close (self->other);
  g_clear_object (&self->other);
  self->asking = FALSE;
}

static void
judged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConyLinkWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (CONY_DATABASE (object) != self->other)
    return;
  self->asking = FALSE;
  if (rows == NULL)
    {
      end_doubt (self);
      look_later (self, AGAIN_MS);
    }
  else if (cony_database_get_silence (self->database) < self->doubt_ms
           || cony_database_get_backend (self->database) != self->doubted)
    {
      /* The answer came meanwhile, or another statement waits for a new connection. */
      look_later (self, 0);
    }
  else if (cony_result_get_boolean (rows, 0, "trabaja"))
    {
      self->worked_at = cony_clock_boot_ms ();
      cony_database_bear_silence (self->database);
      look_later (self, AGAIN_MS);
    }
  else
    {
      g_message ("The connection to the database has died; a new one is made");
      end_doubt (self);
      cony_database_give_up (self->database);
    }
}

static void
ask_other (ConyLinkWatch *self)
{
  g_autofree char *pid = NULL;
  const char *params[] = { NULL };

  self->doubted = cony_database_get_backend (self->database);
  pid = g_strdup_printf ("%d", self->doubted);
  params[0] = pid;
  self->asking = TRUE;
  /* A server that waits for room to write an answer into waits for a dead connection. */
  cony_database_query_async (self->other,
                             "SELECT count(*) > 0 AS trabaja FROM pg_stat_activity"
                             " WHERE pid = $1::integer AND state NOT LIKE 'idle%'"
                             " AND wait_event IS DISTINCT FROM 'ClientWrite'",
                             params, NULL, judged_cb, g_object_ref (self));
}

static void
beside_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConyLinkWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean there = cony_database_connect_finish (CONY_DATABASE (object), result, &error);

  if (CONY_DATABASE (object) != self->other)
    return;
  self->asking = FALSE;
  if (there && cony_database_get_silence (self->database) >= self->doubt_ms)
    {
      ask_other (self);
      return;
    }
  if (!there)
    end_doubt (self);
  look_later (self, AGAIN_MS);
}

static void
doubt (ConyLinkWatch *self)
{
  if (self->asking)
    return;
  if (self->other)
    {
      ask_other (self);
      return;
    }
  self->asking = TRUE;
  self->other = cony_database_connect_beside (self->database, NULL, beside_cb, g_object_ref (self));
}

static void
probed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ConyLinkWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (object), result, &error);

  if (rows)
    look_later (self, self->probe_ms);
}

static gboolean
look_cb (gpointer user_data)
{
  g_autoptr (ConyLinkWatch) self = g_object_ref (user_data);
  const gint64 silence = cony_database_get_silence (self->database);

  if (!cony_database_get_connected (self->database))
    {
      /* Its owner makes another one; this goes on with it. */
      end_doubt (self);
      look_later (self, self->probe_ms);
    }
  else if (silence >= self->doubt_ms)
    {
      look_later (self, AGAIN_MS);
      doubt (self);
    }
  else
    {
      end_doubt (self);
      look_later (self, self->doubt_ms - silence);
      if (silence == 0)
        cony_database_query_async (self->database, "SELECT", NULL, self->cancellable, probed_cb,
                                   g_object_ref (self));
    }
  return G_SOURCE_REMOVE;
}

static void
look_later (ConyLinkWatch *self,
            gint64         ms)
{
  if (self->cancellable == NULL)
    return;
  cony_source_clear (&self->look);
  self->look = g_timeout_source_new ((guint) ms);
  g_source_set_static_name (self->look, "[cony] link watch");
  /* After the socket: a program that was stopped for a while has an answer waiting there. */
  g_source_set_priority (self->look, G_PRIORITY_DEFAULT + 10);
  g_source_set_callback (self->look, look_cb, self, NULL);
  g_source_attach (self->look, self->context);
}

static void
cony_link_watch_dispose (GObject *object)
{
  ConyLinkWatch *self = CONY_LINK_WATCH (object);

  cony_link_watch_stop (self);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (cony_link_watch_parent_class)->dispose (object);
}

static void
cony_link_watch_finalize (GObject *object)
{
  g_main_context_unref (CONY_LINK_WATCH (object)->context);

  G_OBJECT_CLASS (cony_link_watch_parent_class)->finalize (object);
}

static void
cony_link_watch_class_init (ConyLinkWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cony_link_watch_dispose;
  object_class->finalize = cony_link_watch_finalize;
}

static void
cony_link_watch_init (ConyLinkWatch *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->probe_ms = PROBE_MS;
  self->doubt_ms = DOUBT_MS;
}

/**
 * cony_link_watch_new:
 * @database: whose connection is looked after
 *
 * Returns: (transfer full): a watch that is not started yet
 */
ConyLinkWatch *
cony_link_watch_new (ConyDatabase *database)
{
  ConyLinkWatch *self;

  g_return_val_if_fail (CONY_IS_DATABASE (database), NULL);

  self = g_object_new (CONY_TYPE_LINK_WATCH, NULL);
  self->database = g_object_ref (database);
  return self;
}

/*< private >
 * cony_link_watch_set_times:
 * @probe_ms: how long a connection may be idle before it is asked; 1.5 seconds by default
 * @doubt_ms: after how much silence the server is asked over another one; 2 seconds by default
 */
void
cony_link_watch_set_times (ConyLinkWatch *self,
                           guint          probe_ms,
                           guint          doubt_ms)
{
  self->probe_ms = probe_ms;
  self->doubt_ms = doubt_ms;
}

/**
 * cony_link_watch_start:
 * @self: a watch
 *
 * From now on a connection that has died is given up within seconds, also when nobody uses it.  One
 * on which the server is slow stays.
 */
void
cony_link_watch_start (ConyLinkWatch *self)
{
  g_return_if_fail (CONY_IS_LINK_WATCH (self));

  if (self->cancellable)
    return;
  self->cancellable = g_cancellable_new ();
  self->worked_at = 0;
  look_later (self, self->probe_ms);
}

/**
 * cony_link_watch_stop:
 * @self: a watch
 */
void
cony_link_watch_stop (ConyLinkWatch *self)
{
  g_return_if_fail (CONY_IS_LINK_WATCH (self));

  cony_source_clear (&self->look);
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  end_doubt (self);
}

/**
 * cony_link_watch_get_heard:
 * @self: a watch
 *
 * Returns: when the server was last known to serve this connection, in milliseconds of the clock that
 *   counts while the machine sleeps
 */
gint64
cony_link_watch_get_heard (ConyLinkWatch *self)
{
  g_return_val_if_fail (CONY_IS_LINK_WATCH (self), 0);

  return MAX (self->worked_at, cony_database_get_heard (self->database));
}
