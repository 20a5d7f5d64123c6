/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-cola-view.h"

#include <glib/gi18n.h>

#include "atencion-rows.h"
#include "cony-outbox-entry.h"

/**
 * AtencionColaView:
 *
 * What was done without a database: how much still waits, and what became impossible, each with its
 * reason until its author dismisses it.  Hidden while there is neither.
 */
struct _AtencionColaView
{
  GtkBox parent_instance;

  GListModel *model;              /* owned, of ConyOutboxEntry */
  GtkFilterListModel *impossible; /* owned */

  /* template */
  GtkListBox *list;
  GtkWidget *scrolled;
  GtkLabel *waiting;
  GtkWidget *waiting_box;
};

G_DEFINE_FINAL_TYPE (AtencionColaView, atencion_cola_view, GTK_TYPE_BOX)

static gboolean
filter_impossible (gpointer item,
                   gpointer user_data)
{
  return cony_outbox_entry_get_estado (item) == CONY_OUTBOX_IMPOSIBLE;
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *css_class,
           const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  g_autofree char *title = cony_outbox_entry_dup_title (item);
  const char *error = cony_outbox_entry_get_error (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new_with_label (_("Dismiss"));

  add_label (texts, "strong", title);
  add_label (texts, "secondary", error ? error : "");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.descartar");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    cony_outbox_entry_get_clave (item));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
show_cb (AtencionColaView *self)
{
  guint n_items = self->model ? g_list_model_get_n_items (self->model) : 0;
  guint n_impossible
    = self->impossible ? g_list_model_get_n_items (G_LIST_MODEL (self->impossible)) : 0;
  guint n_waiting = n_items - MIN (n_impossible, n_items);
  g_autofree char *text = NULL;

  /* Translators: %u is how many alerts, refills and the like wait for the database */
  text = g_strdup_printf (ngettext ("%u waits to be sent", "%u wait to be sent", n_waiting),
                          n_waiting);
  gtk_label_set_label (self->waiting, text);
  gtk_widget_set_visible (self->waiting_box, n_waiting > 0);
  gtk_widget_set_visible (self->scrolled, n_impossible > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n_items > 0);
}

static void
clear (AtencionColaView *self)
{
  if (self->list)
    atencion_rows_unbind (self->list);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->impossible);
  g_clear_object (&self->model);
}

static void
atencion_cola_view_dispose (GObject *object)
{
  clear (ATENCION_COLA_VIEW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), ATENCION_TYPE_COLA_VIEW);

  G_OBJECT_CLASS (atencion_cola_view_parent_class)->dispose (object);
}

static void
atencion_cola_view_class_init (AtencionColaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_cola_view_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-cola-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionColaView, list);
  gtk_widget_class_bind_template_child (widget_class, AtencionColaView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AtencionColaView, waiting);
  gtk_widget_class_bind_template_child (widget_class, AtencionColaView, waiting_box);
}

static void
atencion_cola_view_init (AtencionColaView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_cb (self);
}

/**
 * atencion_cola_view_set_model:
 * @self: a view
 * @model: (nullable): of #ConyOutboxEntry, to show and follow
 */
void
atencion_cola_view_set_model (AtencionColaView *self,
                              GListModel       *model)
{
  g_return_if_fail (ATENCION_IS_COLA_VIEW (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  clear (self);
  if (model)
    {
      self->model = g_object_ref (model);
      self->impossible = gtk_filter_list_model_new (
        g_object_ref (model), GTK_FILTER (gtk_custom_filter_new (filter_impossible, NULL, NULL)));
      atencion_rows_bind (self->list, G_LIST_MODEL (self->impossible), create_row, NULL);
      g_signal_connect_object (self->model, "items-changed", G_CALLBACK (show_cb), self,
                               G_CONNECT_SWAPPED);
    }
  show_cb (self);
}
