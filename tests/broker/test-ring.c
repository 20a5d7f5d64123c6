/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "broker-ring.h"

static BrokerConnection *
pop_at (BrokerRing *ring,
        gint64      now_ms)
{
  broker_ring_advance (ring, now_ms);
  return broker_ring_pop (ring);
}

static void
test_ring (void)
{
  g_autofree BrokerRing *ring = g_new (BrokerRing, 1);
  BrokerConnection *connections[200];
  BrokerConnection *gone = NULL;
  guint n = 0;

  broker_ring_init (ring, 1000);
  g_assert_null (pop_at (ring, 1000));
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      connections[i] = broker_connection_new (i, -1);
      broker_ring_set (ring, connections[i], 1001 + i * 10);
    }
  broker_ring_set (ring, connections[0], 30000);
  broker_ring_set (ring, connections[1], G_MAXINT64 / 2);
  broker_ring_remove (ring, connections[2]);

  for (gint64 now = 1000; now < 4000; now++)
    {
      BrokerConnection *connection = NULL;

      while ((connection = pop_at (ring, now)))
        {
          gint64 due = 1001 + connection->id * 10;

          g_assert_cmpuint (connection->id, >, 2);
          g_assert_cmpint (now, >=, due);
          g_assert_cmpint (now, <, due + BROKER_RING_STEP_MS);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (connections) - 3);
  g_assert_null (pop_at (ring, 29999));
  g_assert_true (pop_at (ring, 30000) == connections[0]);
  g_assert_true (pop_at (ring, 1000 + BROKER_RING_BUCKETS * BROKER_RING_STEP_MS)
                 == connections[1]);
  /* After a long stop nothing is forgotten. */
  broker_ring_set (ring, connections[3], 100000);
  broker_ring_set (ring, connections[4], 100500);
  for (n = 0; (gone = pop_at (ring, 100000000)); n++)
    broker_ring_set (ring, gone, 100000000 + 30000);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (pop_at (ring, 100029999));
  for (n = 0; pop_at (ring, 100030000); n++)
    ;
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    broker_connection_free (connections[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring", test_ring);
  return g_test_run ();
}
