/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-error-strip.h"

/**
 * AtencionErrorStrip:
 *
 * What is wrong with what was entered in a dialog.  It stands above the buttons and outside of what
 * scrolls: nobody has to look for it.
 */
struct _AtencionErrorStrip
{
  GtkBox parent_instance;

  /* template */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (AtencionErrorStrip, atencion_error_strip, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_TEXT
};

static void
atencion_error_strip_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AtencionErrorStrip *self = ATENCION_ERROR_STRIP (object);
  const char *text;

  switch (prop_id)
    {
    case PROP_TEXT:
      text = g_value_get_string (value);
      gtk_label_set_label (self->label, text ? text : "");
      gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_error_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATENCION_TYPE_ERROR_STRIP);

  G_OBJECT_CLASS (atencion_error_strip_parent_class)->dispose (object);
}

static void
atencion_error_strip_class_init (AtencionErrorStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = atencion_error_strip_set_property;
  object_class->dispose = atencion_error_strip_dispose;
  g_object_class_install_property (
    object_class, PROP_TEXT,
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-error-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionErrorStrip, label);
}

static void
atencion_error_strip_init (AtencionErrorStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
