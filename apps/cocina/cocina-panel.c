/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-panel.h"

#include <glib/gi18n.h>

/**
 * CocinaPanel:
 *
 * A list in the place of the tickets, with a field that narrows it down.  Enter in the field presses
 * the button of the first row.  It is closed by the action `win.back`.
 */
struct _CocinaPanel
{
  GtkBox parent_instance;

  GListModel *model; /* owned, nullable */
  CocinaPanelRowFunc row_func;
  CocinaPanelMatchFunc match_func;
  gpointer user_data; /* borrowed: whoever set it outlives the widget */
  guint idle_id;

  GtkImage *icon;
  GtkLabel *title;
  GtkEditable *search;
  GtkLabel *nothing;
  GtkBox *rows;
};

G_DEFINE_FINAL_TYPE (CocinaPanel, cocina_panel, GTK_TYPE_BOX)

/* More than a day's work is found by its number. */
#define MAX_ROWS 200

static void
fill (CocinaPanel *self)
{
  const char *text = gtk_editable_get_text (self->search);
  guint n = self->model ? g_list_model_get_n_items (self->model) : 0;
  guint n_rows = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < n && n_rows < MAX_ROWS; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

      if (*text && !self->match_func (item, text))
        continue;
      gtk_box_append (self->rows, self->row_func (item, self->user_data));
      n_rows++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), n_rows == 0);
}

static gboolean
fill_cb (gpointer user_data)
{
  CocinaPanel *self = user_data;

  self->idle_id = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

/* A list that nobody sees costs nothing. */
static void
changed_cb (CocinaPanel *self)
{
  if (!self->idle_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      return child;
  return NULL;
}

static void
activate_cb (CocinaPanel *self)
{
  GtkWidget *row;
  GtkWidget *button;

  fill (self);
  row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  button = row ? find_button (row) : NULL;
  if (button)
    gtk_widget_activate (button);
}

static void
stop_cb (CocinaPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
cocina_panel_dispose (GObject *object)
{
  CocinaPanel *self = COCINA_PANEL (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->model)
    g_signal_handlers_disconnect_by_func (self->model, changed_cb, self);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_PANEL);

  G_OBJECT_CLASS (cocina_panel_parent_class)->dispose (object);
}

static void
cocina_panel_class_init (CocinaPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_panel_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, rows);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, search);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, title);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
cocina_panel_init (CocinaPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_panel_new:
 * @icon_name: its icon
 * @title: its title
 * @hint: what the field is for
 * @nothing: sentence for an empty list
 *
 * Returns: (transfer floating): a panel without a list
 */
GtkWidget *
cocina_panel_new (const char *icon_name,
                  const char *title,
                  const char *hint,
                  const char *nothing)
{
  CocinaPanel *self = g_object_new (COCINA_TYPE_PANEL, NULL);

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->nothing, nothing);
  g_object_set (self->search, "placeholder-text", hint, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  hint, -1);
  return GTK_WIDGET (self);
}

/**
 * cocina_panel_set_model:
 * @self: a #CocinaPanel
 * @model: (nullable): what it lists, in order
 * @row_func: (scope forever): makes a row
 * @match_func: (scope forever): narrows the list down
 * @user_data: of @row_func, must outlive @self
 */
void
cocina_panel_set_model (CocinaPanel          *self,
                        GListModel           *model,
                        CocinaPanelRowFunc    row_func,
                        CocinaPanelMatchFunc  match_func,
                        gpointer              user_data)
{
  g_return_if_fail (COCINA_IS_PANEL (self));

  if (self->model)
    g_signal_handlers_disconnect_by_func (self->model, changed_cb, self);
  g_set_object (&self->model, model);
  self->row_func = row_func;
  self->match_func = match_func;
  self->user_data = user_data;
  if (model)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (changed_cb), self);
}

/**
 * cocina_panel_open:
 * @self: a #CocinaPanel
 *
 * Begins anew: the whole list, the keyboard in the field.
 */
void
cocina_panel_open (CocinaPanel *self)
{
  g_return_if_fail (COCINA_IS_PANEL (self));

  gtk_editable_set_text (self->search, "");
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * cocina_panel_refresh:
 * @self: a #CocinaPanel
 *
 * Makes the rows again, when something that they show has changed.
 */
void
cocina_panel_refresh (CocinaPanel *self)
{
  g_return_if_fail (COCINA_IS_PANEL (self));

  changed_cb (self);
}
