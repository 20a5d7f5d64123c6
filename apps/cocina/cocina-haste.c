/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-haste.h"

#include <math.h>

/* A hand presses twice without meaning it, and a key is held.  The first press has begun an order or
 * taken it away: the second would declare it ready, or the one that took its place. */

/* A finger does not come down at the very same place. */
#define NEAR 24.0 /* px */

/* A held key repeats more often than this, and nobody tells of its release to a window without the
 * keyboard. */
#define HELD_MS 1000

typedef struct
{
  gboolean pressed; /* there was one before */
  gboolean down;    /* the key was not let go */
  guint32 time;     /* of it, ms */
  double x, y;
} Haste;

static guint32
get_limit (GtkEventController *controller)
{
  GtkSettings *settings
    = gtk_widget_get_settings (gtk_event_controller_get_widget (controller));
  int ms = 0;

  g_object_get (settings, "gtk-double-click-time", &ms, NULL);
  return MAX (ms, 0);
}

static gboolean
event_cb (GtkEventController *controller,
          GdkEvent           *event,
          Haste              *haste)
{
  const GdkEventType type = gdk_event_get_event_type (event);
  const guint32 time = gdk_event_get_time (event);
  gboolean hasty;
  double x, y;

  if ((type != GDK_BUTTON_PRESS && type != GDK_TOUCH_BEGIN)
      || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  hasty = haste->pressed && time - haste->time < get_limit (controller)
          && hypot (x - haste->x, y - haste->y) < NEAR;
  *haste = (Haste) { .pressed = TRUE, .time = time, .x = x, .y = y };
  return hasty;
}

static gboolean
key_pressed_cb (GtkEventController *controller,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state,
                Haste              *haste)
{
  const guint32 time = gtk_event_controller_get_current_event_time (controller);
  gboolean hasty;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    {
      *haste = (Haste) { 0 };
      return GDK_EVENT_PROPAGATE;
    }
  hasty = haste->pressed && time - haste->time < (haste->down ? HELD_MS : get_limit (controller));
  *haste = (Haste) { .pressed = TRUE, .down = TRUE, .time = time };
  return hasty;
}

static void
key_released_cb (GtkEventController *controller,
                 guint               keyval,
                 guint               keycode,
                 GdkModifierType     state,
                 Haste              *haste)
{
  haste->down = FALSE;
}

static void
free_haste (gpointer  haste,
            GClosure *closure)
{
  g_free (haste);
}

/**
 * cocina_haste_guard_presses:
 * @widget: a widget whose buttons move or mean something else after a press
 *
 * A press at the same place within the time of a double click does nothing.
 */
void
cocina_haste_guard_presses (GtkWidget *widget)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "event", G_CALLBACK (event_cb), g_new0 (Haste, 1),
                         free_haste, 0);
  gtk_widget_add_controller (widget, controller);
}

/**
 * cocina_haste_guard_enter:
 * @window: a window where Enter means what comes next
 *
 * Enter again within the time of a double click, or because it is held, does nothing; after another
 * key, which may have selected something else, it does.
 */
void
cocina_haste_guard_enter (GtkWidget *window)
{
  GtkEventController *controller;
  Haste *haste = g_new0 (Haste, 1);

  g_return_if_fail (GTK_IS_WIDGET (window));

  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (key_pressed_cb), haste,
                         free_haste, 0);
  g_signal_connect (controller, "key-released", G_CALLBACK (key_released_cb), haste);
  gtk_widget_add_controller (window, controller);
}
