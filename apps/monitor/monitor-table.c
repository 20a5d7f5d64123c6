/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-table-private.h"

G_DEFINE_FINAL_TYPE (MonitorTable, monitor_table, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_FOLLOWING,
  PROP_N_UNSEEN,
  N_PROPS
};

enum
{
  SIGNAL_ROW_ACTIVATED,
  SIGNAL_ROW_SELECTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
rows_changed_cb (MonitorTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  g_assert (MONITOR_IS_TABLE (self));

  gtk_stack_set_visible_child_name (self->stack, n ? "table" : "empty");
}

static void
activate_cb (MonitorTable *self,
             guint         position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  g_assert (MONITOR_IS_TABLE (self));

  if (item)
    g_signal_emit (self, signals[SIGNAL_ROW_ACTIVATED], 0, item);
}

static void
selected_cb (MonitorTable *self)
{
  GObject *item = gtk_single_selection_get_selected_item (self->selection);

  g_assert (MONITOR_IS_TABLE (self));

  if (item)
    g_signal_emit (self, signals[SIGNAL_ROW_SELECTED], 0, item);
}

static void
monitor_table_dispose (GObject *object)
{
  MonitorTable *self = MONITOR_TABLE (object);

  monitor_table_unwatch (self);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  gtk_widget_dispose_template (GTK_WIDGET (self), MONITOR_TYPE_TABLE);

  G_OBJECT_CLASS (monitor_table_parent_class)->dispose (object);
}

static void
monitor_table_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MonitorTable *self = MONITOR_TABLE (object);

  switch (prop_id)
    {
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->following);
      break;
    case PROP_N_UNSEEN:
      g_value_set_uint (value, self->n_unseen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
monitor_table_class_init (MonitorTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = monitor_table_dispose;
  object_class->get_property = monitor_table_get_property;

  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_UNSEEN] = g_param_spec_uint ("n-unseen", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ROW_ACTIVATED]
      = g_signal_new ("row-activated", MONITOR_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[SIGNAL_ROW_SELECTED]
      = g_signal_new ("row-selected", MONITOR_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_OBJECT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Monitor/monitor-table.ui");
  gtk_widget_class_bind_template_child (widget_class, MonitorTable, empty);
  gtk_widget_class_bind_template_child (widget_class, MonitorTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, MonitorTable, stack);
  gtk_widget_class_bind_template_child (widget_class, MonitorTable, view);
}

static void
monitor_table_init (MonitorTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  monitor_table_watch (self);
}

/**
 * monitor_table_set_empty:
 * @self: a table
 * @title: what is said when there is no row
 * @description: (nullable): more about it
 */
void
monitor_table_set_empty (MonitorTable *self,
                         const char   *title,
                         const char   *description)
{
  g_return_if_fail (MONITOR_IS_TABLE (self));

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, description);
}

/**
 * monitor_table_add_column:
 * @self: a table
 * @title: (nullable): its header
 * @width: fixed width in pixels, or -1 to take what is left
 * @fill: fills a cell
 * @user_data: for @fill; must outlive the table
 */
void
monitor_table_add_column (MonitorTable    *self,
                          const char      *title,
                          int              width,
                          MonitorCellFunc  fill,
                          gpointer         user_data)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_return_if_fail (MONITOR_IS_TABLE (self));

  column = monitor_column_new (title, width, fill, user_data);
  gtk_column_view_append_column (self->view, column);
}

/**
 * monitor_table_set_model:
 * @self: a table
 * @model: (transfer full): the rows
 */
void
monitor_table_set_model (MonitorTable *self,
                         GListModel   *model)
{
  g_return_if_fail (MONITOR_IS_TABLE (self));
  g_return_if_fail (G_IS_LIST_MODEL (model));
  g_return_if_fail (self->selection == NULL);

  monitor_table_watch_source (self, model);
  self->rows = monitor_batch_new (model);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  rows_changed_cb (self);
}
