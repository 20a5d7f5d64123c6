/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-people.h"

typedef struct
{
  gint64 id;
  gboolean active;
} Person;

struct _BrokerPeople
{
  GHashTable *people; /* of Person, owned, by login */
};

/**
 * broker_people_new:
 *
 * Returns: (transfer full): nobody
 */
BrokerPeople *
broker_people_new (void)
{
  BrokerPeople *self = g_new0 (BrokerPeople, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * broker_people_free:
 * @self: (transfer full): people
 */
void
broker_people_free (BrokerPeople *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->people);
  g_free (self);
}

/**
 * broker_people_clear:
 * @self: people
 *
 * Forgets everybody, before those of now are added.
 */
void
broker_people_clear (BrokerPeople *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->people);
}

/**
 * broker_people_add:
 * @self: people
 * @login: who
 * @id: the number that their events carry
 * @active: %FALSE for somebody who was disabled
 */
void
broker_people_add (BrokerPeople *self,
                   const char   *login,
                   gint64        id,
                   gboolean      active)
{
  Person *person = NULL;

  g_return_if_fail (self != NULL && login != NULL);

  person = g_new0 (Person, 1);
  person->id = id;
  person->active = active;
  g_hash_table_replace (self->people, g_strdup (login), person);
}

/**
 * broker_people_get_id:
 * @self: people
 * @login: who
 *
 * Returns: their number, 0 when it is not known
 */
gint64
broker_people_get_id (BrokerPeople *self,
                      const char   *login)
{
  Person *person = NULL;

  g_return_val_if_fail (self != NULL && login != NULL, 0);

  person = g_hash_table_lookup (self->people, login);
  return person ? person->id : 0;
}

/**
 * broker_people_is_denied:
 * @self: people
 * @login: who
 *
 * Returns: %TRUE for somebody who was disabled, whatever token they show
 */
gboolean
broker_people_is_denied (BrokerPeople *self,
                         const char   *login)
{
  Person *person = NULL;

  g_return_val_if_fail (self != NULL && login != NULL, FALSE);

  person = g_hash_table_lookup (self->people, login);
  return person && !person->active;
}

/**
 * broker_people_foreach:
 * @self: people
 * @func: (scope call): called for each, in no order
 * @user_data: for @func
 */
void
broker_people_foreach (BrokerPeople     *self,
                       BrokerPersonFunc  func,
                       gpointer          user_data)
{
  GHashTableIter iter;
  gpointer login = NULL;
  gpointer value = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &login, &value))
    func (login, ((Person *) value)->id, ((Person *) value)->active, user_data);
}
