/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-rows.h"

/* A list box over a model of the stores, whose items keep their identity while they change and are
 * reported as one removed and one added.  gtk_list_box_bind_model() would make a new row each time,
 * and a button that is pressed at that moment, or has the keyboard, would be gone. */

#define DATA "atencion-rows"

typedef struct
{
  GtkListBox *list;         /* not owned: owns this */
  GListModel *model;        /* owned */
  AtencionRowsCreate create;
  gpointer user_data;
  gulong handler;
} Rows;

static gpointer
get_item (GtkListBoxRow *row)
{
  return row ? g_object_get_data (G_OBJECT (row), DATA) : NULL;
}

static gboolean
model_has (Rows     *rows,
           gpointer  item)
{
  guint n_items = g_list_model_get_n_items (rows->model);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (rows->model, i);

      if (other == item)
        return TRUE;
    }
  return FALSE;
}

static void
remove_gone (Rows *rows)
{
  GtkListBoxRow *row;
  int i = 0;

  while ((row = gtk_list_box_get_row_at_index (rows->list, i)))
    if (model_has (rows, get_item (row)))
      i++;
    else
      gtk_list_box_remove (rows->list, GTK_WIDGET (row));
}

static GtkListBoxRow *
find_from (Rows     *rows,
           int       i,
           gpointer  item)
{
  GtkListBoxRow *row;

  for (; (row = gtk_list_box_get_row_at_index (rows->list, i)); i++)
    if (get_item (row) == item)
      return row;
  return NULL;
}

static void
changed_cb (Rows *rows)
{
  guint n_items = g_list_model_get_n_items (rows->model);

  remove_gone (rows);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (rows->model, i);
      GtkListBoxRow *row = find_from (rows, i, item);

      if (row && gtk_list_box_row_get_index (row) == (int) i)
        continue;
      if (row)
        {
          g_object_ref (row);
          gtk_list_box_remove (rows->list, GTK_WIDGET (row));
          gtk_list_box_insert (rows->list, GTK_WIDGET (row), i);
          g_object_unref (row);
          continue;
        }
      row = GTK_LIST_BOX_ROW (rows->create (item, rows->user_data));
      g_object_set_data_full (G_OBJECT (row), DATA, g_object_ref (item), g_object_unref);
      gtk_list_box_insert (rows->list, GTK_WIDGET (row), i);
    }
}

static void
rows_free (Rows *rows)
{
  g_clear_signal_handler (&rows->handler, rows->model);
  g_clear_object (&rows->model);
  g_free (rows);
}

/**
 * atencion_rows_bind:
 * @list: an empty list box
 * @model: of objects, few of them
 * @create: makes a #GtkListBoxRow for an item; the row follows its item by itself
 * @user_data: for @create; outlives the binding
 *
 * Keeps one row an item, in the order of @model, until atencion_rows_unbind().
 */
void
atencion_rows_bind (GtkListBox         *list,
                    GListModel         *model,
                    AtencionRowsCreate  create,
                    gpointer            user_data)
{
  Rows *rows = NULL;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (G_IS_LIST_MODEL (model));
  g_return_if_fail (create != NULL);

  rows = g_new0 (Rows, 1);
  rows->list = list;
  rows->model = g_object_ref (model);
  rows->create = create;
  rows->user_data = user_data;
  rows->handler
    = g_signal_connect_swapped (model, "items-changed", G_CALLBACK (changed_cb), rows);
  g_object_set_data_full (G_OBJECT (list), DATA, rows, (GDestroyNotify) rows_free);
  changed_cb (rows);
}

/**
 * atencion_rows_unbind:
 * @list: a list box
 *
 * Ends what atencion_rows_bind() began and takes the rows away.
 */
void
atencion_rows_unbind (GtkListBox *list)
{
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  g_object_set_data (G_OBJECT (list), DATA, NULL);
  while ((row = gtk_list_box_get_row_at_index (list, 0)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
