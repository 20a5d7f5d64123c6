/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-index.h"

/* Those who have the same roles in the same branch. */
typedef struct
{
  ConyRoles roles;
  GPtrArray *channels; /* borrowed */
} Group;

struct _BrokerIndex
{
  GHashTable *branches; /* of GPtrArray of Group, by branch; 0: those who see all branches */
};

static void
group_free (Group *group)
{
  g_ptr_array_unref (group->channels);
  g_free (group);
}

static Group *
find_group (GPtrArray *groups,
            ConyRoles  roles)
{
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = g_ptr_array_index (groups, i);

      if (group->roles == roles)
        return group;
    }
  return NULL;
}

static void
visit (GPtrArray         *groups,
       const BrokerEvent *event,
       BrokerIndexFunc    func,
       gpointer           user_data)
{
  for (guint i = 0; groups && i < groups->len; i++)
    {
      Group *group = g_ptr_array_index (groups, i);

      if (cony_roles_allow (group->roles, event->ven))
        g_ptr_array_foreach (group->channels, func, user_data);
    }
}

/**
 * broker_index_new:
 *
 * Returns: (transfer full): an empty index
 */
BrokerIndex *
broker_index_new (void)
{
  BrokerIndex *self = g_new0 (BrokerIndex, 1);

  self->branches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * broker_index_free:
 * @self: (transfer full): an index
 */
void
broker_index_free (BrokerIndex *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->branches);
  g_free (self);
}

/**
 * broker_index_add:
 * @self: an index
 * @sight: (transfer none): what the channel sees
 * @channel: (transfer none): a channel that is not in the index
 */
void
broker_index_add (BrokerIndex       *self,
                  const BrokerSight *sight,
                  gpointer           channel)
{
  GPtrArray *groups = NULL;
  Group *group = NULL;

  g_return_if_fail (self != NULL && sight != NULL && channel != NULL);

  groups = g_hash_table_lookup (self->branches, &sight->sucursal);
  if (!groups)
    {
      groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
      g_hash_table_insert (self->branches, g_memdup2 (&sight->sucursal, sizeof sight->sucursal),
                           groups);
    }
  group = find_group (groups, sight->roles);
  if (!group)
    {
      group = g_new0 (Group, 1);
      group->roles = sight->roles;
      group->channels = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
    }
  g_ptr_array_add (group->channels, channel);
}

/**
 * broker_index_remove:
 * @self: an index
 * @sight: (transfer none): the same as when it was added
 * @channel: (transfer none): a channel of the index
 */
void
broker_index_remove (BrokerIndex       *self,
                     const BrokerSight *sight,
                     gpointer           channel)
{
  GPtrArray *groups = NULL;
  Group *group = NULL;

  g_return_if_fail (self != NULL && sight != NULL);

  groups = g_hash_table_lookup (self->branches, &sight->sucursal);
  group = groups ? find_group (groups, sight->roles) : NULL;
  g_return_if_fail (group != NULL);

  g_ptr_array_remove_fast (group->channels, channel);
  if (group->channels->len == 0)
    g_ptr_array_remove_fast (groups, group);
  if (groups->len == 0)
    g_hash_table_remove (self->branches, &sight->sucursal);
}

/**
 * broker_index_foreach:
 * @self: an index
 * @event: (transfer none): an event
 * @func: called for each channel whose branch and roles fit; what else its sight demands is for
 *   broker_sight_sees()
 * @user_data: for @func
 */
void
broker_index_foreach (BrokerIndex       *self,
                      const BrokerEvent *event,
                      BrokerIndexFunc    func,
                      gpointer           user_data)
{
  static const gint64 all = 0;
  GHashTableIter iter;
  gpointer groups = NULL;

  g_return_if_fail (self != NULL && event != NULL && func != NULL);

  if (event->sucursal != 0)
    {
      visit (g_hash_table_lookup (self->branches, &event->sucursal), event, func, user_data);
      visit (g_hash_table_lookup (self->branches, &all), event, func, user_data);
      return;
    }
  /* Without a branch it may be for everyone. */
  g_hash_table_iter_init (&iter, self->branches);
  while (g_hash_table_iter_next (&iter, NULL, &groups))
    visit (groups, event, func, user_data);
}
