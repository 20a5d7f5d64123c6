/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-reject.h"

#include <glib/gi18n.h>

/**
 * CocinaReject:
 *
 * Asks in the place of the tickets why a request is refused: a few reasons by touch or digit, and a
 * field for any other.  The answer is the action `win.refill-reject-because`.
 */
struct _CocinaReject
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkBox *reasons;
  GtkEditable *other;
  GtkWidget *send;
};

G_DEFINE_FINAL_TYPE (CocinaReject, cocina_reject, GTK_TYPE_BOX)

static const char *const reasons[] = {
  N_ ("None left"),
  N_ ("Already delivered"),
  N_ ("Asked for twice"),
  N_ ("Too much at once"),
  N_ ("Not now, ask again later"),
};

static void
append_reason (CocinaReject *self,
               int           digit,
               const char   *reason)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (reason);
  g_autofree char *key = g_strdup_printf ("%d", digit);
  GtkWidget *cap = gtk_label_new (key);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (cap, "keycap");
  gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), cap);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "action");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", reason);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.refill-reject-because");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, reason,
                                  -1);
  gtk_box_append (self->reasons, button);
}

static char *
get_other (CocinaReject *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->other)));
}

static void
changed_cb (CocinaReject *self)
{
  g_autofree char *text = get_other (self);

  gtk_widget_set_sensitive (self->send, *text != '\0');
}

static void
send_cb (CocinaReject *self)
{
  g_autofree char *text = get_other (self);

  if (*text)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.refill-reject-because", "s", text);
}

/* A digit that is not typed into the field. */
static gboolean
key_cb (CocinaReject    *self,
        guint            key,
        guint            code,
        GdkModifierType  modifiers)
{
  gunichar digit = gdk_keyval_to_unicode (key);

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK) || digit < '1'
      || digit >= '1' + G_N_ELEMENTS (reasons))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.refill-reject-because", "s",
                              _ (reasons[digit - '1']));
  return GDK_EVENT_STOP;
}

static void
cocina_reject_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COCINA_TYPE_REJECT);

  G_OBJECT_CLASS (cocina_reject_parent_class)->dispose (object);
}

static void
cocina_reject_class_init (CocinaRejectClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_reject_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-reject.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaReject, other);
  gtk_widget_class_bind_template_child (widget_class, CocinaReject, reasons);
  gtk_widget_class_bind_template_child (widget_class, CocinaReject, send);
  gtk_widget_class_bind_template_child (widget_class, CocinaReject, title);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
cocina_reject_init (CocinaReject *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    append_reason (self, i + 1, _ (reasons[i]));
}

/**
 * cocina_reject_new:
 *
 * Returns: (transfer floating): the question
 */
GtkWidget *
cocina_reject_new (void)
{
  return g_object_new (COCINA_TYPE_REJECT, NULL);
}

/**
 * cocina_reject_open:
 * @self: a #CocinaReject
 * @title: what is refused
 *
 * Asks anew, with the keyboard on the first reason.
 */
void
cocina_reject_open (CocinaReject *self,
                    const char   *title)
{
  g_return_if_fail (COCINA_IS_REJECT (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_label (self->title, title);
  gtk_editable_set_text (self->other, "");
  gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (self->reasons)));
}
