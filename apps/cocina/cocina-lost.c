/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-lost.h"

#include <glib/gi18n.h>

/**
 * CocinaLost:
 *
 * A strip above the tickets: something that was done without a database could not be stored.  Its
 * button is the action `win.dismiss-lost`.
 */
struct _CocinaLost
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkLabel *reason;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (CocinaLost, cocina_lost, GTK_TYPE_WIDGET)

static void
cocina_lost_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COCINA_TYPE_LOST);

  G_OBJECT_CLASS (cocina_lost_parent_class)->dispose (object);
}

static void
cocina_lost_class_init (CocinaLostClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cocina_lost_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-lost.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaLost, count);
  gtk_widget_class_bind_template_child (widget_class, CocinaLost, reason);
  gtk_widget_class_bind_template_child (widget_class, CocinaLost, revealer);
  gtk_widget_class_bind_template_child (widget_class, CocinaLost, title);
}

static void
cocina_lost_init (CocinaLost *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cocina_lost_show:
 * @self: a #CocinaLost
 * @title: (nullable): what was lost
 * @reason: (nullable): why
 * @n: how many there are, 0 takes the strip away
 */
void
cocina_lost_show (CocinaLost *self,
                  const char *title,
                  const char *reason,
                  guint       n)
{
  g_return_if_fail (COCINA_IS_LOST (self));

  gtk_revealer_set_reveal_child (self->revealer, n > 0);
  gtk_label_set_label (self->title, title ? title : "");
  gtk_label_set_label (self->reason, reason ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 1);
  if (n > 1)
    {
      g_autofree char *count = g_strdup_printf (_ ("%u of %u"), 1, n);

      gtk_label_set_label (self->count, count);
    }
}
