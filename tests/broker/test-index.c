/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-index.h"

#define N_SIGHTS 40
#define N_BRANCHES 4

static void
collect_cb (gpointer channel,
            gpointer user_data)
{
  BrokerSight *sight = channel;

  /* Once only. */
  g_assert_true (g_hash_table_add (user_data, sight));
}

static BrokerSight *
random_sight (GRand *random)
{
  BrokerSight *sight = g_new0 (BrokerSight, 1);

  sight->roles = g_rand_int_range (random, 0, 128);
  sight->sucursal = g_rand_int_range (random, 0, N_BRANCHES);
  sight->open = g_rand_boolean (random);
  return sight;
}

/* Finds everybody that a look at each channel would find, while channels come and go.  “The main
 * thread finds an event's channels by an index over (branch, role)” */
static void
test_finds_the_same (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GPtrArray) sights = g_ptr_array_new ();
  BrokerIndex *index = broker_index_new ();

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
      BrokerEvent event = { .tipo = (char *) "pedido_creado" };

      if (sights->len < N_SIGHTS && g_rand_boolean (random))
        {
          g_ptr_array_add (sights, random_sight (random));
          broker_index_add (index, g_ptr_array_index (sights, sights->len - 1),
                            g_ptr_array_index (sights, sights->len - 1));
        }
      else if (sights->len > 0)
        {
          BrokerSight *gone = g_ptr_array_remove_index_fast (
            sights, g_rand_int_range (random, 0, sights->len));

          broker_index_remove (index, gone, gone);
          broker_sight_free (gone);
        }

      event.sucursal = g_rand_int_range (random, 0, N_BRANCHES + 1);
      event.ven = g_rand_int_range (random, 0, 128);
      broker_index_foreach (index, &event, collect_cb, found);
      for (guint i = 0; i < sights->len; i++)
        {
          BrokerSight *sight = g_ptr_array_index (sights, i);

          if (broker_sight_sees (sight, &event))
            g_assert_true (g_hash_table_contains (found, sight));
          /* Who is in another branch, or has other roles, is not even looked at. */
          else if (event.sucursal != 0)
            g_assert_false (g_hash_table_contains (found, sight));
        }
    }
  while (sights->len > 0)
    {
      BrokerSight *gone = g_ptr_array_remove_index_fast (sights, 0);

      broker_index_remove (index, gone, gone);
      broker_sight_free (gone);
    }
  broker_index_free (index);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/finds-the-same", test_finds_the_same);
  return g_test_run ();
}
