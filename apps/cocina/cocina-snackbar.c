/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-snackbar.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/**
 * CocinaSnackbar:
 *
 * Tells for a few seconds what was done, and takes an order back that was made ready by mistake.
 * What lies below it has the style class `undoing` meanwhile.
 */
struct _CocinaSnackbar
{
  GObject parent_instance;

  AdwToastOverlay *overlay; /* weak */
  GtkWidget *below;         /* weak */
  gboolean narrow;          /* its words stand below each other */
  AdwToast *toast;          /* weak: the one on the screen */
  gint64 undo_id;           /* order that it takes back, 0 for none */
  gint64 undo_until;        /* monotonic time */
  GtkLabel *undo_text;      /* borrowed from the toast, NULL without undo_id */
};

G_DEFINE_FINAL_TYPE (CocinaSnackbar, cocina_snackbar, G_TYPE_OBJECT)

/* A snackbar is as wide as its text wants to be; a sentence must not be wider than the rail, or than
 * the strip that stands for it. */
#define TOAST_CHARS 28
#define NARROW_CHARS 9
#define TOAST_SECONDS 5

static void
tick_undo (CocinaSnackbar *self)
{
  gint64 left = self->undo_until - g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;
  g_autofree char *text = NULL;

  if (!self->undo_id)
    return;
  /* Translators: button; %d is how many seconds it stays there */
  text = g_strdup_printf (_ ("Undo %d s"), (int) MAX (1, left / G_TIME_SPAN_SECOND));
  gtk_label_set_label (self->undo_text, text);
}

static void
toast_dismissed_cb (CocinaSnackbar *self,
                    AdwToast       *toast)
{
  if (toast != self->toast)
    return;
  self->undo_id = 0;
  self->undo_text = NULL;
  /* A toast that goes down with the window comes after what lies below it. */
  if (self->below)
    gtk_widget_remove_css_class (self->below, "undoing");
}

/* In the width of a few letters. */
static void
make_narrow (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NARROW_CHARS);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

static GtkWidget *
undo_button_new (CocinaSnackbar *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *key = gtk_image_new_from_icon_name ("cony-bksp-symbolic");
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (key, "keycap");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), key);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.recall");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Undo"), -1);
  if (self->narrow)
    make_narrow (label);
  self->undo_text = GTK_LABEL (label);
  return button;
}

static void
show_toast (CocinaSnackbar *self,
            const char     *icon_name,
            const char     *text,
            gint64          undo_id)
{
  AdwToast *toast;
  GtkWidget *title;
  GtkWidget *label;

  /* The newest counts; an older one must not come back when it is no longer true. */
  cocina_snackbar_dismiss (self);
  title = cony_pair_new ("undo", icon_name, text);
  label = cony_pair_get_label (title);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TOAST_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  if (self->narrow)
    {
      gtk_orientable_set_orientation (GTK_ORIENTABLE (title), GTK_ORIENTATION_VERTICAL);
      gtk_widget_set_visible (cony_pair_get_image (title), !undo_id);
      make_narrow (label);
    }
  if (undo_id)
    {
      gtk_box_append (GTK_BOX (title), undo_button_new (self));
      self->undo_id = undo_id;
      self->undo_until = g_get_monotonic_time () + TOAST_SECONDS * G_TIME_SPAN_SECOND;
      tick_undo (self);
    }

  toast = adw_toast_new (text);
  adw_toast_set_custom_title (toast, title);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->below, "undoing");
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

static void
cocina_snackbar_dispose (GObject *object)
{
  CocinaSnackbar *self = COCINA_SNACKBAR (object);

  g_clear_weak_pointer (&self->toast);
  g_clear_weak_pointer (&self->below);
  g_clear_weak_pointer (&self->overlay);

  G_OBJECT_CLASS (cocina_snackbar_parent_class)->dispose (object);
}

static void
cocina_snackbar_class_init (CocinaSnackbarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cocina_snackbar_dispose;
}

static void
cocina_snackbar_init (CocinaSnackbar *self)
{
}

/**
 * cocina_snackbar_new:
 *
 * Returns: (transfer full): a snackbar that has no place yet
 */
CocinaSnackbar *
cocina_snackbar_new (void)
{
  return g_object_new (COCINA_TYPE_SNACKBAR, NULL);
}

/**
 * cocina_snackbar_set_place:
 * @self: a #CocinaSnackbar
 * @overlay: where it appears
 * @below: what it covers
 * @narrow: it has the width of a button
 *
 * Moves the snackbar; what it says goes with its old place.
 */
void
cocina_snackbar_set_place (CocinaSnackbar  *self,
                           AdwToastOverlay *overlay,
                           GtkWidget       *below,
                           gboolean         narrow)
{
  g_return_if_fail (COCINA_IS_SNACKBAR (self));
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (GTK_IS_WIDGET (below));

  if (self->overlay == overlay)
    return;
  cocina_snackbar_dismiss (self);
  g_set_weak_pointer (&self->overlay, overlay);
  g_set_weak_pointer (&self->below, below);
  self->narrow = narrow;
}

/**
 * cocina_snackbar_show:
 * @self: a #CocinaSnackbar
 * @icon_name: the icon
 * @text: what happened, one sentence
 *
 * Shows a snackbar for a few seconds.
 */
void
cocina_snackbar_show (CocinaSnackbar *self,
                      const char     *icon_name,
                      const char     *text)
{
  g_return_if_fail (COCINA_IS_SNACKBAR (self));
  g_return_if_fail (text != NULL);

  show_toast (self, icon_name, text, 0);
}

/**
 * cocina_snackbar_show_undo:
 * @self: a #CocinaSnackbar
 * @text: what was done
 * @pedido_id: with which order
 *
 * Shows a snackbar whose button is the action `win.recall`, for as long as it counts down.
 */
void
cocina_snackbar_show_undo (CocinaSnackbar *self,
                           const char     *text,
                           gint64          pedido_id)
{
  g_return_if_fail (COCINA_IS_SNACKBAR (self));
  g_return_if_fail (text != NULL);

  show_toast (self, "cony-check-symbolic", text, pedido_id);
}

/**
 * cocina_snackbar_get_undo:
 * @self: a #CocinaSnackbar
 *
 * Returns: the order that the snackbar on the screen can take back, 0 for none
 */
gint64
cocina_snackbar_get_undo (CocinaSnackbar *self)
{
  g_return_val_if_fail (COCINA_IS_SNACKBAR (self), 0);

  return self->undo_id;
}

/**
 * cocina_snackbar_dismiss:
 * @self: a #CocinaSnackbar
 *
 * Takes the snackbar away.
 */
void
cocina_snackbar_dismiss (CocinaSnackbar *self)
{
  g_return_if_fail (COCINA_IS_SNACKBAR (self));

  if (self->toast)
    adw_toast_dismiss (self->toast);
}

/**
 * cocina_snackbar_tick:
 * @self: a #CocinaSnackbar
 *
 * Counts down how long its button stays.
 */
void
cocina_snackbar_tick (CocinaSnackbar *self)
{
  g_return_if_fail (COCINA_IS_SNACKBAR (self));

  tick_undo (self);
}
