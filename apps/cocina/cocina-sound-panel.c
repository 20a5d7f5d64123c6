/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-sound-panel.h"

#include <glib/gi18n.h>

/**
 * CocinaSoundPanel:
 *
 * Plays the three sounds one after the other and says of each whether it could be played.  Whether
 * it is heard at the fryer only a person can say, so it asks.
 */
struct _CocinaSoundPanel
{
  GtkBox parent_instance;

  ConySound *sound; /* owned */
  GCancellable *cancellable;
  guint next_id;
  guint next; /* which sound comes */
  gboolean failed;

  GtkWidget *rows;
  GtkLabel *verdict;
  GtkLabel *words[3];
};

G_DEFINE_FINAL_TYPE (CocinaSoundPanel, cocina_sound_panel, GTK_TYPE_BOX)

/* The next sound begins when the one before is over. */
#define PAUSE 1800

static const struct
{
  const char *sound;
  const char *icon;
  const char *name;
} sounds[] = {
  { "alerta-urgente", "cony-bell-symbolic", N_ ("Alert") },
  { "pedido", "cony-star-symbolic", N_ ("New order") },
  { "conexion", "cony-offline-symbolic", N_ ("Connection lost") },
};

static void play_next (CocinaSoundPanel *self);

static gboolean
next_cb (gpointer user_data)
{
  CocinaSoundPanel *self = user_data;

  self->next_id = 0;
  play_next (self);
  return G_SOURCE_REMOVE;
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CocinaSoundPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean played = cony_sound_test_finish (CONY_SOUND (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_label (self->words[self->next], played ? _ ("Played") : _ ("Could not be played"));
  self->failed = self->failed || !played;
  self->next++;
  if (!self->next_id)
    self->next_id = g_timeout_add (played ? PAUSE : 0, next_cb, self);
}

static void
play_next (CocinaSoundPanel *self)
{
  if (self->next < G_N_ELEMENTS (sounds))
    {
      gtk_label_set_label (self->words[self->next], _ ("Playing…"));
      cony_sound_test_async (self->sound, sounds[self->next].sound, self->cancellable, tested_cb,
                             g_object_ref (self));
    }
  else if (self->failed)
    {
      gtk_label_set_label (self->verdict,
                           _ ("This computer has no sound device: alerts can only be seen. Connect "
                              "a loudspeaker and play again."));
    }
  else
    {
      gtk_label_set_label (self->verdict,
                           _ ("Were all three heard at the fryer? If not, turn the loudspeaker up "
                              "and play again."));
    }
}

static void
add_row (CocinaSoundPanel *self,
         guint             i)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *name = gtk_label_new (_ (sounds[i].name));
  GtkWidget *word = gtk_label_new (NULL);

  gtk_widget_add_css_class (row, "panel-row");
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name (sounds[i].icon));
  gtk_widget_add_css_class (name, "name");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (row), name);
  gtk_widget_add_css_class (word, "word");
  gtk_box_append (GTK_BOX (row), word);
  self->words[i] = GTK_LABEL (word);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
cocina_sound_panel_dispose (GObject *object)
{
  CocinaSoundPanel *self = COCINA_SOUND_PANEL (object);

  cocina_sound_panel_stop (self);
  g_clear_object (&self->sound);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_SOUND_PANEL);

  G_OBJECT_CLASS (cocina_sound_panel_parent_class)->dispose (object);
}

static void
cocina_sound_panel_class_init (CocinaSoundPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_sound_panel_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Cocina/cocina-sound-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaSoundPanel, rows);
  gtk_widget_class_bind_template_child (widget_class, CocinaSoundPanel, verdict);
}

static void
cocina_sound_panel_init (CocinaSoundPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    add_row (self, i);
}

/**
 * cocina_sound_panel_new:
 * @sound: the window's sounds
 *
 * Returns: (transfer floating): a panel that plays nothing yet
 */
GtkWidget *
cocina_sound_panel_new (ConySound *sound)
{
  CocinaSoundPanel *self = g_object_new (COCINA_TYPE_SOUND_PANEL, NULL);

  g_return_val_if_fail (CONY_IS_SOUND (sound), NULL);

  self->sound = g_object_ref (sound);
  return GTK_WIDGET (self);
}

/**
 * cocina_sound_panel_test:
 * @self: a #CocinaSoundPanel
 *
 * Plays the sounds from the first on.
 */
void
cocina_sound_panel_test (CocinaSoundPanel *self)
{
  g_return_if_fail (COCINA_IS_SOUND_PANEL (self));

  cocina_sound_panel_stop (self);
  self->cancellable = g_cancellable_new ();
  self->next = 0;
  self->failed = FALSE;
  play_next (self);
}

/**
 * cocina_sound_panel_stop:
 * @self: a #CocinaSoundPanel
 *
 * Plays no further and forgets how far it came.
 */
void
cocina_sound_panel_stop (CocinaSoundPanel *self)
{
  g_return_if_fail (COCINA_IS_SOUND_PANEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->next_id, g_source_remove);
  if (!self->verdict)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    gtk_label_set_label (self->words[i], "");
  gtk_label_set_label (self->verdict, "");
}
