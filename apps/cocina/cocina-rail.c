/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-rail.h"

#include <glib/gi18n.h>

#include "cocina-totals.h"

/**
 * CocinaRail:
 *
 * Beside the tickets: open requests for supplies, and how much of each product the open tickets
 * want together.  A snackbar may appear over the totals, where it covers neither a ticket nor a
 * button.
 */
struct _CocinaRail
{
  GtkBox parent_instance;

  GListModel *refills; /* owned, nullable: the open ones, in their order */
  CocinaQueue *queue;  /* owned, nullable */
  GDateTime *now;      /* owned, nullable */
  CocinaTicketsWorkFunc work_func;
  gpointer work_data; /* borrowed: whoever set it outlives the widget */
  guint idle_id;

  GtkWidget *refill_panel;
  GtkLabel *refill_word;
  GtkBox *refills_box;
  GtkWidget *refills_more;
  GtkLabel *refills_more_text;
  AdwToastOverlay *toasts;
  CocinaTotals *totals;
};

G_DEFINE_FINAL_TYPE (CocinaRail, cocina_rail, GTK_TYPE_BOX)

/* More rows than this would push the totals off the screen; the others are counted. */
#define MAX_REFILLS 4

static guint
get_n (GListModel *model)
{
  return model ? g_list_model_get_n_items (model) : 0;
}

/* The row of a request, after @last.  It keeps its button, for a finger may be on it; and it never
 * becomes that of another request, which would get the press. */
static GtkWidget *
take_row (CocinaRail *self,
          ConyRefill *refill,
          GtkWidget  *last)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->refills_box));

  while (row && cocina_refill_row_get_refill (COCINA_REFILL_ROW (row)) != refill)
    row = gtk_widget_get_next_sibling (row);
  if (row)
    {
      gtk_box_reorder_child_after (self->refills_box, row, last);
      return row;
    }
  row = cocina_refill_row_new ();
  gtk_box_insert_child_after (self->refills_box, row, last);
  return row;
}

static void
fill_refills (CocinaRail *self)
{
  guint n = get_n (self->refills);
  guint n_rows = n > MAX_REFILLS ? MAX_REFILLS : n;
  guint n_pending = cocina_refill_count_pending (self->refills);
  GtkWidget *last = NULL;
  GtkWidget *row;
  g_autofree char *word = NULL;

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (ConyRefill) refill = g_list_model_get_item (self->refills, i);

      row = take_row (self, refill, last);
      cocina_refill_row_set_refill (COCINA_REFILL_ROW (row), refill, self->queue);
      last = row;
    }
  while ((row = last ? gtk_widget_get_next_sibling (last)
                     : gtk_widget_get_first_child (GTK_WIDGET (self->refills_box))))
    gtk_box_remove (self->refills_box, row);
  if (n == 0)
    word = g_strdup (_ ("nothing to attend"));
  else
    word = g_strdup_printf (ngettext ("%u to attend", "%u to attend", n_pending), n_pending);
  gtk_label_set_label (self->refill_word, word);

  gtk_widget_set_visible (self->refills_more, n > n_rows);
  if (n > n_rows)
    {
      g_autofree char *more = NULL;

      more = g_strdup_printf (ngettext ("%u more", "%u more", n - n_rows), n - n_rows);
      gtk_label_set_label (self->refills_more_text, more);
    }
}

static void
refresh (CocinaRail *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  fill_refills (self);
  cocina_rail_update_work (self);
  if (self->now)
    cocina_rail_tick (self, self->now);
}

static gboolean
refresh_cb (gpointer user_data)
{
  CocinaRail *self = user_data;

  self->idle_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CocinaRail *self)
{
  if (!self->idle_id)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
cocina_rail_dispose (GObject *object)
{
  CocinaRail *self = COCINA_RAIL (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->refills)
    g_signal_handlers_disconnect_by_func (self->refills, changed_cb, self);
  g_clear_object (&self->refills);
  cocina_rail_set_queue (self, NULL);
  g_clear_pointer (&self->now, g_date_time_unref);
  self->work_func = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_RAIL);

  G_OBJECT_CLASS (cocina_rail_parent_class)->dispose (object);
}

static void
cocina_rail_class_init (CocinaRailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_rail_dispose;

  g_type_ensure (COCINA_TYPE_TOTALS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-rail.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, refill_panel);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, refill_word);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, refills_box);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, refills_more);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, refills_more_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, toasts);
  gtk_widget_class_bind_template_child (widget_class, CocinaRail, totals);
}

static void
cocina_rail_init (CocinaRail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_rail_set_models:
 * @self: a #CocinaRail
 * @refills: (nullable): list of open #ConyRefill in their order
 * @pedidos: (nullable): list of the #ConyPedido on the board
 */
void
cocina_rail_set_models (CocinaRail *self,
                        GListModel *refills,
                        GListModel *pedidos)
{
  g_return_if_fail (COCINA_IS_RAIL (self));

  if (self->refills)
    g_signal_handlers_disconnect_by_func (self->refills, changed_cb, self);
  g_set_object (&self->refills, refills);
  if (refills)
    g_signal_connect_swapped (refills, "items-changed", G_CALLBACK (changed_cb), self);
  cocina_totals_set_model (self->totals, pedidos);
  refresh (self);
}

/**
 * cocina_rail_set_queue:
 * @self: a #CocinaRail
 * @queue: (nullable): what waits for the database
 */
void
cocina_rail_set_queue (CocinaRail  *self,
                       CocinaQueue *queue)
{
  g_return_if_fail (COCINA_IS_RAIL (self));
  g_return_if_fail (queue == NULL || COCINA_IS_QUEUE (queue));

  if (self->queue)
    g_signal_handlers_disconnect_by_func (self->queue, changed_cb, self);
  g_set_object (&self->queue, queue);
  if (queue)
    g_signal_connect_swapped (queue, "changed", G_CALLBACK (changed_cb), self);
  cocina_totals_set_queue (self->totals, queue);
}

/**
 * cocina_rail_set_work_func:
 * @self: a #CocinaRail
 * @func: (nullable) (scope forever): tells what a request's button is doing
 * @user_data: of @func, must outlive @self
 */
void
cocina_rail_set_work_func (CocinaRail            *self,
                           CocinaTicketsWorkFunc  func,
                           gpointer               user_data)
{
  g_return_if_fail (COCINA_IS_RAIL (self));

  self->work_func = func;
  self->work_data = user_data;
  cocina_rail_update_work (self);
}

/**
 * cocina_rail_update_work:
 * @self: a #CocinaRail
 *
 * Asks again what the buttons are doing.
 */
void
cocina_rail_update_work (CocinaRail *self)
{
  GtkWidget *row;

  g_return_if_fail (COCINA_IS_RAIL (self));

  row = gtk_widget_get_first_child (GTK_WIDGET (self->refills_box));
  for (; row; row = gtk_widget_get_next_sibling (row))
    {
      gint64 id = cony_refill_get_id (cocina_refill_row_get_refill (COCINA_REFILL_ROW (row)));

      cocina_refill_row_set_work (COCINA_REFILL_ROW (row),
                                  self->work_func ? self->work_func (id, self->work_data)
                                                  : COCINA_TICKET_WORK_IDLE);
    }
}

/**
 * cocina_rail_tick:
 * @self: a #CocinaRail
 * @now: the server's time
 */
void
cocina_rail_tick (CocinaRail *self,
                  GDateTime  *now)
{
  GtkWidget *row;

  g_return_if_fail (COCINA_IS_RAIL (self));
  g_return_if_fail (now != NULL);

  if (self->now != now)
    {
      g_clear_pointer (&self->now, g_date_time_unref);
      self->now = g_date_time_ref (now);
    }
  row = gtk_widget_get_first_child (GTK_WIDGET (self->refills_box));
  for (; row; row = gtk_widget_get_next_sibling (row))
    cocina_refill_row_tick (COCINA_REFILL_ROW (row), now);
}

/**
 * cocina_rail_set_as_of:
 * @self: a #CocinaRail
 * @hour: (nullable): when the data is stale, since what time of day
 */
void
cocina_rail_set_as_of (CocinaRail *self,
                       const char *hour)
{
  g_return_if_fail (COCINA_IS_RAIL (self));

  cocina_totals_set_as_of (self->totals, hour);
}

/**
 * cocina_rail_toggle_totals:
 * @self: a #CocinaRail
 *
 * Gives the whole rail to the totals, or goes back.
 */
void
cocina_rail_toggle_totals (CocinaRail *self)
{
  g_return_if_fail (COCINA_IS_RAIL (self));

  gtk_widget_set_visible (self->refill_panel, !gtk_widget_get_visible (self->refill_panel));
}

/**
 * cocina_rail_take_snackbar:
 * @self: a #CocinaRail
 * @snackbar: what tells for a few seconds what was done
 *
 * Lets @snackbar appear over the totals.
 */
void
cocina_rail_take_snackbar (CocinaRail     *self,
                           CocinaSnackbar *snackbar)
{
  g_return_if_fail (COCINA_IS_RAIL (self));

  cocina_snackbar_set_place (snackbar, self->toasts, GTK_WIDGET (self->totals), FALSE);
}

/**
 * cocina_rail_shows:
 * @self: a #CocinaRail
 * @uid: a request's uid
 *
 * Returns: %TRUE when its row is on the screen now
 */
gboolean
cocina_rail_shows (CocinaRail *self,
                   const char *uid)
{
  GtkWidget *row;

  g_return_val_if_fail (COCINA_IS_RAIL (self), FALSE);

  row = gtk_widget_get_first_child (GTK_WIDGET (self->refills_box));
  for (; row; row = gtk_widget_get_next_sibling (row))
    {
      ConyRefill *refill = cocina_refill_row_get_refill (COCINA_REFILL_ROW (row));

      if (g_strcmp0 (cony_refill_get_uid (refill), uid) == 0)
        return gtk_widget_get_mapped (row);
    }
  return FALSE;
}
