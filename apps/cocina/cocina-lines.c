/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-lines.h"

#include <glib/gi18n.h>

/* A line of notes that begins so takes something away and must never be overlooked. */
static const char WITHOUT[] = "SIN ";

static GtkWidget *
label_new (const char *css_class,
           const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* A note that is cut is worse than one that takes two lines. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/* The line above what came later. */
static GtkWidget *
separator_new (const char *hour)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  /* Translators: above the lines that were added to an order; %s is the time of day */
  g_autofree char *text = g_strdup_printf (_ ("ADDED %s"), hour);

  gtk_widget_add_css_class (row, "added");
  gtk_box_append (GTK_BOX (row), gtk_label_new (text));
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), line);
  return row;
}

/* A line is a button, so that a finger, the keyboard and a screen reader can strike it. */
static GtkWidget *
wrap_line (ConyPedido     *pedido,
           ConyPedidoItem *item,
           gboolean        done,
           GtkWidget      *row)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *spoken = NULL;

  /* Translators: %1$d is how many, %2$s the dish */
  spoken = g_strdup_printf (done ? _ ("Unstrike %1$d %2$s") : _ ("Strike %1$d %2$s"),
                            cony_pedido_item_get_cantidad (item),
                            cony_pedido_item_get_producto (item));
  gtk_widget_add_css_class (button, "line");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)",
                                    cony_pedido_get_id (pedido),
                                    cony_pedido_item_get_id (item));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.strike");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return button;
}

static GtkWidget *
line_new (ConyPedido     *pedido,
          ConyPedidoItem *item,
          CocinaQueue    *queue,
          ConyLinesRank  *rank)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button;
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *amount = g_strdup_printf ("%d", cony_pedido_item_get_cantidad (item));
  const char *notas = cony_pedido_item_get_notas (item);
  g_auto (GStrv) notes = g_strsplit (notas ? notas : "", "\n", -1);
  GtkWidget *quantity = label_new ("qty", amount);
  gboolean queued;
  gboolean done = cocina_queue_get_hecho (queue, item, &queued);

  *rank = CONY_LINES_NORMAL;
  gtk_label_set_wrap (GTK_LABEL (quantity), FALSE);
  gtk_widget_set_valign (quantity, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), quantity);
  gtk_box_append (GTK_BOX (column), label_new ("dish", cony_pedido_item_get_producto (item)));
  for (char **note = notes; *note; note++)
    {
      gboolean without = g_str_has_prefix (*note, WITHOUT);
      GtkWidget *label;

      if (!**note)
        continue;
      label = label_new (without ? "without" : "mod", *note);
      if (without)
        {
          gtk_widget_set_halign (label, GTK_ALIGN_START);
          *rank = CONY_LINES_ALWAYS;
        }
      gtk_box_append (GTK_BOX (column), label);
    }
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (row), column);
  if (queued)
    {
      GtkWidget *clock = gtk_image_new_from_icon_name ("cony-clock-symbolic");

      gtk_widget_add_css_class (clock, "queued");
      gtk_widget_set_valign (clock, GTK_ALIGN_START);
      gtk_widget_set_tooltip_text (clock, _ ("Queued"));
      gtk_box_append (GTK_BOX (row), clock);
    }
  if (cony_pedido_item_get_anadido (item))
    *rank = CONY_LINES_ALWAYS;
  button = wrap_line (pedido, item, done, row);
  if (done)
    {
      gtk_widget_add_css_class (button, "done");
      *rank = CONY_LINES_STRUCK;
    }
  return button;
}

/**
 * cocina_lines_format_hour:
 * @time: (nullable): a time
 * @zone: the branch's time zone
 *
 * Returns: (transfer full): its time of day
 */
char *
cocina_lines_format_hour (GDateTime *time,
                          GTimeZone *zone)
{
  g_autoptr (GDateTime) local = time ? g_date_time_to_timezone (time, zone) : NULL;

  return local ? g_date_time_format (local, "%H:%M") : g_strdup ("");
}

/**
 * cocina_lines_make:
 * @pedido: an order
 * @zone: the branch's time zone
 * @queue: (nullable): what waits for the database
 * @func: (scope call): takes each row
 * @user_data: of @func
 *
 * Makes the rows of what is to be cooked, each a button that strikes it (`win.strike`), and above
 * what came later the hour at which it came.
 */
void
cocina_lines_make (ConyPedido      *pedido,
                   GTimeZone       *zone,
                   CocinaQueue     *queue,
                   CocinaLinesFunc  func,
                   gpointer         user_data)
{
  g_autofree char *last = NULL;
  GListModel *items;
  guint n;

  g_return_if_fail (CONY_IS_PEDIDO (pedido));
  g_return_if_fail (zone != NULL);
  g_return_if_fail (func != NULL);

  items = cony_pedido_get_items (pedido);
  n = items ? g_list_model_get_n_items (items) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      GDateTime *anadido = cony_pedido_item_get_anadido (item);
      g_autofree char *hour = anadido ? cocina_lines_format_hour (anadido, zone) : NULL;
      ConyLinesRank rank;
      GtkWidget *row;

      if (hour && g_strcmp0 (hour, last) != 0)
        {
          func (separator_new (hour), CONY_LINES_ALWAYS, user_data);
          g_free (last);
          last = g_strdup (hour);
        }
      row = line_new (pedido, item, queue, &rank);
      func (row, rank, user_data);
    }
}
