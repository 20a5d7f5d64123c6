/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

/* The sound in the top bar: whether it can be heard, the mute, the test. */

/* Ticks until a missing device is looked for again. */
#define PROBE_EVERY 30

/* Shows what can be heard; part of every tick, for the countdown. */
void
cocina_window_update_sound (CocinaWindow *self)
{
  const gboolean available = cony_sound_get_available (self->sound);
  const guint muted = cony_sound_get_muted (self->sound);
  g_autofree char *text = NULL;
  const char *tip;

  if (!available)
    {
      text = g_strdup (_ ("No sound"));
      tip = _ ("This computer plays no sound: alerts can only be seen");
    }
  else if (muted)
    {
      /* Translators: %u seconds until the sounds are on again */
      text = g_strdup_printf (_ ("Muted %u s"), muted);
      tip = _ ("Alerts can only be seen for this long; M switches the sound on");
    }
  else
    {
      text = g_strdup (_ ("Sound"));
      tip = _ ("Alerts ring; M mutes them for 60 seconds");
    }
  gtk_label_set_label (self->sound_text, text);
  gtk_widget_set_tooltip_text (self->sound_button, tip);
  /* Without a device the test is what helps. */
  gtk_label_set_label (self->sound_key, available ? "M" : "P");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sound_button),
                                  available ? "win.mute" : "win.test-sound");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sound_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
  if (available && !muted)
    gtk_widget_remove_css_class (self->sound_button, "off");
  else
    gtk_widget_add_css_class (self->sound_button, "off");
}

/* Called once a second. */
void
cocina_window_tick_sound (CocinaWindow *self)
{
  if (!cony_sound_get_available (self->sound) && ++self->probe_ticks % PROBE_EVERY == 0)
    cony_sound_probe (self->sound);
  cocina_window_update_sound (self);
}

static void
mute_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CocinaWindow *self = user_data;

  cony_sound_mute (self->sound, cony_sound_get_muted (self->sound) ? 0 : CONY_SOUND_MAX_MUTE);
  cocina_window_update_sound (self);
}

static void
test_sound_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  CocinaWindow *self = user_data;

  gtk_stack_set_visible_child (self->pages, self->sound_panel);
  cocina_sound_panel_test (COCINA_SOUND_PANEL (self->sound_panel));
}

static void
page_changed_cb (CocinaWindow *self)
{
  if (gtk_stack_get_visible_child (self->pages) != self->sound_panel)
    cocina_sound_panel_stop (COCINA_SOUND_PANEL (self->sound_panel));
}

static const GActionEntry entries[] = {
  { .name = "mute", .activate = mute_cb },
  { .name = "test-sound", .activate = test_sound_cb },
};

/* Adds the keys of the sound. */
void
cocina_window_class_add_sound_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, 0, "win.mute", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "win.test-sound", NULL);
}

/* Makes the window heard. */
void
cocina_window_add_sound (CocinaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->sound = cony_sound_new ();
  self->sound_panel = cocina_sound_panel_new (self->sound);
  gtk_stack_add_child (self->pages, self->sound_panel);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sound, "notify::available",
                           G_CALLBACK (cocina_window_update_sound), self, G_CONNECT_SWAPPED);
  cony_sound_probe (self->sound);
  cocina_window_update_sound (self);
}
