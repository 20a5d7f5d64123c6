/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/socket.h>
#include <unistd.h>

#include "broker-worker.h"

#define BATCH 8
#define N_CROWD 200
#define CROWD 1
#define FEW 2

/* A back end that stops before each batch with something in it until it is let go, and notes whom
 * it sent to. */
typedef struct
{
  BrokerSender parent;
  GMutex mutex;
  GCond cond;
  gboolean open;
  GArray *sent; /* of connection numbers */
  guint seen;   /* turns that connections had, with something to send or without */
  gboolean waits;
} Gate;

static void
gate_send (BrokerSender *sender,
           BrokerSend   *sends,
           guint         n_sends)
{
  Gate *self = (Gate *) sender;
  gboolean empty = TRUE;
  BrokerGather gather;

  for (guint i = 0; i < n_sends; i++)
    {
      broker_connection_gather (sends[i].connection, &gather);
      empty &= gather.n_iov == 0;
    }
  g_mutex_lock (&self->mutex);
  self->waits = !empty;
  self->seen += n_sends;
  g_cond_broadcast (&self->cond);
  while (!empty && !self->open)
    g_cond_wait (&self->cond, &self->mutex);
  for (guint i = 0; i < n_sends; i++)
    {
      broker_connection_gather (sends[i].connection, &gather);
      if (gather.frames > 0)
        g_array_append_val (self->sent, sends[i].connection->id);
      broker_send_finish (&sends[i], &gather, gather.bytes, 0);
    }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
gate_free (BrokerSender *sender)
{
}

static void
add (BrokerWorker *worker,
     guint64       connection,
     guint64       channel,
     int          *other_end)
{
  BrokerMessage add = { .kind = BROKER_MESSAGE_ADD, .connection = connection };
  BrokerMessage attach = { .kind = BROKER_MESSAGE_ATTACH, .connection = connection,
                           .channel = channel };
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), ==, 0);
  add.fd = ends[0];
  *other_end = ends[1];
  broker_worker_push (worker, &add);
  broker_worker_push (worker, &attach);
}

static void
append (BrokerWorker *worker,
        guint64       channel)
{
  BrokerMessage message = { .kind = BROKER_MESSAGE_APPEND, .channel = channel,
                            .lane = BROKER_LANE_NORMAL };

  message.frame = broker_frame_new_text ("{}", 2);
  broker_worker_push (worker, &message);
}

/* One that is alone in its channel does not wait for the end of a long round, and in that round
 * everybody has a turn.  “A worker goes round a channel's connections in batches, those with
 * something of their own first” */
static void
test_fairness (void)
{
  Gate gate = { .parent = { "gate", BATCH, gate_send, gate_free } };
  BrokerInbox *main_inbox = broker_inbox_new ();
  BrokerWorker *worker = NULL;
  int ends[N_CROWD + 1];
  guint place = G_MAXUINT;

  g_mutex_init (&gate.mutex);
  g_cond_init (&gate.cond);
  gate.sent = g_array_new (FALSE, FALSE, sizeof (guint64));
  worker = broker_worker_new (0, main_inbox, &gate.parent);
  for (guint64 channel = CROWD; channel <= FEW; channel++)
    {
      BrokerMessage message = { .kind = BROKER_MESSAGE_OPEN_CHANNEL, .channel = channel };

      broker_worker_push (worker, &message);
    }
  for (guint64 i = 0; i < N_CROWD; i++)
    add (worker, i + 1, CROWD, &ends[i]);
  add (worker, N_CROWD + 1, FEW, &ends[N_CROWD]);

  /* Each had its first turn, when it was attached. */
  g_mutex_lock (&gate.mutex);
  while (gate.seen < N_CROWD + 1)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);

  append (worker, CROWD);
  g_mutex_lock (&gate.mutex);
  while (!gate.waits)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);
  append (worker, FEW);

  g_mutex_lock (&gate.mutex);
  gate.open = TRUE;
  g_cond_broadcast (&gate.cond);
  while (gate.sent->len < N_CROWD + 1)
    g_cond_wait (&gate.cond, &gate.mutex);
  for (guint i = 0; i < gate.sent->len; i++)
    if (g_array_index (gate.sent, guint64, i) == N_CROWD + 1)
      place = i;
  g_assert_cmpuint (gate.sent->len, ==, N_CROWD + 1);
  g_mutex_unlock (&gate.mutex);
  /* The batch that was stopped, one more of the crowd, then its own. */
  g_assert_cmpuint (place, <, 3 * BATCH);

  broker_worker_free (worker);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    close (ends[i]);
  broker_inbox_free (main_inbox);
  g_array_unref (gate.sent);
  g_mutex_clear (&gate.mutex);
  g_cond_clear (&gate.cond);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/fairness", test_fairness);
  return g_test_run ();
}
