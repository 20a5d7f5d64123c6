/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-delivery-button.h"

#include <glib/gi18n.h>

#include "cony-state-pill.h"
#include "cony-text.h"
#include "cony-undelivered.h"

/**
 * ConyDeliveryButton:
 *
 * Whether what is sent to the kitchen gets to a screen: the last self-test, and the messages that no
 * screen has shown.  In words when something is wrong, else only a mark; a click tells the rest.
 */
struct _ConyDeliveryButton
{
  GtkWidget parent_instance;

  ConySelfTest *test;      /* owned, NULL where nothing is tested */
  GListModel *undelivered; /* owned */
  GTimeZone *zone;         /* owned, of the shop */
  guint tick_source;
  gboolean trouble;

  GtkMenuButton *button;
  ConyStatePill *pill;
  GtkPopover *popover;
  GtkLabel *test_text;
  GtkLabel *list_title;
  GtkWidget *scroller;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ConyDeliveryButton, cony_delivery_button, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TROUBLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
count (ConyDeliveryButton *self)
{
  return self->undelivered ? g_list_model_get_n_items (self->undelivered) : 0;
}

static char *
describe_test (ConyPrueba  prueba,
               guint       ms,
               const char *pantalla,
               guint       edad)
{
  g_autofree char *age = cony_age_format (edad);

  switch (prueba)
    {
    case CONY_PRUEBA_CONTESTADA:
      /* Translators: the test of the way to the kitchen's screen and back.  %1$s is its age, like
       * "12 s", %2$u milliseconds, %3$s the name of the screen */
      return g_strdup_printf (_ ("Test %1$s ago, %2$u ms · %3$s"), age, ms,
                              pantalla && *pantalla ? pantalla : "—");
    case CONY_PRUEBA_SIN_RESPUESTA:
      /* Translators: %s is the age of the test, like "12 s" */
      return g_strdup_printf (_ ("Test %s ago: no screen answered"), age);
    case CONY_PRUEBA_NINGUNA:
    default:
      return g_strdup (_ ("The way to the kitchen has not been tested yet."));
    }
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  ConyDeliveryButton *self = user_data;
  ConyUndelivered *message = CONY_UNDELIVERED (item);
  const char *tipo = cony_undelivered_get_tipo (message);
  const char *texto = cony_undelivered_get_texto (message);
  const gint64 pedido_id = cony_undelivered_get_pedido_id (message);
  g_autoptr (GDateTime) fecha = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *hora = NULL;
  const char *icon = "cony-receipt-symbolic";
  GtkWidget *row;

  if (g_strcmp0 (tipo, "alerta_cocina") == 0)
    icon = "cony-bell-symbolic";
  else if (g_strcmp0 (tipo, "refill_solicitado") == 0)
    icon = "cony-box-symbolic";
  fecha = g_date_time_to_timezone (cony_undelivered_get_fecha (message), self->zone);
  hora = g_date_time_format (fecha, "%H:%M");
  g_string_append (text, hora);
  if (pedido_id)
    g_string_append_printf (text, " · #%" G_GINT64_FORMAT, pedido_id);
  if (cony_undelivered_get_cliente (message))
    g_string_append_printf (text, " · %s", cony_undelivered_get_cliente (message));
  if (texto && *texto)
    g_string_append_printf (text, " · %s", texto);
  row = cony_pair_new ("undelivered", icon, text->str);
  gtk_label_set_xalign (GTK_LABEL (cony_pair_get_label (row)), 0);
  gtk_label_set_wrap (GTK_LABEL (cony_pair_get_label (row)), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (cony_pair_get_label (row)), 40);
  return row;
}

static void
set_trouble (ConyDeliveryButton *self,
             gboolean            trouble)
{
  if (self->trouble == trouble)
    return;
  self->trouble = trouble;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
update (ConyDeliveryButton *self)
{
  const ConyPrueba prueba
    = self->test ? cony_self_test_get_prueba (self->test) : CONY_PRUEBA_NINGUNA;

  cony_delivery_button_show_test (self, prueba,
                                  self->test ? cony_self_test_get_ms (self->test) : 0,
                                  self->test ? cony_self_test_get_pantalla (self->test) : NULL,
                                  self->test ? cony_self_test_get_edad (self->test) : 0);
}

static gboolean
tick_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
popover_unmap_cb (ConyDeliveryButton *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
}

static void
popover_map_cb (ConyDeliveryButton *self)
{
  popover_unmap_cb (self);
  self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
  update (self);
}

static void
cony_delivery_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TROUBLE:
      g_value_set_boolean (value, CONY_DELIVERY_BUTTON (object)->trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_delivery_button_dispose (GObject *object)
{
  ConyDeliveryButton *self = CONY_DELIVERY_BUTTON (object);

  popover_unmap_cb (self);
  cony_delivery_button_set_models (self, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONY_TYPE_DELIVERY_BUTTON);

  G_OBJECT_CLASS (cony_delivery_button_parent_class)->dispose (object);
}

static void
cony_delivery_button_finalize (GObject *object)
{
  g_clear_pointer (&CONY_DELIVERY_BUTTON (object)->zone, g_time_zone_unref);

  G_OBJECT_CLASS (cony_delivery_button_parent_class)->finalize (object);
}

static void
cony_delivery_button_class_init (ConyDeliveryButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = cony_delivery_button_get_property;
  G_OBJECT_CLASS (klass)->dispose = cony_delivery_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = cony_delivery_button_finalize;

  properties[PROP_TROUBLE] = g_param_spec_boolean ("trouble", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/widgets/cony-delivery-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, button);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, list);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, list_title);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, pill);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, popover);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConyDeliveryButton, test_text);
  gtk_widget_class_bind_template_callback (widget_class, popover_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_unmap_cb);
}

static void
cony_delivery_button_init (ConyDeliveryButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * cony_delivery_button_new:
 *
 * Returns: (transfer floating): a button that knows nothing yet
 */
GtkWidget *
cony_delivery_button_new (void)
{
  return g_object_new (CONY_TYPE_DELIVERY_BUTTON, NULL);
}

/**
 * cony_delivery_button_set_models:
 * @self: a #ConyDeliveryButton
 * @test: (nullable): the self-test, %NULL where none runs
 * @undelivered: (nullable): model of #ConyUndelivered
 * @zone: (nullable): of the shop, for the times; UTC by default
 */
void
cony_delivery_button_set_models (ConyDeliveryButton *self,
                                 ConySelfTest       *test,
                                 GListModel         *undelivered,
                                 GTimeZone          *zone)
{
  g_return_if_fail (CONY_IS_DELIVERY_BUTTON (self));
  g_return_if_fail (test == NULL || CONY_IS_SELF_TEST (test));
  g_return_if_fail (undelivered == NULL || G_IS_LIST_MODEL (undelivered));

  if (self->test)
    g_signal_handlers_disconnect_by_func (self->test, update, self);
  if (self->undelivered)
    g_signal_handlers_disconnect_by_func (self->undelivered, update, self);
  g_set_object (&self->test, test);
  g_set_object (&self->undelivered, undelivered);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone ? g_time_zone_ref (zone) : g_time_zone_new_utc ();
  if (self->list == NULL)
    return;
  gtk_list_box_bind_model (self->list, undelivered, create_row_cb, self, NULL);
  if (test)
    g_signal_connect_object (test, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (undelivered)
    g_signal_connect_object (undelivered, "items-changed", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

/**
 * cony_delivery_button_show_test:
 * @self: a #ConyDeliveryButton
 * @prueba: how the last test ended
 * @ms: how long it took
 * @pantalla: (nullable): the screen that answered
 * @edad: its age in seconds
 *
 * Draws one state; with a #ConySelfTest this happens by itself.
 */
void
cony_delivery_button_show_test (ConyDeliveryButton *self,
                                ConyPrueba          prueba,
                                guint               ms,
                                const char         *pantalla,
                                guint               edad)
{
  const guint n = count (self);
  g_autofree char *test = describe_test (prueba, ms, pantalla, edad);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (CONY_IS_DELIVERY_BUTTON (self));

  if (n > 0)
    {
      title = g_strdup (_ ("No screen of the kitchen has shown:"));
      /* Translators: a short label; %u messages were shown on no screen */
      label = g_strdup_printf (ngettext ("%u not shown", "%u not shown", n), n);
    }
  else
    {
      title = g_strdup (_ ("Every message has reached a screen of the kitchen."));
      label = g_strdup (prueba == CONY_PRUEBA_SIN_RESPUESTA ? _ ("No screen answers") : "");
    }
  cony_state_pill_set (self->pill, *label ? "bad" : "ok",
                       *label ? "cony-warn-symbolic" : "cony-check2-symbolic", label);
  set_trouble (self, *label != '\0');
  gtk_label_set_label (self->test_text, test);
  gtk_widget_set_visible (GTK_WIDGET (self->test_text),
                          self->test != NULL || prueba != CONY_PRUEBA_NINGUNA);
  gtk_label_set_label (self->list_title, title);
  gtk_widget_set_visible (self->scroller, n > 0);

  spoken = g_strjoin (" ", _ ("Delivery to the kitchen:"), *label ? label : title, NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}
