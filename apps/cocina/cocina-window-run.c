/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

/* Commands on their way: a button that was pressed stays quiet until its row has changed, and the
 * snackbar tells how it ended. */

/* An answer that takes longer than this is told. */
#define CHECKING_AFTER (1500 * G_TIME_SPAN_MILLISECOND)

/* How long a button stays quiet after its answer, unless its row changed before. */
#define SETTLES_AFTER (3 * G_TIME_SPAN_SECOND)

/* One press of a button, from the press until its row has changed. */
typedef struct
{
  gint64 pressed;  /* monotonic time */
  gint64 answered; /* monotonic time, 0 while there is no answer */
  gboolean changed; /* the row has changed before the answer */
} Press;

typedef struct
{
  CocinaWindow *window; /* owned */
  char *key;
  ConyStore *store; /* owned */
  gint64 id;
  char *done; /* (nullable): sentence for the snackbar */
  gint64 undo_id; /* order that the snackbar can take back, 0 for none */
} Run;

static void
run_free (Run *run)
{
  g_clear_object (&run->window);
  g_clear_object (&run->store);
  g_free (run->key);
  g_free (run->done);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static char *
make_key (const char *kind,
          gint64      id)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, kind, id);
}

static void
tell (Run      *run,
      gboolean  queued)
{
  CocinaSnackbar *snackbar = run->window->snackbar;
  g_autofree char *text = NULL;

  if (!run->done)
    return;
  /* Translators: %s says what was done, like "#133 ready"; it waits for the database */
  text = queued ? g_strdup_printf (_ ("%s, queued"), run->done) : g_strdup (run->done);
  if (run->undo_id)
    cocina_snackbar_show_undo (snackbar, text, run->undo_id);
  else
    cocina_snackbar_show (snackbar, queued ? "cony-clock-symbolic" : "cony-check-symbolic", text);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = cony_session_run_finish (CONY_SESSION (source), result, &error);
  CocinaWindow *self = run->window;
  Press *press = g_hash_table_lookup (self->running, run->key);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!answer)
    {
      g_hash_table_remove (self->running, run->key);
      cocina_snackbar_show (self->snackbar, "cony-error-symbolic", error->message);
    }
  else
    {
      gboolean queued = json_object_get_boolean_member_with_default (answer, "en_cola", FALSE);

      if (press && (queued || press->changed || g_str_has_prefix (run->key, "item:")))
        g_hash_table_remove (self->running, run->key);
      else if (press)
        press->answered = g_get_monotonic_time ();
      tell (run, queued);
    }
  /* Also after a failure: what was on the screen was stale. */
  if (run->id)
    cony_store_refresh (run->store, run->id);
  cocina_window_update_actions (self);
}

static void
run (CocinaWindow *self,
     const char   *kind,
     gint64        button_id,
     gpointer      store,
     gint64        id,
     ConyCommand  *command,
     const char   *done,
     gint64        undo_id)
{
  g_autofree char *key = make_key (kind, button_id);
  Run *run;
  Press *press;

  if (g_hash_table_contains (self->running, key))
    return;
  if (!self->connected && !(self->keeps && cony_command_get_deferrable (command)))
    return;
  press = g_new0 (Press, 1);
  press->pressed = g_get_monotonic_time ();
  g_hash_table_insert (self->running, g_strdup (key), press);
  run = g_new0 (Run, 1);
  run->window = g_object_ref (self);
  run->key = g_steal_pointer (&key);
  run->store = g_object_ref (store);
  run->id = id;
  run->done = g_strdup (done);
  run->undo_id = undo_id;
  cony_session_run_async (self->session, command, self->cancellable, run_cb, run);
  cocina_window_update_actions (self);
}

/* Runs a command; @kind and @id name the button that waits for it, @row_id the row of @store that it
 * changes, @done what the snackbar says after it. */
void
cocina_window_run (CocinaWindow *self,
                   const char   *kind,
                   gint64        id,
                   gpointer      store,
                   gint64        row_id,
                   ConyCommand  *command,
                   const char   *done)
{
  run (self, kind, id, store, row_id, command, done, 0);
}

/* Runs a command that makes an order ready; while the snackbar says @done, it takes that back. */
void
cocina_window_run_ready (CocinaWindow *self,
                         gint64        pedido_id,
                         ConyCommand  *command,
                         const char   *done)
{
  run (self, "pedido", pedido_id, self->pedido_store, pedido_id, command, done, pedido_id);
}

/* What was just stored keeps its button quiet until its row has changed. */
void
cocina_window_settle (CocinaWindow *self,
                      const char   *kind,
                      gint64        id)
{
  Press *press = g_new0 (Press, 1);

  press->pressed = press->answered = g_get_monotonic_time ();
  g_hash_table_insert (self->running, make_key (kind, id), press);
  cocina_window_update_actions (self);
}

static CocinaTicketWork
get_work (CocinaWindow *self,
          const char   *kind,
          gint64        id,
          gboolean      deferrable)
{
  g_autofree char *key = make_key (kind, id);
  Press *press = g_hash_table_lookup (self->running, key);

  if (!press)
    return self->connected || (deferrable && self->keeps) ? COCINA_TICKET_WORK_IDLE
                                                          : COCINA_TICKET_WORK_CUT;
  if (!press->answered && g_get_monotonic_time () - press->pressed > CHECKING_AFTER)
    return COCINA_TICKET_WORK_CHECKING;
  return COCINA_TICKET_WORK_SENT;
}

/* The order on the board with this id, (transfer full) (nullable). */
ConyPedido *
cocina_window_find_pedido (CocinaWindow *self,
                           gint64        id)
{
  GListModel *pedidos = G_LIST_MODEL (self->open_pedidos);
  guint n = g_list_model_get_n_items (pedidos);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);

      if (cony_pedido_get_id (pedido) == id)
        return g_steal_pointer (&pedido);
    }
  return NULL;
}

/* What a button of an order is doing; see CocinaTicketsWorkFunc. */
CocinaTicketWork
cocina_window_get_pedido_work (gint64   pedido_id,
                               gpointer user_data)
{
  CocinaWindow *self = user_data;
  g_autoptr (ConyPedido) pedido = cocina_window_find_pedido (self, pedido_id);

  if (cocina_queue_find (self->queue, "pedido_listo", pedido_id))
    return COCINA_TICKET_WORK_QUEUED;
  /* To have read a change is a decision about what the database says now. */
  return get_work (self, "pedido", pedido_id, pedido && !cony_pedido_get_cambio (pedido));
}

/* What a button of a request is doing; see CocinaTicketsWorkFunc. */
CocinaTicketWork
cocina_window_get_refill_work (gint64   refill_id,
                               gpointer user_data)
{
  return get_work (user_data, "refill", refill_id, TRUE);
}

static gboolean
is_settled_cb (gpointer key,
               gpointer value,
               gpointer user_data)
{
  Press *press = value;

  return press->answered && g_get_monotonic_time () - press->answered > SETTLES_AFTER;
}

/* Sets in one place what may be pressed; called when a press or the connection changes and once a
 * second. */
void
cocina_window_update_actions (CocinaWindow *self)
{
  GAction *action;

  g_hash_table_foreach_remove (self->running, is_settled_cb, NULL);
  action = g_action_map_lookup_action (G_ACTION_MAP (self), "recall");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               self->connected
                                 || cocina_queue_find (self->queue, "pedido_listo",
                                                       cocina_snackbar_get_undo (self->snackbar)));
  action = g_action_map_lookup_action (G_ACTION_MAP (self), "supply");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->connected);
  cocina_window_update_alerts (self);
  cocina_tickets_update_work (self->tickets);
  cocina_rail_update_work (self->rail);
  cocina_window_update_order (self);
}

/* A row has changed: its button may be pressed again. */
void
cocina_window_row_changed (CocinaWindow *self,
                           GObject      *item)
{
  g_autofree char *key = NULL;
  Press *press;

  if (CONY_IS_PEDIDO (item))
    key = make_key ("pedido", cony_pedido_get_id (CONY_PEDIDO (item)));
  else if (CONY_IS_REFILL (item))
    key = make_key ("refill", cony_refill_get_id (CONY_REFILL (item)));
  else if (CONY_IS_INSUMO (item))
    key = make_key ("insumo", cony_insumo_get_id (CONY_INSUMO (item)));
  press = key ? g_hash_table_lookup (self->running, key) : NULL;
  if (press && press->answered)
    g_hash_table_remove (self->running, key);
  else if (press)
    press->changed = TRUE;
  cocina_window_update_actions (self);
}
