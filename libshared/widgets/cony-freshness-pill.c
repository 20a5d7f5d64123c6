/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-freshness-pill.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/**
 * ConyFreshnessPill:
 *
 * How old the data on this screen is, in icon, words and colour.  It asks the clock of its
 * #ConyRealtime every second by itself, so that a screen that gets nothing any more says so.
 */
struct _ConyFreshnessPill
{
  GtkWidget parent_instance;

  ConyRealtime *realtime; /* owned */
  guint tick_source;

  GtkWidget *image; /* children */
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (ConyFreshnessPill, cony_freshness_pill, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_REALTIME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *css;
  const char *icon;
  const char *help;
} looks[] = {
  [CONY_FRESCURA_EN_VIVO] = { NULL, "cony-live-symbolic",
                              N_ ("Events arrive through the broker as they happen.") },
  [CONY_FRESCURA_DIRECTO] = { "base", "cony-database-symbolic",
                              N_ ("The broker does not answer; events come straight from the "
                                  "database.") },
  [CONY_FRESCURA_SIN_BASE] = { "slow", "cony-database-symbolic",
                               N_ ("Events arrive through the broker, but the database does not "
                                   "answer: approving and other decisions have to wait.") },
  [CONY_FRESCURA_RECONECTANDO] = { "slow", "cony-live-symbolic",
                                   N_ ("Neither broker nor database answered in the last "
                                       "seconds.") },
  [CONY_FRESCURA_SIN_CONEXION] = { "cut", "cony-offline-symbolic",
                                   N_ ("What you see may be out of date. It comes back by itself "
                                       "when the connection does.") },
};

static char *
describe (ConyFrescura frescura,
          guint        edad)
{
  g_autofree char *age = NULL;

  if (frescura == CONY_FRESCURA_SIN_CONEXION)
    {
      age = cony_timer_format (edad);
      /* Translators: %s is for how long, as minutes and seconds */
      return g_strdup_printf (_ ("No connection %s"), age);
    }

  age = cony_age_format (edad);
  switch (frescura)
    {
    case CONY_FRESCURA_DIRECTO:
      /* Translators: %s is the age of the data, like "1 s" */
      return g_strdup_printf (_ ("Straight from the database · %s ago"), age);
    case CONY_FRESCURA_SIN_BASE:
      /* Translators: events arrive, but nothing can be decided; %s is the age of the data, like
       * "1 s" */
      return g_strdup_printf (_ ("Live, no database · %s ago"), age);
    case CONY_FRESCURA_RECONECTANDO:
      /* Translators: %s is the age of the data, like "4 s" */
      return g_strdup_printf (_ ("Reconnecting · %s ago"), age);
    case CONY_FRESCURA_EN_VIVO:
    case CONY_FRESCURA_SIN_CONEXION:
    default:
      /* Translators: %s is the age of the data, like "1 s" */
      return g_strdup_printf (_ ("Live · %s ago"), age);
    }
}

static void
update (ConyFreshnessPill *self)
{
  if (self->realtime)
    cony_freshness_pill_show (self, cony_realtime_get_frescura (self->realtime),
                              cony_realtime_get_edad (self->realtime));
}

static gboolean
tick_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
cony_freshness_pill_root (GtkWidget *widget)
{
  ConyFreshnessPill *self = CONY_FRESHNESS_PILL (widget);

  GTK_WIDGET_CLASS (cony_freshness_pill_parent_class)->root (widget);
  self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
}

static void
cony_freshness_pill_unroot (GtkWidget *widget)
{
  ConyFreshnessPill *self = CONY_FRESHNESS_PILL (widget);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  GTK_WIDGET_CLASS (cony_freshness_pill_parent_class)->unroot (widget);
}

static void
cony_freshness_pill_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_REALTIME:
      cony_freshness_pill_set_realtime (CONY_FRESHNESS_PILL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_freshness_pill_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_REALTIME:
      g_value_set_object (value, CONY_FRESHNESS_PILL (object)->realtime);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_freshness_pill_dispose (GObject *object)
{
  ConyFreshnessPill *self = CONY_FRESHNESS_PILL (object);
  GtkWidget *child;

  cony_freshness_pill_set_realtime (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (cony_freshness_pill_parent_class)->dispose (object);
}

static void
cony_freshness_pill_class_init (ConyFreshnessPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = cony_freshness_pill_set_property;
  object_class->get_property = cony_freshness_pill_get_property;
  object_class->dispose = cony_freshness_pill_dispose;
  widget_class->root = cony_freshness_pill_root;
  widget_class->unroot = cony_freshness_pill_unroot;

  properties[PROP_REALTIME]
    = g_param_spec_object ("realtime", NULL, NULL, CONY_TYPE_REALTIME,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cony_freshness_pill_init (ConyFreshnessPill *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "fresh");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  self->image = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  self->label = gtk_label_new ("");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  cony_freshness_pill_show (self, CONY_FRESCURA_RECONECTANDO, 0);
}

/**
 * cony_freshness_pill_new:
 *
 * Returns: (transfer floating): a pill that says "reconnecting" until it has a #ConyRealtime
 */
GtkWidget *
cony_freshness_pill_new (void)
{
  return g_object_new (CONY_TYPE_FRESHNESS_PILL, NULL);
}

/**
 * cony_freshness_pill_set_realtime:
 * @self: a #ConyFreshnessPill
 * @realtime: (nullable): whose freshness it shows
 */
void
cony_freshness_pill_set_realtime (ConyFreshnessPill *self,
                                  ConyRealtime      *realtime)
{
  g_return_if_fail (CONY_IS_FRESHNESS_PILL (self));
  g_return_if_fail (realtime == NULL || CONY_IS_REALTIME (realtime));

  if (self->realtime == realtime)
    return;
  if (self->realtime)
    g_signal_handlers_disconnect_by_func (self->realtime, update, self);
  g_set_object (&self->realtime, realtime);
  if (realtime)
    {
      g_signal_connect_object (realtime, "notify::frescura", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (realtime, "notify::edad", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REALTIME]);
}

/**
 * cony_freshness_pill_show:
 * @self: a #ConyFreshnessPill
 * @frescura: where the data comes from
 * @edad: its age in seconds
 *
 * Draws one state; with a #ConyRealtime this happens by itself.
 */
void
cony_freshness_pill_show (ConyFreshnessPill *self,
                          ConyFrescura       frescura,
                          guint              edad)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CONY_IS_FRESHNESS_PILL (self));
  g_return_if_fail (frescura < G_N_ELEMENTS (looks));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css && i != frescura)
      gtk_widget_remove_css_class (GTK_WIDGET (self), looks[i].css);
  if (looks[frescura].css)
    gtk_widget_add_css_class (GTK_WIDGET (self), looks[frescura].css);
  text = describe (frescura, edad);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[frescura].icon);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ (looks[frescura].help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
