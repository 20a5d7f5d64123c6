/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-application.h"

#include <glib-unix.h>
#include <stdio.h>

#include "cocina-window-private.h"

/* cony-cocina, which tells on its standard output when a text was first painted:
 * microseconds of CLOCK_MONOTONIC, a space, the text.
 *
 * After SIGUSR1 it tells what it knows: lines that begin with "state ", the last is "state end". */

static GHashTable *painted; /* text → NULL */

static void
tell (GtkWidget *widget,
      gint64     now)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      if (g_hash_table_add (painted, g_strdup (text)))
        {
          printf ("%" G_GINT64_FORMAT " %s\n", now, text);
          fflush (stdout);
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    tell (child, now);
}

static void
after_paint_cb (GtkWidget     *window,
                GdkFrameClock *clock)
{
  tell (window, g_get_monotonic_time ());
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (after_paint_cb), window,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window)
{
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realize_cb (GTK_WIDGET (window));
  else
    g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
}

static void
tell_labels (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)))
    {
      g_autofree char *text = g_strdelimit (g_strdup (gtk_label_get_text (GTK_LABEL (widget))), "\n", ' ');

      printf ("state label %s\n", text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    tell_labels (child);
}

static void
tell_orders (const char *list,
             GListModel *pedidos)
{
  for (guint i = 0; pedidos && i < g_list_model_get_n_items (pedidos); i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (pedidos, i);

      printf ("state %s #%" G_GINT64_FORMAT " %s version %" G_GINT64_FORMAT "\n", list,
              cony_pedido_get_id (pedido), cony_pedido_get_estado (pedido),
              cony_item_get_version (CONY_ITEM (pedido)));
    }
}

static gboolean
tell_state_cb (gpointer application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    {
      printf ("state window %s%s\n", G_OBJECT_TYPE_NAME (l->data),
              gtk_widget_get_mapped (l->data) ? "" : ", hidden");
      if (COCINA_IS_WINDOW (l->data))
        {
          CocinaWindow *window = l->data;

          printf ("state frescura %d, %u s\n", cony_realtime_get_frescura (window->realtime),
                  cony_realtime_get_edad (window->realtime));
          tell_orders ("store", window->pedidos);
          tell_orders ("board", G_LIST_MODEL (window->open_pedidos));
        }
      tell_labels (l->data);
    }
  printf ("state end\n");
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  CocinaApplication *application;

  painted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  application = g_object_new (COCINA_TYPE_APPLICATION, "application-id",
                              CONY_APPLICATION_ID ".Cocina", NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  g_unix_signal_add (SIGUSR1, tell_state_cb, application);
  return cony_application_main (CONY_APPLICATION (application), argc, argv);
}
