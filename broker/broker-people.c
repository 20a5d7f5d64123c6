/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-people.h"

typedef struct
{
  gint64 id;
  char *nombre;
  gboolean active;
} Person;

struct _BrokerPeople
{
  GHashTable *people; /* of Person, owned, by login */
};

static void
person_free (Person *person)
{
  g_free (person->nombre);
  g_free (person);
}

/**
 * broker_people_new:
 *
 * Returns: (transfer full): nobody
 */
BrokerPeople *
broker_people_new (void)
{
  BrokerPeople *self = g_new0 (BrokerPeople, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) person_free);
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
 * @nombre: (nullable): the name that their events carry
 * @active: %FALSE for somebody who was disabled
 */
void
broker_people_add (BrokerPeople *self,
                   const char   *login,
                   gint64        id,
                   const char   *nombre,
                   gboolean      active)
{
  Person *person = NULL;

  g_return_if_fail (self != NULL && login != NULL);

  person = g_new0 (Person, 1);
  person->id = id;
  person->nombre = g_strdup (nombre);
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
 * broker_people_get_name:
 * @self: people
 * @login: who
 *
 * Returns: (transfer none) (nullable): their name, %NULL when it is not known
 */
const char *
broker_people_get_name (BrokerPeople *self,
                        const char   *login)
{
  Person *person = NULL;

  g_return_val_if_fail (self != NULL && login != NULL, NULL);

  person = g_hash_table_lookup (self->people, login);
  return person ? person->nombre : NULL;
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
    {
      Person *person = value;

      func (login, person->id, person->nombre, person->active, user_data);
    }
}
