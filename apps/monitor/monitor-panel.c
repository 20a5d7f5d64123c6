/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-panel.h"

#include "monitor-event-format.h"

/* What a row is made of, at the side of its table. */
struct _MonitorPanel
{
  GtkWidget parent_instance;

  /* template children; direct ones are bound so that disposing the template frees them */
  GtkWidget *head;
  GtkLabel *heading;
  GtkLabel *caption;
  GtkWidget *scroller;
  GtkTextView *json;
  GtkWidget *foot;
};

G_DEFINE_FINAL_TYPE (MonitorPanel, monitor_panel, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_COPIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *param)
{
  MonitorPanel *self = MONITOR_PANEL (widget);
  g_autofree char *json = monitor_panel_dup_json (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), json);
  g_signal_emit (self, signals[SIGNAL_COPIED], 0);
}

static void
monitor_panel_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MONITOR_TYPE_PANEL);

  G_OBJECT_CLASS (monitor_panel_parent_class)->dispose (object);
}

static void
monitor_panel_class_init (MonitorPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = monitor_panel_dispose;

  signals[SIGNAL_COPIED] = g_signal_new ("copied", MONITOR_TYPE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Monitor/monitor-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, caption);
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, foot);
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, head);
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, heading);
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, json);
  gtk_widget_class_bind_template_child (widget_class, MonitorPanel, scroller);

  gtk_widget_class_install_action (widget_class, "panel.copy", NULL, copy_action);
}

static void
monitor_panel_init (MonitorPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * monitor_panel_show:
 * @self: a panel
 * @title: what the row is
 * @caption: (nullable): when, and whose
 * @json: its data as compact JSON
 */
void
monitor_panel_show (MonitorPanel *self,
                    const char   *title,
                    const char   *caption,
                    const char   *json)
{
  g_autofree char *pretty = NULL;

  g_return_if_fail (MONITOR_IS_PANEL (self));
  g_return_if_fail (json != NULL);

  pretty = monitor_json_pretty (json);
  gtk_label_set_label (self->heading, title);
  gtk_label_set_label (self->caption, caption ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption && *caption);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->json), pretty, -1);
}

/**
 * monitor_panel_dup_json:
 * @self: a panel
 *
 * Returns: (transfer full): the JSON as it is shown
 */
char *
monitor_panel_dup_json (MonitorPanel *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (MONITOR_IS_PANEL (self), NULL);

  buffer = gtk_text_view_get_buffer (self->json);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
