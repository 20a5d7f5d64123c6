/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-link.h"

#include "cony-backoff.h"
#include "cony-clock.h"

#define BACKOFF_BASE_MS 250
#define BACKOFF_CAP_MS 5000
/* A database that does not answer a question so long is left, and another connection made. */
#define QUERY_MS 5000
/* The same complaint is not made again earlier. */
#define COMPLAIN_MS 600000

typedef struct
{
  BrokerLinkFunc func;
  gpointer user_data;
} Ready;

struct _BrokerLink
{
  char *conninfo;
  char *password;
  char *purpose;           /* for the log */
  ConyDatabase *database;  /* owned */
  GCancellable *cancellable;
  GArray *ready;           /* of Ready */
  ConyBackoff backoff;
  guint retry_source;
  gint64 up_since_ms;
  gboolean tried;
  gboolean outage;         /* it was lost, or not there, at least once */
  GHashTable *complaints;  /* when each was made, of this connection; both owned */
  char *complaint;         /* the last one of this connection */
};

static void connect_now (BrokerLink *self);

static gboolean
retry_cb (gpointer user_data)
{
  BrokerLink *self = user_data;

  self->retry_source = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (BrokerLink *self)
{
  self->outage = TRUE;
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add (cony_backoff_next (&self->backoff, g_random_double ()),
                                        retry_cb, self);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BrokerLink *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean connected = cony_database_connect_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!connected)
    {
      if (!self->tried || !self->outage)
        g_message ("The database cannot be reached (%s): %s", self->purpose, error->message);
      self->tried = TRUE;
      retry_later (self);
      return;
    }

  if (self->outage)
    g_message ("The database is back (%s)", self->purpose);
  self->tried = TRUE;
  self->up_since_ms = cony_clock_monotonic_ms ();
  g_hash_table_remove_all (self->complaints);
  g_clear_pointer (&self->complaint, g_free);
  cony_backoff_reset (&self->backoff);
  for (guint i = 0; i < self->ready->len; i++)
    {
      Ready *ready = &g_array_index (self->ready, Ready, i);

      ready->func (self, ready->user_data);
    }
}

static void
lost_cb (BrokerLink   *self,
         const GError *error)
{
  g_message ("The database was lost (%s): %s", self->purpose, error ? error->message : "closed");
  self->up_since_ms = 0;
  retry_later (self);
}

static void
connect_now (BrokerLink *self)
{
  cony_database_connect_async (self->database, self->conninfo, NULL, self->password,
                               self->cancellable, connected_cb, self);
}

/**
 * broker_link_new:
 * @conninfo: the database, as libpq names it
 * @password: (nullable): its password
 * @purpose: what the connection is for, a word for the log
 *
 * Returns: (transfer full): a link that was not started
 */
BrokerLink *
broker_link_new (const char *conninfo,
                 const char *password,
                 const char *purpose)
{
  BrokerLink *self = g_new0 (BrokerLink, 1);

  g_return_val_if_fail (conninfo != NULL && purpose != NULL, NULL);

  self->conninfo = g_strdup (conninfo);
  self->password = g_strdup (password);
  self->purpose = g_strdup (purpose);
  self->database = cony_database_new ();
  cony_database_set_limits (self->database, QUERY_MS, QUERY_MS);
  self->cancellable = g_cancellable_new ();
  self->complaints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ready = g_array_new (FALSE, FALSE, sizeof (Ready));
  cony_backoff_init (&self->backoff, BACKOFF_BASE_MS, BACKOFF_CAP_MS);
  g_signal_connect_swapped (self->database, "lost", G_CALLBACK (lost_cb), self);
  return self;
}

/**
 * broker_link_free:
 * @self: (transfer full): a link
 */
void
broker_link_free (BrokerLink *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->database, self);
  g_cancellable_cancel (self->cancellable);
  cony_database_close (self->database);
  g_object_unref (self->database);
  g_object_unref (self->cancellable);
  g_array_unref (self->ready);
  g_hash_table_unref (self->complaints);
  g_free (self->complaint);
  g_free (self->conninfo);
  g_free (self->password);
  g_free (self->purpose);
  g_free (self);
}

/**
 * broker_link_add_ready:
 * @self: a link
 * @func: called after each connect, in the order they were added
 * @user_data: for @func
 */
void
broker_link_add_ready (BrokerLink     *self,
                       BrokerLinkFunc  func,
                       gpointer        user_data)
{
  Ready ready = { func, user_data };

  g_return_if_fail (self != NULL && func != NULL);

  g_array_append_val (self->ready, ready);
}

/**
 * broker_link_start:
 * @self: a link
 *
 * Connects, now and whenever the connection was lost.
 */
void
broker_link_start (BrokerLink *self)
{
  g_return_if_fail (self != NULL);

  connect_now (self);
}

/**
 * broker_link_is_up:
 * @self: a link
 *
 * Returns: %TRUE while it is connected
 */
gboolean
broker_link_is_up (BrokerLink *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->up_since_ms != 0;
}

/**
 * broker_link_was_tried:
 * @self: a link
 *
 * Returns: %TRUE once the first attempt ended, either way
 */
gboolean
broker_link_was_tried (BrokerLink *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tried;
}

/**
 * broker_link_complain:
 * @self: a link
 * @what: what does not work, in English
 * @error: why
 *
 * Warns of what the database refuses, unless it refuses because it is away, or that was said lately.
 */
void
broker_link_complain (BrokerLink   *self,
                      const char   *what,
                      const GError *error)
{
  g_autofree char *text = NULL;
  gint64 *said_ms = NULL;
  gint64 now_ms = cony_clock_monotonic_ms ();

  g_return_if_fail (self != NULL && what != NULL && error != NULL);

  if (!broker_link_is_up (self))
    return;
  text = g_strdup_printf ("%s: %s", what, error->message);
  said_ms = g_hash_table_lookup (self->complaints, text);
  if (said_ms && now_ms - *said_ms < COMPLAIN_MS)
    return;
  g_warning ("%s", text);
  g_free (self->complaint);
  self->complaint = g_strdup (text);
  g_hash_table_insert (self->complaints, g_steal_pointer (&text),
                       g_memdup2 (&now_ms, sizeof now_ms));
}

/**
 * broker_link_get_complaint:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): what the database refused last, since it was connected
 */
const char *
broker_link_get_complaint (BrokerLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->complaint;
}

/**
 * broker_link_get_up_ms:
 * @self: a link
 *
 * Returns: milliseconds since the database came back after an outage, 0 while it is away, a very
 * large number when there was no outage
 */
gint64
broker_link_get_up_ms (BrokerLink *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->up_since_ms == 0)
    return 0;
  return self->outage ? cony_clock_monotonic_ms () - self->up_since_ms : G_MAXINT64;
}

/**
 * broker_link_get_database:
 * @self: a link
 *
 * Returns: (transfer none): its connection
 */
ConyDatabase *
broker_link_get_database (BrokerLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->database;
}
