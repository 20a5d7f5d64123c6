/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-panel.h"

#include <glib/gi18n.h>


/**
 * CocinaPanel:
 *
 * A list in the place of the tickets, page by page, with a field that narrows it down.  Enter presses
 * the first button of the selected row, Delete the one with the class `second`.  Its items have a
 * property "version".  It is closed by the action `win.back`.
 */
struct _CocinaPanel
{
  GtkBox parent_instance;

  GListModel *model; /* owned, nullable */
  CocinaPanelRowFunc row_func;
  CocinaPanelMatchFunc match_func;
  gpointer user_data; /* borrowed: whoever set it outlives the widget */
  guint idle_id;
  GPtrArray *matches; /* owned, of GObject: what the field leaves over */
  GObject *selected;  /* owned, nullable */
  guint position;     /* of selected in matches */
  guint page_size;
  guint serial;       /* another one when the rows must be made again */

  GtkImage *icon;
  GtkLabel *title;
  GtkEditable *search;
  GtkLabel *nothing;
  GtkBox *rows;
  GtkWidget *foot;
  GtkWidget *before;
  GtkLabel *pages;
  GtkWidget *after;
};

G_DEFINE_FINAL_TYPE (CocinaPanel, cocina_panel, GTK_TYPE_BOX)

/* Rows on a page until the window says how many fit. */
#define PAGE_SIZE 10

/* What a row was made of: while it is the same, the row keeps its buttons, for a finger may be on
 * one of them. */
typedef struct
{
  GObject *item; /* owned */
  gint64 version;
  guint serial;
} Stamp;

static void
stamp_free (gpointer data)
{
  Stamp *stamp = data;

  g_object_unref (stamp->item);
  g_free (stamp);
}

static gint64
get_version (GObject *item)
{
  gint64 version;

  g_object_get (item, "version", &version, NULL);
  return version;
}

static GtkWidget *
make_row (CocinaPanel *self,
          GObject     *item)
{
  GtkWidget *row = self->row_func (item, self->user_data);
  Stamp *stamp = g_new0 (Stamp, 1);

  stamp->item = g_object_ref (item);
  stamp->version = get_version (item);
  stamp->serial = self->serial;
  g_object_set_data_full (G_OBJECT (row), "stamp", stamp, stamp_free);
  return row;
}

static gboolean
is_fresh (CocinaPanel *self,
          GtkWidget   *row,
          GObject     *item)
{
  Stamp *stamp = g_object_get_data (G_OBJECT (row), "stamp");

  return stamp->item == item && stamp->version && stamp->version == get_version (item)
         && stamp->serial == self->serial;
}

static void
find_matches (CocinaPanel *self)
{
  const char *text = gtk_editable_get_text (self->search);
  guint n = self->model ? g_list_model_get_n_items (self->model) : 0;

  g_ptr_array_set_size (self->matches, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

      if (!*text || self->match_func (item, text))
        g_ptr_array_add (self->matches, g_steal_pointer (&item));
    }
}

/* The selection stays with its row; when that is gone, the one now in its place takes over. */
static void
keep_selection (CocinaPanel *self)
{
  GObject *selected = NULL;
  guint position;

  if (self->selected && g_ptr_array_find (self->matches, self->selected, &position))
    self->position = position;
  self->position = MIN (self->position, MAX (self->matches->len, 1) - 1);
  if (self->matches->len)
    selected = g_ptr_array_index (self->matches, self->position);
  g_set_object (&self->selected, selected);
}

static void
show_pages (CocinaPanel *self,
            guint        first,
            guint        n)
{
  /* Translators: which rows of a list are on the screen: from, to, of how many */
  g_autofree char *text = g_strdup_printf (_ ("%1$u to %2$u of %3$u"), first + 1, first + n,
                                           self->matches->len);

  gtk_label_set_label (self->pages, text);
  gtk_widget_set_visible (self->foot, self->matches->len > self->page_size);
  gtk_widget_set_sensitive (self->before, first > 0);
  gtk_widget_set_sensitive (self->after, first + n < self->matches->len);
}

static void
fill (CocinaPanel *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  guint first, n;

  find_matches (self);
  keep_selection (self);
  first = self->position / self->page_size * self->page_size;
  n = MIN (self->page_size, self->matches->len - first);
  for (guint i = 0; i < n; i++)
    {
      GObject *item = g_ptr_array_index (self->matches, first + i);

      if (!row || !is_fresh (self, row, item))
        {
          GtkWidget *old = row;

          row = make_row (self, item);
          gtk_box_insert_child_after (
            self->rows, row, old ? old : gtk_widget_get_last_child (GTK_WIDGET (self->rows)));
          if (old)
            gtk_box_remove (self->rows, old);
        }
      if (item == self->selected)
        gtk_widget_add_css_class (row, "selected");
      else
        gtk_widget_remove_css_class (row, "selected");
      row = gtk_widget_get_next_sibling (row);
    }
  while (row)
    {
      GtkWidget *rest = row;

      row = gtk_widget_get_next_sibling (row);
      gtk_box_remove (self->rows, rest);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), n == 0);
  show_pages (self, first, n);
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

/* What was typed may match something better than what was selected. */
static void
search_cb (CocinaPanel *self)
{
  g_clear_object (&self->selected);
  self->position = 0;
  fill (self);
}

static void
select_position (CocinaPanel *self,
                 int          position)
{
  g_clear_object (&self->selected);
  self->position = CLAMP (position, 0, (int) MAX (self->matches->len, 1) - 1);
  fill (self);
}

static void
before_cb (CocinaPanel *self)
{
  select_position (self, (int) self->position - (int) self->page_size);
}

static void
after_cb (CocinaPanel *self)
{
  select_position (self, self->position + self->page_size);
}

static GtkWidget *
find_button (CocinaPanel *self,
             gboolean     second)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  GtkWidget *child;

  while (row && !gtk_widget_has_css_class (row, "selected"))
    row = gtk_widget_get_next_sibling (row);
  child = row ? gtk_widget_get_first_child (row) : NULL;
  for (; child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child) && gtk_widget_has_css_class (child, "second") == second)
      return child;
  return NULL;
}

static void
press (CocinaPanel *self,
       gboolean     second)
{
  GtkWidget *button;

  fill (self);
  button = find_button (self, second);
  if (button && gtk_widget_is_sensitive (button))
    /* At once: an activation waits a moment to look pressed, and its row may be made again. */
    g_signal_emit_by_name (button, "clicked");
}

static void
activate_cb (CocinaPanel *self)
{
  press (self, FALSE);
}

/* The list's keys work while the keyboard is in its field. */
static gboolean
key_cb (CocinaPanel     *self,
        guint            key,
        guint            code,
        GdkModifierType  modifiers)
{
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_position (self, self->position + 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_position (self, (int) self->position - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      after_cb (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      before_cb (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      press (self, TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
stop_cb (CocinaPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
cocina_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cocina_panel_parent_class)->map (widget);
  if (COCINA_PANEL (widget)->model)
    changed_cb (COCINA_PANEL (widget));
}

/* What nobody sees is given back. */
static void
cocina_panel_unmap (GtkWidget *widget)
{
  CocinaPanel *self = COCINA_PANEL (widget);
  GtkWidget *row;

  GTK_WIDGET_CLASS (cocina_panel_parent_class)->unmap (widget);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->selected);
  g_ptr_array_set_size (self->matches, 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, row);
}

static void
cocina_panel_dispose (GObject *object)
{
  CocinaPanel *self = COCINA_PANEL (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->model)
    g_signal_handlers_disconnect_by_func (self->model, changed_cb, self);
  g_clear_object (&self->model);
  g_clear_object (&self->selected);
  g_clear_pointer (&self->matches, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_PANEL);

  G_OBJECT_CLASS (cocina_panel_parent_class)->dispose (object);
}

static void
cocina_panel_class_init (CocinaPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_panel_dispose;
  widget_class->map = cocina_panel_map;
  widget_class->unmap = cocina_panel_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, after);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, before);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, foot);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, icon);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, pages);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, rows);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, search);
  gtk_widget_class_bind_template_child (widget_class, CocinaPanel, title);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, after_cb);
  gtk_widget_class_bind_template_callback (widget_class, before_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
cocina_panel_init (CocinaPanel *self)
{
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
  self->page_size = PAGE_SIZE;
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
  g_clear_object (&self->selected);
  self->position = 0;
  self->serial++;
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

  self->serial++;
  changed_cb (self);
}

/**
 * cocina_panel_set_page_size:
 * @self: a #CocinaPanel
 * @rows: how many rows fit
 */
void
cocina_panel_set_page_size (CocinaPanel *self,
                            guint        rows)
{
  g_return_if_fail (COCINA_IS_PANEL (self));
  g_return_if_fail (rows > 0);

  if (self->page_size == rows)
    return;
  self->page_size = rows;
  changed_cb (self);
}

/**
 * cocina_panel_shows:
 * @self: a #CocinaPanel
 * @item: one of its items
 *
 * Returns: %TRUE when its row is on the screen now
 */
gboolean
cocina_panel_shows (CocinaPanel *self,
                    gpointer     item)
{
  GtkWidget *row;

  g_return_val_if_fail (COCINA_IS_PANEL (self), FALSE);

  row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  for (; row; row = gtk_widget_get_next_sibling (row))
    if (((Stamp *) g_object_get_data (G_OBJECT (row), "stamp"))->item == item)
      return gtk_widget_get_mapped (row);
  return FALSE;
}
