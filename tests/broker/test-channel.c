/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "broker-connection.h"

/* Connections that come and go during a round neither miss a turn nor keep the round from ending. */
static void
test_turns (void)
{
  const guint64 tails[BROKER_N_LANES] = { 0, 0 };
  g_autoptr (BrokerFrame) frame = broker_frame_new_text ("x", 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      BrokerChannel *channel = broker_channel_new (1, tails);
      g_autoptr (GPtrArray) connections = g_ptr_array_new ();
      BrokerGather gather;

      for (guint step = 0; step < 300; step++)
        {
          guint what = g_rand_int_range (random, 0, 10);
          BrokerConnection *connection = NULL;

          if (what == 0)
            broker_channel_append (channel, BROKER_LANE_NORMAL, frame, 0);
          else if (what == 1)
            {
              guint64 here[BROKER_N_LANES];

              for (guint lane = 0; lane < BROKER_N_LANES; lane++)
                here[lane] = broker_log_get_tail (channel->logs[lane]);
              connection = broker_connection_new (step, -1);
              broker_channel_attach (channel, connection, here);
              g_ptr_array_add (connections, connection);
            }
          else if (what == 2 && connections->len > 0)
            {
              guint index = g_rand_int_range (random, 0, connections->len);

              broker_connection_free (g_ptr_array_remove_index_fast (connections, index));
            }
          else if ((connection = broker_channel_take_turn (channel)))
            {
              broker_connection_gather (connection, &gather);
              broker_connection_consume_all (connection, &gather);
            }
        }
      for (guint turn = 0; broker_channel_take_turn (channel); turn++)
        {
          BrokerConnection *connection = g_ptr_array_index (channel->connections, channel->next - 1);

          g_assert_cmpuint (turn, <=, connections->len);
          broker_connection_gather (connection, &gather);
          broker_connection_consume_all (connection, &gather);
        }
      for (guint i = 0; i < connections->len; i++)
        {
          broker_connection_gather (g_ptr_array_index (connections, i), &gather);
          g_assert_cmpuint (gather.n_iov, ==, 0);
          broker_connection_free (g_ptr_array_index (connections, i));
        }
      broker_channel_free (channel);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/turns", test_turns);
  return g_test_run ();
}
