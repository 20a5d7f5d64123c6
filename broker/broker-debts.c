/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-debts.h"

/* More than a shop owes in an hour; beyond it an event is not followed. */
#define MAX_DEBTS 20000
/* Uids that were owed before: the stored twin of a live event is no second debt. */
#define MAX_KNOWN 20000

typedef struct
{
  BrokerEvent *event; /* owned */
  gint64 due_ms;
  guint attempt;      /* how often it was repeated */
  gint64 given_up_ms; /* when it was given up first; 0: not yet */
} Debt;

struct _BrokerDebts
{
  guint waits_ms[BROKER_DEBT_ATTEMPTS + 1]; /* from one attempt to the next, and to the end */
  GHashTable *debts;                        /* of Debt, owned, by uid */
  GHashTable *known;                        /* of char *, owned by known_order */
  GQueue known_order;
};

static void
debt_free (Debt *debt)
{
  broker_event_unref (debt->event);
  g_free (debt);
}

static void
remember (BrokerDebts *self,
          const char  *uid)
{
  char *copy = g_strdup (uid);

  if (self->known_order.length >= MAX_KNOWN)
    {
      g_autofree char *oldest = g_queue_pop_head (&self->known_order);

      g_hash_table_remove (self->known, oldest);
    }
  g_queue_push_tail (&self->known_order, copy);
  g_hash_table_add (self->known, copy);
}

static Debt *
insert (BrokerDebts *self,
        BrokerEvent *event)
{
  Debt *debt = NULL;

  if (g_hash_table_contains (self->known, event->uid)
      || g_hash_table_size (self->debts) >= MAX_DEBTS)
    return NULL;
  remember (self, event->uid);
  debt = g_new0 (Debt, 1);
  debt->event = broker_event_ref (event);
  g_hash_table_insert (self->debts, debt->event->uid, debt);
  return debt;
}

/**
 * broker_debts_new:
 * @after_ms: the ages at which an event is repeated, rising
 *
 * An event is given up when the last wait has passed once more after the last repetition.
 *
 * Returns: (transfer full): no debts
 */
BrokerDebts *
broker_debts_new (const guint after_ms[BROKER_DEBT_ATTEMPTS])
{
  BrokerDebts *self = g_new0 (BrokerDebts, 1);
  guint before = 0;

  for (guint i = 0; i < BROKER_DEBT_ATTEMPTS; i++)
    {
      self->waits_ms[i] = after_ms[i] - before;
      before = after_ms[i];
    }
  self->waits_ms[BROKER_DEBT_ATTEMPTS] = self->waits_ms[BROKER_DEBT_ATTEMPTS - 1];
  self->debts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) debt_free);
  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->known_order);
  return self;
}

/**
 * broker_debts_free:
 * @self: (transfer full): debts
 */
void
broker_debts_free (BrokerDebts *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->debts);
  g_hash_table_unref (self->known);
  g_queue_clear_full (&self->known_order, g_free);
  g_free (self);
}

/**
 * broker_debts_add:
 * @self: debts
 * @event: (transfer none): an event that is owed, just sent
 * @now_ms: monotonic milliseconds
 *
 * Returns: %FALSE when it was owed before, paid or not, or when too much is owed
 */
gboolean
broker_debts_add (BrokerDebts *self,
                  BrokerEvent *event,
                  gint64       now_ms)
{
  Debt *debt = NULL;

  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  debt = insert (self, event);
  if (debt)
    debt->due_ms = now_ms + self->waits_ms[0];
  return debt != NULL;
}

/**
 * broker_debts_add_old:
 * @self: debts
 * @event: (transfer none): an event that was sent before this program started
 * @age_ms: how old it is
 * @earliest_ms: when to repeat it if all its repetitions would be over, monotonic milliseconds
 * @now_ms: monotonic milliseconds
 *
 * It goes on where its age says, but is repeated once more in any case.
 *
 * Returns: %FALSE when it was owed before, paid or not, or when too much is owed
 */
gboolean
broker_debts_add_old (BrokerDebts *self,
                      BrokerEvent *event,
                      gint64       age_ms,
                      gint64       earliest_ms,
                      gint64       now_ms)
{
  Debt *debt = NULL;
  gint64 repeat_ms = 0;

  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  debt = insert (self, event);
  if (!debt)
    return FALSE;
  for (; debt->attempt < BROKER_DEBT_ATTEMPTS; debt->attempt++)
    {
      repeat_ms += self->waits_ms[debt->attempt];
      if (repeat_ms > age_ms)
        break;
    }
  if (debt->attempt < BROKER_DEBT_ATTEMPTS)
    {
      debt->due_ms = now_ms + repeat_ms - MAX (age_ms, 0);
    }
  else
    {
      debt->attempt--;
      debt->due_ms = earliest_ms;
    }
  return TRUE;
}

/**
 * broker_debts_find:
 * @self: debts
 * @uid: an event
 *
 * Returns: (transfer none) (nullable): the event while it is owed
 */
BrokerEvent *
broker_debts_find (BrokerDebts *self,
                   const char  *uid)
{
  Debt *debt = NULL;

  g_return_val_if_fail (self != NULL && uid != NULL, NULL);

  debt = g_hash_table_lookup (self->debts, uid);
  return debt ? debt->event : NULL;
}

/**
 * broker_debts_pay:
 * @self: debts
 * @uid: an event
 *
 * Returns: %TRUE when it was owed until now
 */
gboolean
broker_debts_pay (BrokerDebts *self,
                  const char  *uid)
{
  g_return_val_if_fail (self != NULL && uid != NULL, FALSE);

  return g_hash_table_remove (self->debts, uid);
}

/**
 * broker_debts_delay:
 * @self: debts
 * @uid: an event
 * @attempt: the sending that is answered
 * @delay_ms: when to send it again
 * @now_ms: monotonic milliseconds
 *
 * A late answer to an earlier sending changes nothing.
 *
 * Returns: %TRUE when the time was changed
 */
gboolean
broker_debts_delay (BrokerDebts *self,
                    const char  *uid,
                    guint        attempt,
                    gint64       delay_ms,
                    gint64       now_ms)
{
  Debt *debt = NULL;

  g_return_val_if_fail (self != NULL && uid != NULL, FALSE);

  debt = g_hash_table_lookup (self->debts, uid);
  if (!debt || attempt != debt->attempt)
    return FALSE;
  debt->due_ms = now_ms + CLAMP (delay_ms, 0, BROKER_DEBT_MAX_DELAY_MS);
  return TRUE;
}

/**
 * broker_debts_progress:
 * @self: debts
 * @uid: an event
 * @now_ms: monotonic milliseconds
 *
 * The running wait begins anew.
 *
 * Returns: %TRUE when the event is owed
 */
gboolean
broker_debts_progress (BrokerDebts *self,
                       const char  *uid,
                       gint64       now_ms)
{
  Debt *debt = NULL;

  g_return_val_if_fail (self != NULL && uid != NULL, FALSE);

  debt = g_hash_table_lookup (self->debts, uid);
  if (!debt)
    return FALSE;
  debt->due_ms = now_ms + self->waits_ms[debt->attempt];
  return TRUE;
}

/**
 * broker_debts_check:
 * @self: debts
 * @now_ms: monotonic milliseconds
 * @func: (scope call): told of each debt that is due; must not touch @self
 * @user_data: for @func
 */
void
broker_debts_check (BrokerDebts    *self,
                    gint64          now_ms,
                    BrokerDebtFunc  func,
                    gpointer        user_data)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->debts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Debt *debt = value;

      if (now_ms < debt->due_ms)
        continue;
      if (debt->attempt == BROKER_DEBT_ATTEMPTS)
        {
          if (debt->given_up_ms == 0)
            debt->given_up_ms = now_ms;
          debt->due_ms = now_ms + BROKER_DEBT_AGAIN_MS;
          if (func (debt->event, BROKER_DEBT_GIVEN_UP, now_ms - debt->given_up_ms, user_data))
            g_hash_table_iter_remove (&iter);
          continue;
        }
      debt->attempt++;
      debt->due_ms = now_ms + self->waits_ms[debt->attempt];
      func (debt->event, BROKER_DEBT_REPEAT, debt->attempt, user_data);
    }
}

/**
 * broker_debts_list_due:
 * @self: debts
 * @now_ms: monotonic milliseconds
 *
 * Returns: (transfer full) (nullable): uids of those that broker_debts_check() would tell of; %NULL
 *   when there are none
 */
GStrv
broker_debts_list_due (BrokerDebts *self,
                       gint64       now_ms)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->debts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Debt *debt = value;

      if (now_ms < debt->due_ms)
        continue;
      if (!builder)
        builder = g_strv_builder_new ();
      g_strv_builder_add (builder, debt->event->uid);
    }
  return builder ? g_strv_builder_end (builder) : NULL;
}

/**
 * broker_debts_foreach:
 * @self: debts
 * @func: (scope call): told of each; must not touch @self
 * @user_data: for @func
 */
void
broker_debts_foreach (BrokerDebts        *self,
                      BrokerDebtEachFunc  func,
                      gpointer            user_data)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->debts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    func (((Debt *) value)->event, user_data);
}

/**
 * broker_debts_count:
 * @self: debts
 *
 * Returns: how many events are owed
 */
guint
broker_debts_count (BrokerDebts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->debts);
}
