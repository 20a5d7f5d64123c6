/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cocina-panel-row.h"
#include "cony-text.h"

/* Puts a list in the place of the tickets. */
void
cocina_window_open_panel (CocinaWindow *self,
                          CocinaPanel  *panel)
{
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (panel));
  cocina_panel_open (panel);
}

/* Goes back to the tickets; %FALSE when they are there already. */
gboolean
cocina_window_close_panel (CocinaWindow *self)
{
  GtkWidget *tickets = GTK_WIDGET (self->tickets);

  if (gtk_stack_get_visible_child (self->pages) == tickets)
    return FALSE;
  gtk_stack_set_visible_child (self->pages, tickets);
  gtk_widget_grab_focus (tickets);
  return TRUE;
}

/* ---- recall ---- */

static GtkWidget *
recall_row_cb (GObject  *item,
               gpointer  user_data)
{
  CocinaWindow *self = user_data;
  ConyPedido *pedido = CONY_PEDIDO (item);
  gint64 id = cony_pedido_get_id (pedido);
  GDateTime *listo = cony_pedido_get_listo (pedido);
  GtkWidget *row = cocina_panel_row_new ();
  GtkWidget *label;
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  g_autofree char *hour = cocina_window_format_hour (self, listo, "%H:%M");
  g_autofree char *timer = cony_timer_format (cocina_pedido_get_seconds (pedido, listo));
  g_autofree char *when = NULL;
  g_autofree char *spoken = NULL;

  cocina_panel_row_append_label (row, "number", number);
  gtk_box_append (GTK_BOX (row),
                  gtk_image_new_from_icon_name (cony_canal_icon (cony_pedido_get_canal (pedido))));
  cocina_panel_row_append_label (row, "name", cony_pedido_get_cliente (pedido));
  /* Translators: a finished order; %1$s is the time of day, %2$s how long it took, like 06:50 */
  when = g_strdup_printf (_ ("ready %1$s · took %2$s"), hour, timer);
  label = cocina_panel_row_append_label (row, "word", when);
  gtk_widget_set_hexpand (label, TRUE);
  if (g_strcmp0 (cony_pedido_get_estado (pedido), "LISTO") != 0)
    {
      cocina_panel_row_append_label (row, "word", _ ("Handed over"));
      return row;
    }
  spoken = g_strdup_printf ("%s %s", _ ("Recall"), number);
  cocina_panel_row_append_button (row, "cony-undo-symbolic", _ ("Recall"), "cony-enter-symbolic",
                                  "win.recall-order", id, spoken);
  return row;
}

static gboolean
recall_match_cb (GObject    *item,
                 const char *text)
{
  g_autofree char *number
    = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (CONY_PEDIDO (item)));

  return strstr (number, text) != NULL;
}

static gboolean
is_finished_cb (gpointer item,
                gpointer user_data)
{
  return cocina_pedido_is_finished (item);
}

static int
compare_finished_cb (gconstpointer a,
                     gconstpointer b,
                     gpointer      user_data)
{
  return g_date_time_compare (cony_pedido_get_listo ((ConyPedido *) b),
                              cony_pedido_get_listo ((ConyPedido *) a));
}

static GListModel *
make_finished (GListModel *pedidos)
{
  GtkFilter *finished = GTK_FILTER (gtk_custom_filter_new (is_finished_cb, NULL, NULL));
  GtkSorter *newest = GTK_SORTER (gtk_custom_sorter_new (compare_finished_cb, NULL, NULL));
  GtkFilterListModel *filtered = gtk_filter_list_model_new (g_object_ref (pedidos), finished);

  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (filtered), newest));
}

static void
recall_order (CocinaWindow *self,
              gint64        id)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  /* Translators: %s is the order's number, like "#133" */
  g_autofree char *done = g_strdup_printf (_ ("%s is back"), number);
  g_autoptr (ConyCommand) command = NULL;

  if (cocina_window_withdraw_ready (self, id))
    {
      cocina_snackbar_show (self->snackbar, "cony-undo-symbolic", done);
      return;
    }
  command = cony_command_new_recuperar_pedido (id, "LISTO");
  cocina_window_run (self, "recall", id, self->pedido_store, id, command, done);
}

static void
recall_order_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  cocina_window_close_panel (user_data);
  recall_order (user_data, g_variant_get_int64 (parameter));
}

/* One key: while the snackbar offers it, it takes the last one back, then it opens the list. */
static void
recall_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;
  gint64 id = cocina_snackbar_get_undo (self->snackbar);

  if (id)
    {
      cocina_snackbar_dismiss (self->snackbar);
      recall_order (self, id);
    }
  else
    cocina_window_open_panel (self, self->recall);
}

/* ---- panels ---- */

static const GActionEntry entries[] = {
  { .name = "recall", .activate = recall_cb },
  { .name = "recall-order", .activate = recall_order_cb, .parameter_type = "x" },
};

/* Adds the lists that take the place of the tickets, and their actions. */
void
cocina_window_add_panels (CocinaWindow *self)
{
  GtkWidget *panel = cocina_panel_new ("cony-undo-symbolic", _ ("Recall"), _ ("Order number"),
                                       _ ("No finished order of today has this number."));

  self->recall = COCINA_PANEL (panel);
  gtk_stack_add_child (self->pages, panel);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  cocina_window_add_order (self);
  cocina_window_add_refills (self);
  cocina_window_add_supplies (self);
}

/* Shows what the stores hold in the lists. */
void
cocina_window_set_panel_models (CocinaWindow *self)
{
  g_autoptr (GListModel) finished = make_finished (self->pedidos);

  cocina_panel_set_model (self->recall, finished, recall_row_cb, recall_match_cb, self);
}
