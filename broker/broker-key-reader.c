/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-key-reader.h"

#include "broker-clients.h"
#include "broker-link.h"
#include "broker-people.h"
#include "broker-state.h"
#include "cony-clock.h"

/* A new key is published well before tokens are signed with it; who is disabled is out by then. */
#define REFRESH_MS 2000
/* Whoever presents unknown tokens makes it read no more often than this. */
#define HURRY_MS 250

struct _BrokerKeyReader
{
  BrokerContext *context; /* borrowed */
  GCancellable *cancellable;
  guint timer;
  gint64 read_at; /* monotonic */
  gboolean reading;
};

static void
people_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BrokerKeyReader *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  if (!rows)
    {
      broker_link_complain (self->context->writing, "The people cannot be read", error);
      return;
    }

  broker_people_clear (self->context->people);
  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    broker_people_add (self->context->people, cony_result_get_string (rows, row, "login"),
                       cony_result_get_int (rows, row, "id"),
                       cony_result_get_string (rows, row, "nombre"),
                       cony_result_get_boolean (rows, row, "activo"));
  broker_clients_close_denied (self->context->clients);
  broker_state_save (self->context->state);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BrokerKeyReader *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyResult) rows = cony_database_query_finish (CONY_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!rows)
    {
      self->reading = FALSE;
      broker_link_complain (self->context->writing, "The keys cannot be read", error);
      return;
    }

  if (cony_result_get_n_rows (rows) > 0)
    broker_clock_set (self->context->clock, cony_result_get_int (rows, 0, "ahora"));
  broker_keys_clear (self->context->keys);
  for (guint row = 0; row < cony_result_get_n_rows (rows); row++)
    {
      g_autoptr (GBytes) secret = cony_result_get_bytes (rows, row, "secreto");

      broker_keys_add (self->context->keys, cony_result_get_string (rows, row, "kid"),
                       cony_result_get_string (rows, row, "alg"), secret);
    }
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             "SELECT id, login, activo, nombre FROM api.leer_personas() ORDER BY id",
                             NULL, self->cancellable, people_cb, self);
}

static void
read_keys (BrokerKeyReader *self)
{
  if (self->reading || !broker_link_is_up (self->context->writing))
    return;
  self->reading = TRUE;
  self->read_at = cony_clock_monotonic_ms ();
  cony_database_query_async (broker_link_get_database (self->context->writing),
                             "SELECT kid, secreto, alg,"
                             " (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ahora"
                             " FROM api.leer_claves()", NULL,
                             self->cancellable, read_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  read_keys (user_data);
  return G_SOURCE_CONTINUE;
}

static void
ready_cb (BrokerLink *link,
          gpointer    user_data)
{
  BrokerKeyReader *self = user_data;

  self->reading = FALSE;
  read_keys (self);
}

/**
 * broker_key_reader_new:
 * @context: (transfer none): the broker, with its links and keys
 *
 * Returns: (transfer full): a reader that fills the context's keys
 */
BrokerKeyReader *
broker_key_reader_new (BrokerContext *context)
{
  BrokerKeyReader *self = g_new0 (BrokerKeyReader, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add (REFRESH_MS, timer_cb, self);
  broker_link_add_ready (context->writing, ready_cb, self);
  return self;
}

/**
 * broker_key_reader_hurry:
 * @self: a reader
 *
 * Somebody presented a token of an unknown key, as after all keys were changed at once: it may be newer
 * than what was read.
 */
void
broker_key_reader_hurry (BrokerKeyReader *self)
{
  g_return_if_fail (self != NULL);

  if (cony_clock_monotonic_ms () - self->read_at >= HURRY_MS)
    read_keys (self);
}

/**
 * broker_key_reader_free:
 * @self: (transfer full): a reader
 */
void
broker_key_reader_free (BrokerKeyReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self);
}
