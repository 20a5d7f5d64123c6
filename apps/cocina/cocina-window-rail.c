/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

/* What stands beside the tickets: the rail, or where there is no place for it a strip of buttons that
 * open what the rail shows. */

/* Shows these lists beside the tickets, both in their order. */
void
cocina_window_set_rail_models (CocinaWindow *self,
                               GListModel   *refills,
                               GListModel   *pedidos)
{
  cocina_rail_set_models (self->rail, refills, pedidos);
  cocina_strip_set_refills (self->strip, refills);
  cocina_totals_set_model (self->totals, pedidos);
}

/* Takes over the window's queue. */
void
cocina_window_set_rail_queue (CocinaWindow *self)
{
  cocina_rail_set_queue (self->rail, self->queue);
  cocina_totals_set_queue (self->totals, self->queue);
}

/* Says how old the totals are, nothing when they are not. */
void
cocina_window_set_as_of (CocinaWindow *self,
                         const char   *hour)
{
  cocina_rail_set_as_of (self->rail, hour);
  cocina_totals_set_as_of (self->totals, hour);
}

/* Puts the strip in the place of the rail, or the rail back. */
void
cocina_window_fold_rail (CocinaWindow *self,
                         gboolean      folded)
{
  gtk_widget_set_visible (GTK_WIDGET (self->rail), !folded);
  gtk_widget_set_visible (GTK_WIDGET (self->strip), folded);
  if (folded)
    {
      cocina_strip_take_snackbar (self->strip, self->snackbar);
      return;
    }
  cocina_rail_take_snackbar (self->rail, self->snackbar);
  if (gtk_stack_get_visible_child (self->pages) == self->totals_page)
    cocina_window_close_panel (self);
}

static void
totals_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->strip)))
    cocina_rail_toggle_totals (self->rail);
  else if (gtk_stack_get_visible_child (self->pages) == self->totals_page)
    cocina_window_close_panel (self);
  else
    gtk_stack_set_visible_child (self->pages, self->totals_page);
}

static const GActionEntry entries[] = {
  { .name = "totals", .activate = totals_cb },
};

/* Adds what stands beside the tickets, and its actions. */
void
cocina_window_add_rail (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  cocina_rail_set_work_func (self->rail, cocina_window_get_refill_work, self);
  cocina_window_fold_rail (self, FALSE);
}
