/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-action-button.h"

#include <glib/gi18n.h>

/**
 * ConyActionButton:
 *
 * A big button with a symbol, words and the key that does the same.  When the answer to what it did
 * does not come, it says "Checking…" itself: whoever pressed it looks there.
 */
struct _ConyActionButton
{
  GtkButton parent_instance;

  /* owned */
  char *keycap;
  char *symbol;
  char *text;

  gboolean checking;

  /* template */
  GtkImage *image;
  GtkLabel *key;
  GtkLabel *label;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ConyActionButton, cony_action_button, GTK_TYPE_BUTTON)

enum
{
  PROP_0,
  PROP_CHECKING,
  PROP_KEYCAP,
  PROP_SYMBOL,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show (ConyActionButton *self)
{
  const char *text = self->checking ? _ ("Checking…") : self->text ? self->text : "";

  gtk_image_set_from_icon_name (self->image, self->symbol);
  gtk_widget_set_visible (GTK_WIDGET (self->image), self->symbol && !self->checking);
  gtk_spinner_set_spinning (self->spinner, self->checking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->checking);
  gtk_label_set_label (self->label, text);
  gtk_label_set_label (self->key, self->keycap ? self->keycap : "");
  gtk_widget_set_visible (GTK_WIDGET (self->key), self->keycap && !self->checking);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
set_string (ConyActionButton *self,
            char            **field,
            const char       *value,
            guint             prop_id)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
cony_action_button_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ConyActionButton *self = CONY_ACTION_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CHECKING:
      g_value_set_boolean (value, self->checking);
      break;
    case PROP_KEYCAP:
      g_value_set_string (value, self->keycap);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, self->symbol);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_action_button_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ConyActionButton *self = CONY_ACTION_BUTTON (object);

  switch (prop_id)
    {
    case PROP_CHECKING:
      cony_action_button_set_checking (self, g_value_get_boolean (value));
      break;
    case PROP_KEYCAP:
      set_string (self, &self->keycap, g_value_get_string (value), PROP_KEYCAP);
      break;
    case PROP_SYMBOL:
      set_string (self, &self->symbol, g_value_get_string (value), PROP_SYMBOL);
      break;
    case PROP_TEXT:
      cony_action_button_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_action_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONY_TYPE_ACTION_BUTTON);

  G_OBJECT_CLASS (cony_action_button_parent_class)->dispose (object);
}

static void
cony_action_button_finalize (GObject *object)
{
  ConyActionButton *self = CONY_ACTION_BUTTON (object);

  g_clear_pointer (&self->keycap, g_free);
  g_clear_pointer (&self->symbol, g_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (cony_action_button_parent_class)->finalize (object);
}

static void
cony_action_button_class_init (ConyActionButtonClass *klass)
{
  const GParamFlags flags
      = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cony_action_button_get_property;
  object_class->set_property = cony_action_button_set_property;
  object_class->dispose = cony_action_button_dispose;
  object_class->finalize = cony_action_button_finalize;

  properties[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, flags);
  properties[PROP_KEYCAP] = g_param_spec_string ("keycap", NULL, NULL, NULL, flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/com/conychips/Cony/widgets/cony-action-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ConyActionButton, image);
  gtk_widget_class_bind_template_child (widget_class, ConyActionButton, key);
  gtk_widget_class_bind_template_child (widget_class, ConyActionButton, label);
  gtk_widget_class_bind_template_child (widget_class, ConyActionButton, spinner);
}

static void
cony_action_button_init (ConyActionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cony_action_button_set_text:
 * @self: a button
 * @text: (nullable): what it does, in words
 */
void
cony_action_button_set_text (ConyActionButton *self,
                             const char       *text)
{
  g_return_if_fail (CONY_IS_ACTION_BUTTON (self));

  set_string (self, &self->text, text, PROP_TEXT);
}

/**
 * cony_action_button_set_checking:
 * @self: a button
 * @checking: %TRUE while nobody knows whether what it did was done
 */
void
cony_action_button_set_checking (ConyActionButton *self,
                                 gboolean          checking)
{
  g_return_if_fail (CONY_IS_ACTION_BUTTON (self));

  checking = !!checking;
  if (self->checking == checking)
    return;
  self->checking = checking;
  if (checking)
    gtk_widget_add_css_class (GTK_WIDGET (self), "checking");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "checking");
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}
