/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-preferences.h"

/**
 * CocinaPreferences:
 *
 * What this screen is like, in the place of the tickets: from how far it is read and its colours.
 * Its buttons are the actions `win.distance` and `win.theme`, which apply at once.
 */
struct _CocinaPreferences
{
  GtkBox parent_instance;

  GtkWidget *distances;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (CocinaPreferences, cocina_preferences, GTK_TYPE_BOX)

static void
cocina_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COCINA_TYPE_PREFERENCES);

  G_OBJECT_CLASS (cocina_preferences_parent_class)->dispose (object);
}

static void
cocina_preferences_class_init (CocinaPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_preferences_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Cocina/cocina-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaPreferences, distances);
  gtk_widget_class_bind_template_child (widget_class, CocinaPreferences, note);
}

static void
cocina_preferences_init (CocinaPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_preferences_new:
 *
 * Returns: (transfer floating): the preferences
 */
GtkWidget *
cocina_preferences_new (void)
{
  return g_object_new (COCINA_TYPE_PREFERENCES, NULL);
}

/**
 * cocina_preferences_open:
 * @self: a #CocinaPreferences
 *
 * Puts the keyboard on the first choice.
 */
void
cocina_preferences_open (CocinaPreferences *self)
{
  g_return_if_fail (COCINA_IS_PREFERENCES (self));

  gtk_widget_child_focus (self->distances, GTK_DIR_TAB_FORWARD);
}

/**
 * cocina_preferences_set_note:
 * @self: a #CocinaPreferences
 * @note: what the distance comes to on this monitor
 */
void
cocina_preferences_set_note (CocinaPreferences *self,
                             const char        *note)
{
  g_return_if_fail (COCINA_IS_PREFERENCES (self));

  gtk_label_set_label (self->note, note);
}
