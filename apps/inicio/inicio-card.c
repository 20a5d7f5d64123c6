/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-card.h"

#include <glib/gi18n.h>

/* One role to choose.  One that the person may not have stays visible, locked, with its reason. */
struct _InicioCard
{
  GtkButton parent_instance;

  const InicioRole *role; /* borrowed, static */

  /* template children */
  GtkImage *icon;
  GtkLabel *heading;
  GtkLabel *summary;
  GtkLabel *key;
  GtkWidget *lock;
};

G_DEFINE_FINAL_TYPE (InicioCard, inicio_card, GTK_TYPE_BUTTON)

static void
inicio_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), INICIO_TYPE_CARD);

  G_OBJECT_CLASS (inicio_card_parent_class)->dispose (object);
}

static void
inicio_card_class_init (InicioCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inicio_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Inicio/inicio-card.ui");
  gtk_widget_class_bind_template_child (widget_class, InicioCard, heading);
  gtk_widget_class_bind_template_child (widget_class, InicioCard, icon);
  gtk_widget_class_bind_template_child (widget_class, InicioCard, key);
  gtk_widget_class_bind_template_child (widget_class, InicioCard, lock);
  gtk_widget_class_bind_template_child (widget_class, InicioCard, summary);
}

static void
inicio_card_init (InicioCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * inicio_card_new:
 * @role: what it offers
 * @digit: the key that chooses it
 * @allowed: whether the person may
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
inicio_card_new (const InicioRole *role,
                 guint             digit,
                 gboolean          allowed)
{
  InicioCard *self;
  g_autofree char *key = g_strdup_printf ("%u", digit);
  const char *summary;

  g_return_val_if_fail (role != NULL, NULL);

  self = g_object_new (INICIO_TYPE_CARD, NULL);
  self->role = role;
  summary = allowed ? _ (role->summary) : _ (role->locked);
  gtk_image_set_from_icon_name (self->icon, role->icon_name);
  gtk_label_set_label (self->heading, _ (role->title));
  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->key, key);
  gtk_widget_set_visible (GTK_WIDGET (self->key), allowed);
  gtk_widget_set_visible (self->lock, !allowed);
  gtk_widget_set_sensitive (GTK_WIDGET (self), allowed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (role->title), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * inicio_card_get_role:
 * @self: a card
 *
 * Returns: (transfer none): what it offers
 */
const InicioRole *
inicio_card_get_role (InicioCard *self)
{
  g_return_val_if_fail (INICIO_IS_CARD (self), NULL);

  return self->role;
}
