/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-application.h"

#include <stdio.h>

/* cony-cocina, which tells on its standard output when a text was first painted:
 * microseconds of CLOCK_MONOTONIC, a space, the text. */

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

int
main (int    argc,
      char **argv)
{
  CocinaApplication *application;

  painted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  application = g_object_new (COCINA_TYPE_APPLICATION, "application-id",
                              CONY_APPLICATION_ID ".Cocina", NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return cony_application_main (CONY_APPLICATION (application), argc, argv);
}
