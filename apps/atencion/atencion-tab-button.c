/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-tab-button.h"

#include <glib/gi18n.h>

/**
 * AtencionTabButton:
 *
 * A tab with its count after the word.  The stock view switcher draws the count over the icon and
 * cuts what does not fit, which is why the narrow window only gets the icon with the count above.
 */
struct _AtencionTabButton
{
  GtkToggleButton parent_instance;

  /* owned */
  char *symbol;
  char *title;
  GListModel *model;

  gboolean hot;
  gboolean tall;

  /* template */
  GtkLabel *tall_badge;
  GtkWidget *tall_box;
  GtkLabel *wide_badge;
  GtkWidget *wide_box;
};

G_DEFINE_FINAL_TYPE (AtencionTabButton, atencion_tab_button, GTK_TYPE_TOGGLE_BUTTON)

enum
{
  PROP_0,
  PROP_HOT,
  PROP_SYMBOL,
  PROP_MODEL,
  PROP_TALL,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_badge (AtencionTabButton *self,
            GtkLabel          *badge,
            guint              count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_label (badge, text);
  gtk_widget_set_visible (GTK_WIDGET (badge), count > 0);
  if (self->hot && count > 0)
    gtk_widget_add_css_class (GTK_WIDGET (badge), "hot");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (badge), "hot");
}

static void
show_cb (AtencionTabButton *self)
{
  guint count = self->model ? g_list_model_get_n_items (self->model) : 0;
  /* Translators: how many orders wait in a tab */
  g_autofree char *spoken
    = g_strdup_printf (ngettext ("%u waiting", "%u waiting", count), count);

  show_badge (self, self->wide_badge, count);
  show_badge (self, self->tall_badge, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->title ? self->title : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken,
                                  -1);
}

static void
set_model (AtencionTabButton *self,
           GListModel        *model)
{
  if (self->model)
    g_signal_handlers_disconnect_by_func (self->model, show_cb, self);
  g_set_object (&self->model, model);
  if (model)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (show_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
atencion_tab_button_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AtencionTabButton *self = ATENCION_TAB_BUTTON (object);

  switch (prop_id)
    {
    case PROP_HOT:
      g_value_set_boolean (value, self->hot);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, self->symbol);
      break;
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_TALL:
      g_value_set_boolean (value, self->tall);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_tab_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AtencionTabButton *self = ATENCION_TAB_BUTTON (object);

  switch (prop_id)
    {
    case PROP_HOT:
      self->hot = g_value_get_boolean (value);
      break;
    case PROP_SYMBOL:
      g_free (self->symbol);
      self->symbol = g_value_dup_string (value);
      break;
    case PROP_MODEL:
      set_model (self, g_value_get_object (value));
      break;
    case PROP_TALL:
      self->tall = g_value_get_boolean (value);
      gtk_widget_set_visible (self->tall_box, self->tall);
      gtk_widget_set_visible (self->wide_box, !self->tall);
      break;
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
  show_cb (self);
}

static void
atencion_tab_button_dispose (GObject *object)
{
  AtencionTabButton *self = ATENCION_TAB_BUTTON (object);

  set_model (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_TAB_BUTTON);

  G_OBJECT_CLASS (atencion_tab_button_parent_class)->dispose (object);
}

static void
atencion_tab_button_finalize (GObject *object)
{
  AtencionTabButton *self = ATENCION_TAB_BUTTON (object);

  g_clear_pointer (&self->symbol, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (atencion_tab_button_parent_class)->finalize (object);
}

static void
atencion_tab_button_class_init (AtencionTabButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = atencion_tab_button_get_property;
  object_class->set_property = atencion_tab_button_set_property;
  object_class->dispose = atencion_tab_button_dispose;
  object_class->finalize = atencion_tab_button_finalize;

  properties[PROP_HOT] = g_param_spec_boolean ("hot", NULL, NULL, FALSE, flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_TALL] = g_param_spec_boolean ("tall", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-tab-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionTabButton, tall_badge);
  gtk_widget_class_bind_template_child (widget_class, AtencionTabButton, tall_box);
  gtk_widget_class_bind_template_child (widget_class, AtencionTabButton, wide_badge);
  gtk_widget_class_bind_template_child (widget_class, AtencionTabButton, wide_box);
}

static void
atencion_tab_button_init (AtencionTabButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
