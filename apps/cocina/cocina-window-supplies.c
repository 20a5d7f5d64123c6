/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cocina-panel-row.h"

/* The list of the branch's supplies: one press says that one is out, or there again. */

static GtkWidget *
row_cb (GObject  *item,
        gpointer  user_data)
{
  ConyInsumo *insumo = CONY_INSUMO (item);
  gboolean out = cony_insumo_get_agotado (insumo);
  const char *verb = out ? _ ("There again") : _ ("Out of stock");
  GtkWidget *row = cocina_panel_row_new ();
  GtkWidget *label;
  g_autofree char *spoken = g_strdup_printf ("%s %s", verb, cony_insumo_get_nombre (insumo));

  cocina_panel_row_append_label (row, "name", cony_insumo_get_nombre (insumo));
  label = cocina_panel_row_append_label (row, "word", cony_insumo_get_unidad (insumo));
  gtk_widget_set_hexpand (label, TRUE);
  if (out)
    {
      gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("cony-warn-symbolic"));
      cocina_panel_row_append_label (row, "state", _ ("OUT OF STOCK"));
      gtk_widget_add_css_class (row, "out");
    }
  cocina_panel_row_append_button (row, out ? "cony-check-symbolic" : "cony-cancel-symbolic", verb,
                                  "cony-enter-symbolic", "win.supply", cony_insumo_get_id (insumo),
                                  spoken);
  return row;
}

static gboolean
match_cb (GObject    *item,
          const char *text)
{
  const char *nombre = cony_insumo_get_nombre (CONY_INSUMO (item));

  return nombre && g_str_match_string (text, nombre, TRUE);
}

static void
supplies_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cocina_window_open_panel (self, self->supplies);
}

static void
supply_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CocinaWindow *self = user_data;
  gint64 id = g_variant_get_int64 (parameter);
  ConyInsumo *insumo = cony_store_find (CONY_STORE (self->insumo_store), id);
  g_autoptr (ConyCommand) command = NULL;
  g_autofree char *done = NULL;

  if (!insumo)
    return;
  command = cony_insumo_get_agotado (insumo) ? cony_command_new_insumo_repuesto (id)
                                             : cony_command_new_insumo_agotado (id);
  done = g_strdup_printf (cony_insumo_get_agotado (insumo)
                            /* Translators: %s is a supply */
                            ? _ ("%s is there again")
                            /* Translators: %s is a supply */
                            : _ ("%s is out of stock"),
                          cony_insumo_get_nombre (insumo));
  cocina_window_run (self, "insumo", id, self->insumo_store, id, command, done);
}

static const GActionEntry entries[] = {
  { .name = "supplies", .activate = supplies_cb },
  { .name = "supply", .activate = supply_cb, .parameter_type = "x" },
};

/* Adds the list of supplies and its actions. */
void
cocina_window_add_supplies (CocinaWindow *self)
{
  self->supplies = COCINA_PANEL (cocina_panel_new ("cony-box-symbolic", _ ("Supplies"),
                                                   _ ("Name of the supply"),
                                                   _ ("This branch has no such supply.")));
  gtk_stack_add_child (self->pages, GTK_WIDGET (self->supplies));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* Shows @insumos, by name, in the list. */
void
cocina_window_set_supplies (CocinaWindow *self,
                            GListModel   *insumos)
{
  cocina_panel_set_model (self->supplies, insumos, row_cb, match_cb, self);
}
