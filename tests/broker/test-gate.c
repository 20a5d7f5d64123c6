/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "broker-gate.h"
#include "broker-splice.h"

/* A model of a database with overlapping transactions, of the reader that fills two logs, and of one
 * client that resumes again and again.  Every committed row must reach the client; with one rule
 * taken away some must not, or the model proves nothing. */

#define RUNS 10000
#define CONTROL_RUNS 3000
#define STEPS 160
#define READ_ROWS 4
#define PAGE_ROWS 2

typedef enum
{
  RULE_ALL,
  RULE_NO_GATE,         /* the cursor passes whatever is visible */
  RULE_LATE_TAILS,      /* tails noted after the page was read */
  RULE_ALWAYS_ANEW,     /* tails noted anew also above the gate */
  RULE_REPLAY_BELOW,    /* replay leaves out what is above the gate */
  RULE_CURSOR_AGAIN,    /* cursors again, once the gate has passed the rows of a later page */
} Rule;

typedef enum
{
  OPEN,
  COMMITTED,
  ABORTED,
} TxState;

typedef struct
{
  guint64 xid;
  gint64 id;
  guint lane;
  gboolean got;
  gboolean owed;
} Row;

typedef struct
{
  guint row;
  gboolean has_cursor;
} Entry;

typedef enum
{
  CLIENT_AWAY,
  CLIENT_NOTED,
  CLIENT_READ,
  CLIENT_LIVE,
} ClientState;

typedef struct
{
  Rule rule;
  GRand *rand;
  GArray *txs;                  /* of TxState; transaction n is at n - 1 */
  GArray *rows;                 /* of Row; row n is at n - 1 */
  GArray *logs[BROKER_N_LANES]; /* of Entry */
  BrokerGate *gate;
  ConyCursor reader;
  gint64 now_ms;

  ClientState state;
  ConyCursor cursor;          /* what the client would resume from */
  BrokerSplice splice;
  guint64 position[BROKER_N_LANES];
  GArray *page;                 /* of Entry: read, not yet sent */
  gboolean page_above;
  gboolean page_full;
  ConyCursor page_last;
} Model;

static guint64
get_xmin (Model *self)
{
  for (guint i = 0; i < self->txs->len; i++)
    if (g_array_index (self->txs, TxState, i) == OPEN)
      return i + 1;
  return self->txs->len + 1;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  Model *self = user_data;
  Row *one = &g_array_index (self->rows, Row, *(const guint *) a);
  Row *two = &g_array_index (self->rows, Row, *(const guint *) b);

  if (one->xid != two->xid)
    return one->xid < two->xid ? -1 : 1;
  return one->id < two->id ? -1 : 1;
}

/* Indexes of the visible rows above a cursor, in order. */
static GArray *
select_rows (Model              *self,
             const ConyCursor *from)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      if (g_array_index (self->txs, TxState, row->xid - 1) == COMMITTED
          && cony_cursor_compare (from, row->xid, row->id) < 0)
        g_array_append_val (found, i);
    }
  g_array_sort_with_data (found, compare_rows, self);
  return found;
}

static void
publish (Model   *self,
         guint    index,
         gboolean has_cursor)
{
  Row *row = &g_array_index (self->rows, Row, index);
  Entry entry = { index, has_cursor && row->lane == BROKER_LANE_NORMAL };

  g_array_append_val (self->logs[row->lane], entry);
}

static void
read_outbox (Model *self)
{
  g_autoptr (GArray) found = select_rows (self, &self->reader);
  guint64 xmin = self->rule == RULE_NO_GATE ? G_MAXUINT64 : get_xmin (self);
  guint n = MIN (found->len, READ_ROWS);

  for (guint i = 0; i < n; i++)
    {
      guint index = g_array_index (found, guint, i);
      Row *row = &g_array_index (self->rows, Row, index);
      BrokerVerdict verdict = broker_gate_judge (self->gate, row->xid, row->id, xmin, self->now_ms);

      if (verdict == BROKER_VERDICT_DELIVER || verdict == BROKER_VERDICT_SKIP)
        cony_cursor_init (&self->reader, "e", row->xid, row->id);
      if (verdict == BROKER_VERDICT_DELIVER)
        publish (self, index, TRUE);
      else if (verdict == BROKER_VERDICT_EARLY)
        publish (self, index, FALSE);
    }
}

static void
note_tails (Model *self)
{
  guint64 tails[BROKER_N_LANES] = { self->logs[0]->len, self->logs[1]->len };

  if (self->rule == RULE_ALWAYS_ANEW)
    self->splice.fixed = FALSE;
  broker_splice_note (&self->splice, tails);
}

static void
read_page (Model *self)
{
  g_autoptr (GArray) found = select_rows (self, &self->splice.from);
  guint64 xmin = get_xmin (self);

  g_array_set_size (self->page, 0);
  self->page_above = FALSE;
  self->page_last = self->splice.from;
  for (guint i = 0; i < found->len && self->page->len < PAGE_ROWS; i++)
    {
      Entry entry = { g_array_index (found, guint, i), FALSE };
      Row *row = &g_array_index (self->rows, Row, entry.row);
      gboolean above = row->xid >= xmin;

      if (above && self->rule == RULE_REPLAY_BELOW)
        break;
      self->page_above = self->page_above || above;
      entry.has_cursor = !above && row->lane == BROKER_LANE_NORMAL;
      cony_cursor_init (&self->page_last, "e", row->xid, row->id);
      g_array_append_val (self->page, entry);
    }
  self->page_full = self->page->len == PAGE_ROWS;
}

static void
receive (Model       *self,
         const Entry *entry)
{
  Row *row = &g_array_index (self->rows, Row, entry->row);

  row->got = TRUE;
  if (entry->has_cursor)
    cony_cursor_init (&self->cursor, "e", row->xid, row->id);
}

static void
take_page (Model *self)
{
  for (guint i = 0; i < self->page->len; i++)
    {
      Entry *entry = &g_array_index (self->page, Entry, i);

      if (self->splice.fixed && self->rule != RULE_CURSOR_AGAIN)
        entry->has_cursor = FALSE;
      receive (self, entry);
    }
  if (self->rule == RULE_LATE_TAILS)
    note_tails (self);
  if (broker_splice_take (&self->splice, self->page_full, self->page_above, &self->page_last))
    {
      self->state = CLIENT_LIVE;
      for (guint lane = 0; lane < BROKER_N_LANES; lane++)
        self->position[lane] = self->splice.tails[lane];
    }
  else
    {
      note_tails (self);
      self->state = CLIENT_NOTED;
    }
}

/* Urgent before normal; returns %FALSE when nothing waits. */
static gboolean
follow (Model *self)
{
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    if (self->position[lane] < self->logs[lane]->len)
      {
        receive (self, &g_array_index (self->logs[lane], Entry, self->position[lane]++));
        return TRUE;
      }
  return FALSE;
}

static void
step_client (Model *self)
{
  switch (self->state)
    {
    case CLIENT_AWAY:
      broker_splice_init (&self->splice, &self->cursor);
      note_tails (self);
      self->state = CLIENT_NOTED;
      break;
    case CLIENT_NOTED:
      read_page (self);
      self->state = CLIENT_READ;
      break;
    case CLIENT_READ:
      take_page (self);
      break;
    case CLIENT_LIVE:
    default:
      follow (self);
      break;
    }
}

static void
step_database (Model *self)
{
  guint open[3] = { 0 };
  guint n_open = 0;
  TxState state = OPEN;

  for (guint i = 0; i < self->txs->len && n_open < G_N_ELEMENTS (open); i++)
    if (g_array_index (self->txs, TxState, i) == OPEN)
      open[n_open++] = i;

  if (n_open < 2 || (n_open < 3 && g_rand_boolean (self->rand)))
    {
      g_array_append_val (self->txs, state);
    }
  else if (g_rand_int_range (self->rand, 0, 3) > 0)
    {
      Row row = { .xid = open[g_rand_int_range (self->rand, 0, n_open)] + 1,
                  .id = self->rows->len + 1,
                  .lane = g_rand_int_range (self->rand, 0, BROKER_N_LANES) };

      g_array_append_val (self->rows, row);
    }
  else
    {
      g_array_index (self->txs, TxState, open[g_rand_int_range (self->rand, 0, n_open)]) =
        g_rand_int_range (self->rand, 0, 5) == 0 ? ABORTED : COMMITTED;
    }
}

static void
step (Model *self)
{
  int dice = g_rand_int_range (self->rand, 0, 100);

  self->now_ms += g_rand_int_range (self->rand, 0, 30);
  if (dice < 40)
    step_database (self);
  else if (dice < 60)
    read_outbox (self);
  else if (dice < 96)
    step_client (self);
  else
    self->state = CLIENT_AWAY;
}

static void
finish (Model *self)
{
  for (guint i = 0; i < self->txs->len; i++)
    if (g_array_index (self->txs, TxState, i) == OPEN)
      g_array_index (self->txs, TxState, i) = COMMITTED;
  for (guint i = 0; i < self->rows->len + 1; i++)
    read_outbox (self);
  while (self->state != CLIENT_LIVE)
    step_client (self);
  while (follow (self))
    ;
}

static guint
count_lost (Model *self)
{
  guint lost = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      lost += !row->got && g_array_index (self->txs, TxState, row->xid - 1) == COMMITTED;
    }
  return lost;
}

static guint
run (Rule    rule,
     guint32 seed)
{
  Model model = { .rule = rule, .rand = g_rand_new_with_seed (seed) };
  guint lost = 0;

  model.txs = g_array_new (FALSE, FALSE, sizeof (TxState));
  model.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  model.page = g_array_new (FALSE, FALSE, sizeof (Entry));
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    model.logs[lane] = g_array_new (FALSE, FALSE, sizeof (Entry));
  model.gate = broker_gate_new ();
  cony_cursor_init (&model.reader, "e", 1, 0);
  cony_cursor_init (&model.cursor, "e", 1, 0);

  for (guint i = 0; i < STEPS; i++)
    step (&model);
  finish (&model);
  lost = count_lost (&model);

  broker_gate_free (model.gate);
  for (guint lane = 0; lane < BROKER_N_LANES; lane++)
    g_array_unref (model.logs[lane]);
  g_array_unref (model.page);
  g_array_unref (model.rows);
  g_array_unref (model.txs);
  g_rand_free (model.rand);
  return lost;
}

/* “so the broker reads `(xid, id) > cursor AND xid < pg_snapshot_xmin`” “The tails of the
 * channel are noted before a page is read; a short page splices there.” */
static void
test_loses_nothing (void)
{
  for (guint32 seed = 1; seed <= RUNS; seed++)
    if (run (RULE_ALL, seed) > 0)
      g_error ("Rows were lost with seed %u", seed);
}

static void
test_needs_rule (gconstpointer data)
{
  Rule rule = GPOINTER_TO_INT (data);
  guint lost = 0;

  for (guint32 seed = 1; seed <= CONTROL_RUNS; seed++)
    lost += run (rule, seed);
  g_test_message ("%u rows lost", lost);
  g_assert_cmpuint (lost, >, 0);
}

static void
test_verdicts (void)
{
  g_autoptr (BrokerGate) gate = broker_gate_new ();
  g_autofree char *early = NULL;

  g_assert_cmpint (broker_gate_judge (gate, 5, 1, 6, 1000), ==, BROKER_VERDICT_DELIVER);
  g_assert_cmpint (broker_gate_next_ms (gate, 1000), ==, -1);
  g_assert_cmpint (broker_gate_judge (gate, 7, 2, 6, 1000), ==, BROKER_VERDICT_WAIT);
  g_assert_cmpint (broker_gate_next_ms (gate, 1010), ==, BROKER_EARLY_MS - 10);
  g_assert_cmpint (broker_gate_judge (gate, 7, 2, 6, 1000 + BROKER_EARLY_MS - 1), ==,
                   BROKER_VERDICT_WAIT);
  g_assert_cmpint (broker_gate_judge (gate, 7, 2, 6, 1000 + BROKER_EARLY_MS), ==,
                   BROKER_VERDICT_EARLY);
  early = broker_gate_list_early (gate);
  g_assert_cmpstr (early, ==, "{2}");
  g_assert_cmpint (broker_gate_next_ms (gate, 2000), ==, -1);
  g_assert_cmpint (broker_gate_judge (gate, 7, 2, 6, 3000), ==, BROKER_VERDICT_WAIT);
  g_assert_cmpint (broker_gate_judge (gate, 7, 2, 8, 3000), ==, BROKER_VERDICT_SKIP);
  /* It is kept no longer: the list goes with every read. */
  g_free (early);
  early = broker_gate_list_early (gate);
  g_assert_cmpstr (early, ==, "{}");
  /* Seen, but passed by the gate in time: sent as any other. */
  g_assert_cmpint (broker_gate_judge (gate, 9, 3, 8, 4000), ==, BROKER_VERDICT_WAIT);
  g_assert_cmpint (broker_gate_judge (gate, 9, 3, 10, 4010), ==, BROKER_VERDICT_DELIVER);
}

static void
test_cursor (void)
{
  static const char * const bad[] = { "", ":", "::", "e", "e:1", "e:1:", "e:1:2:3", ":1:2", "e:-1:2",
                                      "e:1:-2", "e:x:2", "e:18446744073709551616:0", "e:1:2147483648" };
  ConyCursor cursor;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cony_cursor_parse (&cursor, bad[i]));
  g_assert_true (cony_cursor_parse (&cursor, "abc:18446744073709551615:7"));
  text = cony_cursor_format (&cursor);
  g_assert_cmpstr (text, ==, "abc:18446744073709551615:7");
  cony_cursor_init (&cursor, "e", 10, 5);
  g_assert_cmpint (cony_cursor_compare (&cursor, 10, 5), ==, 0);
  g_assert_cmpint (cony_cursor_compare (&cursor, 10, 6), <, 0);
  g_assert_cmpint (cony_cursor_compare (&cursor, 9, 6), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/verdicts", test_verdicts);
  g_test_add_func ("/gate/cursor", test_cursor);
  g_test_add_func ("/gate/model/loses-nothing", test_loses_nothing);
  g_test_add_data_func ("/gate/model/without-gate", GINT_TO_POINTER (RULE_NO_GATE), test_needs_rule);
  g_test_add_data_func ("/gate/model/late-tails", GINT_TO_POINTER (RULE_LATE_TAILS), test_needs_rule);
  g_test_add_data_func ("/gate/model/always-anew", GINT_TO_POINTER (RULE_ALWAYS_ANEW),
                        test_needs_rule);
  g_test_add_data_func ("/gate/model/replay-below", GINT_TO_POINTER (RULE_REPLAY_BELOW),
                        test_needs_rule);
  g_test_add_data_func ("/gate/model/cursor-again", GINT_TO_POINTER (RULE_CURSOR_AGAIN),
                        test_needs_rule);
  return g_test_run ();
}
