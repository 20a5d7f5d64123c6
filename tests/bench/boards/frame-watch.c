/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include <stdio.h>
#include <time.h>

/* Preloaded into a program as it is installed: writes into $CONY_FRAME_LOG, a line each,
 *
 *   frame WALL CPU    a frame of a window, from its first phase to its last
 *   turn WALL CPU     a turn of the main loop, frames among others, between two polls
 *
 * in microseconds; CPU is the time that the main thread had a processor.  Turns under a
 * millisecond are left out. */

typedef struct
{
  gint64 wall;
  gint64 cpu;
} Moment;

typedef struct
{
  GSource parent;
  Moment start;
} TurnSource;

static FILE *out;

static Moment
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment){ g_get_monotonic_time (),
                   cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000 };
}

static void
write_since (const char   *what,
             const Moment *start,
             gint64        at_least)
{
  Moment end = now ();

  if (end.wall - start->wall < at_least)
    return;
  fprintf (out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", what, end.wall - start->wall,
           end.cpu - start->cpu);
  fflush (out);
}

static gboolean
turn_prepare (GSource *source,
              int     *timeout)
{
  TurnSource *self = (TurnSource *) source;

  if (self->start.wall > 0)
    write_since ("turn", &self->start, 1000);
  self->start.wall = 0;
  *timeout = -1;
  return FALSE;
}

static gboolean
turn_check (GSource *source)
{
  ((TurnSource *) source)->start = now ();
  return FALSE;
}

static GSourceFuncs turn_funcs = { turn_prepare, turn_check, NULL, NULL, NULL, NULL };

static void
before_paint_cb (GdkFrameClock *clock,
                 Moment        *start)
{
  *start = now ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Moment        *start)
{
  if (start->wall > 0)
    write_since ("frame", start, 0);
  start->wall = 0;
}

static gboolean
realize_hook (GSignalInvocationHint *hint,
              guint                  n_values,
              const GValue          *values,
              gpointer               user_data)
{
  GtkWidget *widget = g_value_get_object (values);
  GdkFrameClock *clock = GTK_IS_WINDOW (widget) ? gtk_widget_get_frame_clock (widget) : NULL;

  if (clock && !g_object_get_data (G_OBJECT (clock), "frame-watch"))
    {
      Moment *start = g_new0 (Moment, 1);

      g_object_set_data_full (G_OBJECT (clock), "frame-watch", start, g_free);
      g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), start);
      g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), start);
    }
  return TRUE;
}

static void __attribute__ ((constructor))
watch (void)
{
  const char *path = g_getenv ("CONY_FRAME_LOG");
  GSource *source = NULL;

  g_unsetenv ("LD_PRELOAD");
  out = path ? fopen (path, "w") : NULL;
  if (!out)
    return;
  g_type_class_ref (GTK_TYPE_WIDGET);
  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realize_hook, NULL, NULL);
  source = g_source_new (&turn_funcs, sizeof (TurnSource));
  g_source_set_priority (source, G_MININT);
  g_source_attach (source, NULL);
}
