/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-refill-dialog.h"

#include <glib/gi18n.h>

#include "atencion-error-strip.h"
#include "atencion-quantity.h"
#include "cony-insumo.h"
#include "cony-state-pill.h"
#include "cony-sucursal.h"

/* What the database's column holds: numeric(10,2). */
#define MAX_CANTIDAD 99999999.99

/**
 * AtencionRefillDialog:
 *
 * Asks the kitchen's store for supplies: one of the branch's supplies and how much of it.
 */
struct _AtencionRefillDialog
{
  AtencionDialog parent_instance;

  /* owned */
  GtkSingleSelection *selection; /* of ConyInsumo */
  GtkFilterListModel *filtered;
  GtkFilter *filter;
  GListModel *sucursales; /* of ConySucursal */

  /* template */
  GtkListView *list;
  AtencionQuantity *quantity;
  GtkEditable *search;
  GtkWidget *send;
  GtkLabel *unit;
};

G_DEFINE_FINAL_TYPE (AtencionRefillDialog, atencion_refill_dialog, ATENCION_TYPE_DIALOG)

static ConyInsumo *
get_insumo (AtencionRefillDialog *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
quantity_changed_cb (AtencionRefillDialog *self)
{
  atencion_dialog_set_error (ATENCION_DIALOG (self), NULL);
}

static void
selected_cb (AtencionRefillDialog *self)
{
  ConyInsumo *insumo = get_insumo (self);

  gtk_label_set_label (self->unit, insumo ? cony_insumo_get_unidad (insumo) : "");
}

static void
search_changed_cb (AtencionRefillDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* Enter: what is selected is what is meant; how much of it comes next. */
static void
chosen_cb (AtencionRefillDialog *self)
{
  /* The entry tells of typing a moment later. */
  search_changed_cb (self);
  if (get_insumo (self))
    atencion_quantity_focus (self->quantity);
}

static void
next_cb (AtencionRefillDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* The entry swallows Escape; without a text it means to leave. */
static void
stop_cb (AtencionRefillDialog *self)
{
  if (*gtk_editable_get_text (self->search))
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.close", NULL);
}

static gboolean
filter_insumo (gpointer item,
               gpointer user_data)
{
  AtencionRefillDialog *self = user_data;
  const char *text = gtk_editable_get_text (self->search);
  const char *nombre = cony_insumo_get_nombre (item);

  return !*text || (nombre && g_str_match_string (text, nombre, TRUE));
}

/* ---- rows ---- */

static void
setup_cb (AtencionRefillDialog *self,
          GtkListItem          *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL), *pill = cony_state_pill_new ();
  GtkWidget *unit = gtk_label_new (NULL), *where = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (name, "strong");
  gtk_widget_add_css_class (unit, "secondary");
  gtk_widget_add_css_class (where, "secondary");
  gtk_widget_add_css_class (box, "supply-row");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  cony_state_pill_set (CONY_STATE_PILL (pill), "bad", "cony-warn-symbolic", _("Out of stock"));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), where);
  gtk_box_append (GTK_BOX (box), pill);
  gtk_box_append (GTK_BOX (box), unit);
  gtk_list_item_set_child (item, box);
}

/* Whoever works in one branch alone needs not read its name. */
static const char *
find_sucursal (AtencionRefillDialog *self,
               gint64                id)
{
  guint n_items = g_list_model_get_n_items (self->sucursales);

  for (guint i = 0; n_items > 1 && i < n_items; i++)
    {
      g_autoptr (ConySucursal) sucursal = g_list_model_get_item (self->sucursales, i);

      if (cony_sucursal_get_id (sucursal) == id)
        return cony_sucursal_get_nombre (sucursal);
    }
  return NULL;
}

static void
bind_cb (AtencionRefillDialog *self,
         GtkListItem          *item)
{
  ConyInsumo *insumo = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *where = gtk_widget_get_next_sibling (name);
  GtkWidget *pill = gtk_widget_get_next_sibling (where);
  GtkWidget *unit = gtk_widget_get_next_sibling (pill);
  const char *sucursal = find_sucursal (self, cony_insumo_get_sucursal_id (insumo));

  gtk_label_set_label (GTK_LABEL (name), cony_insumo_get_nombre (insumo));
  gtk_label_set_label (GTK_LABEL (unit), cony_insumo_get_unidad (insumo));
  gtk_label_set_label (GTK_LABEL (where), sucursal ? sucursal : "");
  gtk_widget_set_visible (where, sucursal != NULL);
  gtk_widget_set_visible (pill, cony_insumo_get_agotado (insumo));
}

static ConyCommand *
atencion_refill_dialog_create_command (AtencionDialog *dialog)
{
  AtencionRefillDialog *self = ATENCION_REFILL_DIALOG (dialog);
  ConyInsumo *insumo = get_insumo (self);
  const char *problem = NULL;

  if (!insumo)
    problem = _("Choose a supply.");
  else
    problem = atencion_quantity_check (self->quantity);
  atencion_dialog_set_error (dialog, problem);
  if (problem)
    return NULL;
  return cony_command_new_pedir_refill (cony_insumo_get_id (insumo),
                                        atencion_quantity_get_value (self->quantity));
}

static void
atencion_refill_dialog_dispose (GObject *object)
{
  AtencionRefillDialog *self = ATENCION_REFILL_DIALOG (object);

  if (self->filtered)
    {
      gtk_filter_list_model_set_filter (self->filtered, NULL);
      gtk_list_view_set_model (self->list, NULL);
    }
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->sucursales);
  g_clear_object (&self->selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_REFILL_DIALOG);

  G_OBJECT_CLASS (atencion_refill_dialog_parent_class)->dispose (object);
}

static void
atencion_refill_dialog_class_init (AtencionRefillDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_refill_dialog_dispose;
  ATENCION_DIALOG_CLASS (klass)->deferrable = TRUE;
  ATENCION_DIALOG_CLASS (klass)->create_command = atencion_refill_dialog_create_command;

  g_type_ensure (ATENCION_TYPE_ERROR_STRIP);
  g_type_ensure (ATENCION_TYPE_QUANTITY);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-refill-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillDialog, list);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillDialog, quantity);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillDialog, search);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillDialog, send);
  gtk_widget_class_bind_template_child (widget_class, AtencionRefillDialog, unit);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
atencion_refill_dialog_init (AtencionRefillDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  atencion_quantity_set_up (self->quantity, MAX_CANTIDAD, FALSE);
}

/**
 * atencion_refill_dialog_new:
 * @session: in which the command runs
 * @insumos: of #ConyInsumo, what can be asked for
 * @sucursales: of #ConySucursal; with more than one, each supply says whose it is
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
atencion_refill_dialog_new (ConySession *session,
                            GListModel  *insumos,
                            GListModel  *sucursales)
{
  AtencionRefillDialog *self = NULL;
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (insumos), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (sucursales), NULL);

  self = g_object_new (ATENCION_TYPE_REFILL_DIALOG, "session", session, NULL);
  self->sucursales = g_object_ref (sucursales);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_insumo, self, NULL));
  self->filtered
    = gtk_filter_list_model_new (g_object_ref (insumos), g_object_ref (self->filter));
  self->selection
    = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->send);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->search));
  selected_cb (self);
  return GTK_WINDOW (self);
}
