/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-gate.h"

/* A row that was seen above the gate. */
typedef struct
{
  gint64 id;
  gint64 seen_ms;
  gboolean early; /* sent already */
} Held;

struct _BrokerGate
{
  GHashTable *held; /* of Held, owned, by id */
};

/**
 * broker_gate_new:
 *
 * Returns: (transfer full): a gate that has seen nothing
 */
BrokerGate *
broker_gate_new (void)
{
  BrokerGate *self = g_new0 (BrokerGate, 1);

  self->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

/**
 * broker_gate_free:
 * @self: (transfer full): a gate
 */
void
broker_gate_free (BrokerGate *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->held);
  g_free (self);
}

/**
 * broker_gate_reset:
 * @self: a gate
 *
 * Forgets all rows: they are of another history.
 */
void
broker_gate_reset (BrokerGate *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->held);
}

/**
 * broker_gate_judge:
 * @self: a gate
 * @xid: the row's transaction
 * @id: the row
 * @xmin: oldest transaction that had not ended when the row was read
 * @now_ms: monotonic milliseconds
 *
 * Returns: what to do with the row
 */
BrokerVerdict
broker_gate_judge (BrokerGate *self,
                   guint64     xid,
                   gint64      id,
                   guint64     xmin,
                   gint64      now_ms)
{
  Held *held = NULL;

  g_return_val_if_fail (self != NULL, BROKER_VERDICT_WAIT);

  held = g_hash_table_lookup (self->held, &id);
  if (xid < xmin)
    {
      gboolean early = held && held->early;

      g_hash_table_remove (self->held, &id);
      return early ? BROKER_VERDICT_SKIP : BROKER_VERDICT_DELIVER;
    }

  if (!held)
    {
      held = g_new0 (Held, 1);
      held->id = id;
      held->seen_ms = now_ms;
      g_hash_table_insert (self->held, &held->id, held);
    }
  if (held->early || now_ms - held->seen_ms < BROKER_EARLY_MS)
    return BROKER_VERDICT_WAIT;
  held->early = TRUE;
  return BROKER_VERDICT_EARLY;
}

/**
 * broker_gate_next_ms:
 * @self: a gate
 * @now_ms: monotonic milliseconds
 *
 * Returns: milliseconds until a held row is due early, -1: none waits for that
 */
gint64
broker_gate_next_ms (BrokerGate *self,
                     gint64      now_ms)
{
  GHashTableIter iter;
  gpointer value = NULL;
  gint64 next_ms = -1;

  g_return_val_if_fail (self != NULL, -1);

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Held *held = value;
      gint64 left_ms = MAX (held->seen_ms + BROKER_EARLY_MS - now_ms, 0);

      if (!held->early && (next_ms < 0 || left_ms < next_ms))
        next_ms = left_ms;
    }
  return next_ms;
}

/**
 * broker_gate_list_early:
 * @self: a gate
 *
 * Rows that were sent early need not be read again until the gate passes them.
 *
 * Returns: (transfer full): their ids as a PostgreSQL array
 */
char *
broker_gate_list_early (BrokerGate *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  GString *list = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  list = g_string_new ("{");
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Held *held = value;

      if (held->early)
        g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "," : "", held->id);
    }
  g_string_append_c (list, '}');
  return g_string_free (list, FALSE);
}
