/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-panel-row.h"

#include "cony-text.h"

/**
 * cocina_panel_row_new:
 *
 * Returns: (transfer floating): a row for a list
 */
GtkWidget *
cocina_panel_row_new (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (row, "panel-row");
  return row;
}

/**
 * cocina_panel_row_append_label:
 * @row: a row
 * @css_class: its class
 * @text: (nullable): its text
 *
 * Returns: (transfer none): the label, at the end of @row
 */
GtkWidget *
cocina_panel_row_append_label (GtkWidget  *row,
                               const char *css_class,
                               const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), label);
  return label;
}

/**
 * cocina_panel_row_append_button:
 * @row: a row
 * @icon_name: (nullable): its icon
 * @text: its text
 * @key: (nullable): the icon or the name of its key
 * @action: what it does
 * @id: of the item, target of @action
 * @spoken: what a screen reader says
 *
 * Returns: (transfer none): the button, at the end of @row
 */
GtkWidget *
cocina_panel_row_append_button (GtkWidget  *row,
                                const char *icon_name,
                                const char *text,
                                const char *key,
                                const char *action,
                                gint64      id,
                                const char *spoken)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *pair = cony_pair_new (NULL, icon_name, text);
  GtkWidget *cap = NULL;

  if (key && g_str_has_suffix (key, "-symbolic"))
    cap = gtk_image_new_from_icon_name (key);
  else if (key)
    cap = gtk_label_new (key);
  if (cap)
    {
      gtk_widget_add_css_class (cap, "keycap");
      gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (pair), cap);
    }
  gtk_button_set_child (GTK_BUTTON (button), pair);
  gtk_widget_add_css_class (button, "action");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}
