/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-alert-ladder.h"

/**
 * ConyAlertLadder:
 *
 * When an unseen alert rings, gets louder and is told to others.  It holds no clock, plays nothing
 * and stores nothing: its owner gives it the server's time and does what the signals say.
 *
 * A normal alert rings once, an alta every 5 s until it is seen, an urgent one too, and it climbs.
 * There is one rhythm for all alerts, at which the worst of them rings; a new or climbing one rings
 * at once.
 */
struct _ConyAlertLadder
{
  GObject parent_instance;

  /* owned */
  GListModel *model;   /* nullable */
  GHashTable *entries; /* uid → Entry */
  GHashTable *quiet;   /* set of uids whose Visto waits for the database */
  GDateTime *now;      /* of the last tick, nullable */
  GDateTime *since;    /* of the first tick, nullable */

  gint64 rang; /* µs since 1970 of the last sound of the rhythm, 0 for none */
  gboolean evaluating;
};

G_DEFINE_FINAL_TYPE (ConyAlertLadder, cony_alert_ladder, G_TYPE_OBJECT)

enum
{
  SIGNAL_APPEARED,
  SIGNAL_CLIMBED,
  SIGNAL_DUE,
  SIGNAL_RING,
  SIGNAL_SILENCED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A tick a second comes a little early or late. */
#define REPEAT (4500 * G_TIME_SPAN_MILLISECOND)

/* A rung that was not stored (no database, or its clock is a little behind) is asked for again. */
#define ASK_AGAIN (2 * G_TIME_SPAN_SECOND)

/* What an alert of this priority does with its age.  privado.plazo() of the database has the same
 * seconds for the rungs. */
static const struct
{
  const char *prioridad;
  gboolean repeats;
  const char *sound;
  struct
  {
    int seconds;
    ConyAlertLevel level;
  } rungs[3];
} ladders[] = {
  { "urgente", TRUE, "alerta-urgente",
    { { 15, CONY_ALERT_LEVEL_LOUD }, { 45, CONY_ALERT_LEVEL_TOLD }, { 120, CONY_ALERT_LEVEL_BREACHED } } },
  { "alta", TRUE, "alerta-alta", { { 45, CONY_ALERT_LEVEL_TOLD } } },
  { "normal", FALSE, "alerta", { { 0 } } },
};

typedef struct
{
  ConyAlertLevel level;
  gboolean rings;   /* it is announced at all */
  gboolean present; /* found unread in this evaluation */
  int asked;        /* rung */
  gint64 asked_at;  /* µs since 1970 */
} Entry;

/* An unknown priority counts as urgent, so that it is not missed. */
static guint
find_ladder (ConyAlerta *alerta)
{
  for (guint i = 0; i < G_N_ELEMENTS (ladders); i++)
    if (g_strcmp0 (ladders[i].prioridad, cony_alerta_get_prioridad (alerta)) == 0)
      return i;
  return 0;
}

static gint64
get_age (ConyAlerta *alerta,
         GDateTime  *now)
{
  GDateTime *sent = cony_alerta_get_fecha_envio (alerta);

  return sent ? g_date_time_difference (now, sent) / G_TIME_SPAN_SECOND : 0;
}

/* How many rungs are due. */
static int
count_rungs (ConyAlerta *alerta,
             GDateTime  *now)
{
  const guint ladder = find_ladder (alerta);
  const gint64 age = get_age (alerta, now);
  int n = 0;

  if (cony_alerta_get_tarde (alerta))
    return 0;
  while (n < (int) G_N_ELEMENTS (ladders[ladder].rungs) && ladders[ladder].rungs[n].seconds
         && age >= ladders[ladder].rungs[n].seconds)
    n++;
  return n;
}

static const char *
get_sound (ConyAlerta *alerta,
           const Entry *entry)
{
  const guint ladder = find_ladder (alerta);

  if (ladders[ladder].rungs[0].level != CONY_ALERT_LEVEL_LOUD
      || entry->level < CONY_ALERT_LEVEL_LOUD)
    return ladders[ladder].sound;
  return entry->level < CONY_ALERT_LEVEL_BREACHED ? "alerta-fuerte" : "alerta-larga";
}

/* A normal alert that was on a screen before this program began has rung there. */
static gboolean
has_rung (ConyAlertLadder *self,
          ConyAlerta      *alerta)
{
  GDateTime *sent = cony_alerta_get_fecha_envio (alerta);

  return !ladders[find_ladder (alerta)].repeats && cony_alerta_get_entregada (alerta) && sent
         && g_date_time_compare (sent, self->since) < 0;
}

/* Whether @a is worse than @b: what both want to ring, @a rings. */
static gboolean
is_worse (ConyAlerta  *a,
          const Entry *entry_a,
          ConyAlerta  *b,
          const Entry *entry_b)
{
  const guint ladder_a = find_ladder (a);
  const guint ladder_b = find_ladder (b);

  return ladder_a != ladder_b ? ladder_a < ladder_b : entry_a->level > entry_b->level;
}

static void
ask (ConyAlertLadder *self,
     ConyAlerta      *alerta,
     Entry           *entry)
{
  const int next = cony_alerta_get_escalon (alerta) + 1;
  const gint64 now = g_date_time_to_unix (self->now) * G_TIME_SPAN_SECOND
                     + g_date_time_get_microsecond (self->now);

  if (!cony_alerta_get_id (alerta) || next > count_rungs (alerta, self->now))
    return;
  if (entry->asked == next && ABS (now - entry->asked_at) < ASK_AGAIN)
    return;
  entry->asked = next;
  entry->asked_at = now;
  g_signal_emit (self, signals[SIGNAL_DUE], 0, alerta, next);
}

static Entry *
add (ConyAlertLadder *self,
     ConyAlerta      *alerta)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->rings = !cony_alerta_get_tarde (alerta) && !has_rung (self, alerta);
  entry->level = CONY_ALERT_LEVEL_CALM;
  g_hash_table_insert (self->entries, g_strdup (cony_alerta_get_uid (alerta)), entry);
  if (entry->rings)
    g_signal_emit (self, signals[SIGNAL_APPEARED], 0, alerta);
  return entry;
}

/* Whether the alert has news that must be heard now. */
static gboolean
climb (ConyAlertLadder *self,
       ConyAlerta      *alerta,
       Entry           *entry)
{
  const ConyAlertLevel level = cony_alerta_compute_level (alerta, self->now);

  if (level <= entry->level)
    return FALSE;
  entry->level = level;
  g_signal_emit (self, signals[SIGNAL_CLIMBED], 0, alerta, level);
  return TRUE;
}

static gboolean
is_present (gpointer key,
            gpointer value,
            gpointer user_data)
{
  Entry *entry = value;

  if (entry->present)
    return FALSE;
  if (entry->rings)
    g_signal_emit (user_data, signals[SIGNAL_SILENCED], 0, key);
  return TRUE;
}

/* Looks at all alerts, at self->now. */
static void
evaluate (ConyAlertLadder *self)
{
  const gint64 now = g_date_time_to_unix (self->now) * G_TIME_SPAN_SECOND
                     + g_date_time_get_microsecond (self->now);
  const gboolean repeat = ABS (now - self->rang) >= REPEAT;
  const guint n = self->model ? g_list_model_get_n_items (self->model) : 0;
  g_autoptr (GPtrArray) alertas = g_ptr_array_new_with_free_func (g_object_unref);
  ConyAlerta *worst = NULL;
  Entry *worst_entry = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Entry *) value)->present = FALSE;
  /* What the signals do may change the model. */
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (alertas, g_list_model_get_item (self->model, i));

  for (guint i = 0; i < alertas->len; i++)
    {
      ConyAlerta *alerta = g_ptr_array_index (alertas, i);
      const char *uid = cony_alerta_get_uid (alerta);
      Entry *entry;
      gboolean is_new;
      gboolean rings;

      if (cony_alerta_get_leida (alerta) || !uid || g_hash_table_contains (self->quiet, uid))
        continue;
      entry = g_hash_table_lookup (self->entries, uid);
      is_new = !entry;
      if (is_new)
        entry = add (self, alerta);
      entry->present = TRUE;
      rings = climb (self, alerta, entry) || is_new
              || (repeat && ladders[find_ladder (alerta)].repeats);
      ask (self, alerta, entry);
      if (rings && entry->rings && (!worst || is_worse (alerta, entry, worst, worst_entry)))
        {
          worst = alerta;
          worst_entry = entry;
        }
    }
  g_hash_table_foreach_remove (self->entries, is_present, self);

  if (worst)
    {
      if (ladders[find_ladder (worst)].repeats)
        self->rang = now;
      g_signal_emit (self, signals[SIGNAL_RING], 0, worst, get_sound (worst, worst_entry));
    }
}

static void
evaluate_once (ConyAlertLadder *self)
{
  /* A handler that ticks or changes the model does not start over in the middle. */
  if (!self->now || self->evaluating)
    return;
  self->evaluating = TRUE;
  g_object_ref (self);
  evaluate (self);
  self->evaluating = FALSE;
  g_object_unref (self);
}

static void
cony_alert_ladder_dispose (GObject *object)
{
  ConyAlertLadder *self = CONY_ALERT_LADDER (object);

  cony_alert_ladder_set_model (self, NULL);

  G_OBJECT_CLASS (cony_alert_ladder_parent_class)->dispose (object);
}

static void
cony_alert_ladder_finalize (GObject *object)
{
  ConyAlertLadder *self = CONY_ALERT_LADDER (object);

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->quiet);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_pointer (&self->since, g_date_time_unref);

  G_OBJECT_CLASS (cony_alert_ladder_parent_class)->finalize (object);
}

static void
cony_alert_ladder_class_init (ConyAlertLadderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = cony_alert_ladder_dispose;
  object_class->finalize = cony_alert_ladder_finalize;

  signals[SIGNAL_APPEARED] = g_signal_new ("appeared", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 1, CONY_TYPE_ALERTA);
  signals[SIGNAL_CLIMBED] = g_signal_new ("climbed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, CONY_TYPE_ALERTA, G_TYPE_INT);
  signals[SIGNAL_DUE] = g_signal_new ("due", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 2, CONY_TYPE_ALERTA, G_TYPE_INT);
  signals[SIGNAL_RING] = g_signal_new ("ring", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, CONY_TYPE_ALERTA,
                                       G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_SILENCED] = g_signal_new ("silenced", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1,
                                           G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
cony_alert_ladder_init (ConyAlertLadder *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->quiet = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cony_alerta_compute_level:
 * @self: an alert
 * @now: the server's time
 *
 * Returns: how far the alert has climbed by its age
 */
ConyAlertLevel
cony_alerta_compute_level (ConyAlerta *self,
                           GDateTime  *now)
{
  int n;

  g_return_val_if_fail (CONY_IS_ALERTA (self), CONY_ALERT_LEVEL_NONE);
  g_return_val_if_fail (now != NULL, CONY_ALERT_LEVEL_NONE);

  if (cony_alerta_get_leida (self))
    return CONY_ALERT_LEVEL_NONE;
  n = count_rungs (self, now);
  return n ? ladders[find_ladder (self)].rungs[n - 1].level : CONY_ALERT_LEVEL_CALM;
}

/**
 * cony_alert_ladder_new:
 *
 * Returns: (transfer full): a ladder without alerts
 */
ConyAlertLadder *
cony_alert_ladder_new (void)
{
  return g_object_new (CONY_TYPE_ALERT_LADDER, NULL);
}

/**
 * cony_alert_ladder_set_model:
 * @self: a #ConyAlertLadder
 * @alertas: (nullable): list of #ConyAlerta, in any order, read ones too
 *
 * From the first tick on, what is added to the list is announced at once.
 */
void
cony_alert_ladder_set_model (ConyAlertLadder *self,
                             GListModel      *alertas)
{
  g_return_if_fail (CONY_IS_ALERT_LADDER (self));
  g_return_if_fail (alertas == NULL || G_IS_LIST_MODEL (alertas));

  if (self->model)
    g_signal_handlers_disconnect_by_func (self->model, evaluate_once, self);
  g_set_object (&self->model, alertas);
  if (!alertas)
    return;
  g_signal_connect_swapped (alertas, "items-changed", G_CALLBACK (evaluate_once), self);
  evaluate_once (self);
}

/**
 * cony_alert_ladder_tick:
 * @self: a #ConyAlertLadder
 * @now: the server's time
 *
 * Lets the alerts ring and climb; called once a second.
 */
void
cony_alert_ladder_tick (ConyAlertLadder *self,
                        GDateTime       *now)
{
  g_return_if_fail (CONY_IS_ALERT_LADDER (self));
  g_return_if_fail (now != NULL);

  g_date_time_ref (now);
  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = now;
  if (!self->since)
    self->since = g_date_time_ref (now);
  evaluate_once (self);
}

/**
 * cony_alert_ladder_set_quiet:
 * @self: a #ConyAlertLadder
 * @uids: alerts whose *Visto* was pressed here and waits for the database
 *
 * These neither ring nor climb, until they are left out again.
 */
void
cony_alert_ladder_set_quiet (ConyAlertLadder    *self,
                             const char * const *uids)
{
  g_return_if_fail (CONY_IS_ALERT_LADDER (self));
  g_return_if_fail (uids != NULL);

  g_hash_table_remove_all (self->quiet);
  for (guint i = 0; uids[i]; i++)
    g_hash_table_add (self->quiet, g_strdup (uids[i]));
  evaluate_once (self);
}

/**
 * cony_alert_ladder_get_quiet:
 * @self: a #ConyAlertLadder
 * @uid: an alert
 *
 * Returns: what cony_alert_ladder_set_quiet() said
 */
gboolean
cony_alert_ladder_get_quiet (ConyAlertLadder *self,
                             const char      *uid)
{
  g_return_val_if_fail (CONY_IS_ALERT_LADDER (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  return g_hash_table_contains (self->quiet, uid);
}

/**
 * cony_alert_ladder_get_level:
 * @self: a #ConyAlertLadder
 * @alerta: an alert
 *
 * Returns: the highest level that the alert has had here: it stays there even if the database stores
 *   it later with its own time
 */
ConyAlertLevel
cony_alert_ladder_get_level (ConyAlertLadder *self,
                             ConyAlerta      *alerta)
{
  Entry *entry = NULL;

  g_return_val_if_fail (CONY_IS_ALERT_LADDER (self), CONY_ALERT_LEVEL_NONE);
  g_return_val_if_fail (CONY_IS_ALERTA (alerta), CONY_ALERT_LEVEL_NONE);

  if (cony_alerta_get_leida (alerta))
    return CONY_ALERT_LEVEL_NONE;
  if (cony_alerta_get_uid (alerta))
    entry = g_hash_table_lookup (self->entries, cony_alerta_get_uid (alerta));
  return entry ? entry->level : CONY_ALERT_LEVEL_CALM;
}
