/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-state-pill.h"

#include "cony-text.h"

/**
 * ConyStatePill:
 *
 * What a thing is, in a tinted pill: always icon and word beside the colour.
 */
struct _ConyStatePill
{
  GtkWidget parent_instance;

  char *kind;
  GtkWidget *image; /* children */
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (ConyStatePill, cony_state_pill, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_KIND,
  PROP_ICON_NAME,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_kind (ConyStatePill *self,
          const char    *kind)
{
  if (g_strcmp0 (self->kind, kind) == 0)
    return;
  if (self->kind)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->kind);
  g_free (self->kind);
  self->kind = g_strdup (kind);
  if (self->kind)
    gtk_widget_add_css_class (GTK_WIDGET (self), self->kind);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
set_icon_name (ConyStatePill *self,
               const char    *icon_name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (self->image)), icon_name) == 0)
    return;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), icon_name);
  gtk_widget_set_visible (self->image, icon_name != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

static void
set_label (ConyStatePill *self,
           const char    *label)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->label)), label ? label : "") == 0)
    return;
  gtk_label_set_label (GTK_LABEL (self->label), label ? label : "");
  gtk_widget_set_visible (self->label, label && *label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
cony_state_pill_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ConyStatePill *self = CONY_STATE_PILL (object);

  switch (prop_id)
    {
    case PROP_KIND:
      set_kind (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_state_pill_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConyStatePill *self = CONY_STATE_PILL (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->image)));
      break;
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->label)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_state_pill_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cony_state_pill_parent_class)->dispose (object);
}

static void
cony_state_pill_finalize (GObject *object)
{
  g_free (CONY_STATE_PILL (object)->kind);

  G_OBJECT_CLASS (cony_state_pill_parent_class)->finalize (object);
}

static void
cony_state_pill_class_init (ConyStatePillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = cony_state_pill_set_property;
  object_class->get_property = cony_state_pill_get_property;
  object_class->dispose = cony_state_pill_dispose;
  object_class->finalize = cony_state_pill_finalize;

  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "box");
}

static void
cony_state_pill_init (ConyStatePill *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "pill");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  self->image = gtk_image_new ();
  gtk_widget_set_visible (self->image, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  self->label = gtk_label_new ("");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/**
 * cony_state_pill_new:
 *
 * Returns: (transfer floating): an empty grey pill
 */
GtkWidget *
cony_state_pill_new (void)
{
  return g_object_new (CONY_TYPE_STATE_PILL, NULL);
}

/**
 * cony_state_pill_set:
 * @self: a #ConyStatePill
 * @kind: (nullable): ok, info, warn, bad, gris or can
 * @icon_name: (nullable): the icon
 * @label: the word
 *
 * Sets all three properties.
 */
void
cony_state_pill_set (ConyStatePill *self,
                     const char    *kind,
                     const char    *icon_name,
                     const char    *label)
{
  g_return_if_fail (CONY_IS_STATE_PILL (self));

  set_kind (self, kind);
  set_icon_name (self, icon_name);
  set_label (self, label);
}
