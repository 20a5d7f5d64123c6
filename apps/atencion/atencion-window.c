/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-tab-button.h"
#include "atencion-toast-frame.h"

/* Below this width, in pixels, one page is shown at a time. */
#define NARROW_WIDTH 1040
/* The wide form is left before it reaches its least width, or nobody could make the window narrower. */
#define SLACK 48
/* "Directo a la base · hace 59 s" is never cut.  A header bar gives its end no more than the least
 * when the tabs are in its middle. */
#define FRESH_CHARS 24
/* Of the list beside an order, pixels: what its rows say must not move the border. */
#define SIDE_WIDTH 375

G_DEFINE_FINAL_TYPE (AtencionWindow, atencion_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_REALTIME,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* ---- what is shown ---- */

static void
show_titles (AtencionWindow *self)
{
  gboolean detail = self->narrow && atencion_window_is_detail_visible (self);
  ConyPedido *pedido = atencion_window_get_pedido (self);
  ConyRefill *refill = atencion_refill_view_get_refill (self->refill_view);
  const char *cliente = pedido ? cony_pedido_get_cliente (pedido) : NULL;
  g_autofree char *title = NULL;

  if (detail && self->avisos)
    title = g_strdup (_("Notices"));
  else if (detail && self->tab == ATENCION_TAB_REFILL)
    title = g_strdup (refill ? cony_refill_get_insumo (refill) : _("Refill"));
  else if (detail && pedido)
    title = g_strdup_printf ("#%" G_GINT64_FORMAT " %s", cony_pedido_get_id (pedido),
                             cliente ? cliente : "");
  else
    title = g_strdup (_("Atención"));
  gtk_label_set_label (self->narrow_title, title);
  gtk_widget_set_visible (self->back, detail);
  gtk_widget_set_visible (self->nuevo, !detail);
  gtk_widget_set_visible (self->nuevo_label, !self->narrow);
  gtk_widget_set_visible (self->narrow_tabs, self->narrow && !detail);
}

static void
layout_changed_cb (AtencionWindow *self)
{
  if (!self->session)
    return;
  show_titles (self);
  atencion_window_update_actions (self);
}

/* ---- width ---- */

static void
set_narrow (AtencionWindow *self,
            gboolean        narrow)
{
  self->narrow = narrow;
  /* There is no room for more than one button of the window beside the title. */
  adw_header_bar_set_decoration_layout (self->header, narrow ? ":close" : NULL);
  gtk_widget_set_visible (self->tabs, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->fresh), !narrow);
  gtk_widget_set_visible (self->narrow_title_box, narrow);
  gtk_widget_set_visible (self->actions, !narrow);
  gtk_widget_set_visible (self->narrow_actions, narrow);
  gtk_list_view_set_single_click_activate (self->queue, narrow);
  gtk_list_view_set_single_click_activate (self->refills, narrow);
  atencion_avisos_view_set_narrow (self->avisos_view, narrow);
  atencion_pedido_view_set_narrow (self->pedido_view, narrow);
  adw_clamp_set_maximum_size (self->side, narrow ? NARROW_WIDTH : SIDE_WIDTH);
  adw_clamp_set_tightening_threshold (self->side, narrow ? NARROW_WIDTH : SIDE_WIDTH);
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  layout_changed_cb (self);
}

static gboolean
is_narrow (AtencionWindow *self,
           int             width)
{
  return width < MAX (NARROW_WIDTH, self->wide_width + SLACK);
}

static gboolean
layout_cb (gpointer data)
{
  AtencionWindow *self = data;

  self->layout_source = 0;
  set_narrow (self, is_narrow (self, gtk_widget_get_width (GTK_WIDGET (self))));
  atencion_window_update_queue (self);
  return G_SOURCE_REMOVE;
}

/* The leaflet alone cannot decide when to fold: the folded page is narrower, so it would unfold at
 * once.  Widgets must not change while they are allocated, hence the source. */
static void
atencion_window_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  AtencionWindow *self = ATENCION_WINDOW (widget);

  GTK_WIDGET_CLASS (atencion_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (!self->narrow)
    gtk_widget_measure (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self)),
                        GTK_ORIENTATION_HORIZONTAL, -1, &self->wide_width, NULL, NULL, NULL);
  if (self->session && self->narrow != is_narrow (self, width) && !self->layout_source)
    self->layout_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
}

/* Before the window is shown, its wide form must not decide how narrow it can be. */
static void
default_width_cb (AtencionWindow *self)
{
  int width, height;

  if (gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  set_narrow (self, is_narrow (self, width));
}

/* The order that was just taken opens as soon as its row is here. */
static void
pedido_row_cb (AtencionWindow *self,
               ConyPedido     *pedido)
{
  if (self->wanted == 0 || cony_pedido_get_id (pedido) != self->wanted)
    return;
  self->wanted = 0;
  atencion_window_show_pedido (self, pedido, TRUE);
}

/* ---- life ---- */

static void
atencion_window_constructed (GObject *object)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  G_OBJECT_CLASS (atencion_window_parent_class)->constructed (object);

  self->running = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->clock = atencion_clock_new (self->session);
  self->pedidos = cony_pedido_store_new (self->session, self->realtime);
  self->alertas = cony_alerta_store_new (self->session, self->realtime);
  self->refills_store = cony_refill_store_new (self->session, self->realtime);
  self->insumos = cony_insumo_store_new (self->session, self->realtime);
  self->productos = cony_producto_store_new (self->session, self->realtime);
  self->sucursales = cony_sucursal_store_new (self->session, self->realtime);
  self->vouchers = cony_voucher_store_new (self->session, self->realtime);
  self->undelivered = cony_undelivered_store_new (self->session, self->realtime);
  self->pedido_signals = g_signal_group_new (CONY_TYPE_PEDIDO);
  g_signal_group_connect_swapped (self->pedido_signals, "notify",
                                  G_CALLBACK (atencion_window_update_actions), self);

  g_signal_connect_object (self->pedidos, "row-changed", G_CALLBACK (pedido_row_cb), self,
                           G_CONNECT_SWAPPED);

  atencion_window_add_actions (self);
  atencion_window_add_theme (self);
  atencion_window_build_queue (self);
  atencion_pedido_view_set_up (self->pedido_view, self->clock, G_LIST_MODEL (self->alertas));
  atencion_avisos_view_set_up (self->avisos_view, self->clock, self->realtime,
                               G_LIST_MODEL (self->alertas));
  atencion_refill_view_set_up (self->refill_view, self->clock);
  cony_delivery_button_set_models (self->delivery, cony_realtime_get_self_test (self->realtime),
                                   G_LIST_MODEL (self->undelivered),
                                   cony_session_get_time_zone (self->session));
  cony_freshness_pill_set_realtime (self->fresh, self->realtime);
  cony_freshness_pill_set_realtime (self->narrow_fresh, self->realtime);
  g_signal_connect_object (cony_session_get_database (self->session), "notify::connected",
                           G_CALLBACK (atencion_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::checking",
                           G_CALLBACK (atencion_window_update_actions), self, G_CONNECT_SWAPPED);
  if (cony_session_get_outbox (self->session))
    atencion_cola_view_set_model (self->cola,
                                  G_LIST_MODEL (cony_session_get_outbox (self->session)));
  atencion_window_follow_alerts (self);
  atencion_window_follow_events (self);

  default_width_cb (self);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (default_width_cb), NULL);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->queue));
  atencion_window_show_detail (self);
  cony_store_load (CONY_STORE (self->pedidos));
  cony_store_load (CONY_STORE (self->alertas));
  cony_store_load (CONY_STORE (self->refills_store));
  cony_store_load (CONY_STORE (self->insumos));
  cony_store_load (CONY_STORE (self->productos));
  cony_store_load (CONY_STORE (self->undelivered));
  cony_store_load (CONY_STORE (self->sucursales));
}

static void
atencion_window_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  switch (prop_id)
    {
    case PROP_REALTIME:
      g_value_set_object (value, self->realtime);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_window_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  switch (prop_id)
    {
    case PROP_REALTIME:
      self->realtime = g_value_dup_object (value);
      break;
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atencion_window_dispose (GObject *object)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  g_clear_handle_id (&self->first_source, g_source_remove);
  g_clear_handle_id (&self->layout_source, g_source_remove);
  if (self->queue_model)
    {
      /* The filter refers to us without a reference. */
      gtk_filter_list_model_set_filter (self->queue_model, NULL);
      gtk_list_view_set_model (self->queue, NULL);
      gtk_list_view_set_model (self->refills, NULL);
    }
  g_clear_object (&self->pedido_signals);
  g_clear_object (&self->print_settings);
  g_clear_object (&self->selection);
  g_clear_object (&self->refill_selection);
  g_clear_object (&self->queue_model);
  g_clear_object (&self->search_filter);
  for (guint i = 0; i < ATENCION_N_TABS; i++)
    g_clear_object (&self->tab_models[i]);
  g_clear_object (&self->clock);
  g_clear_object (&self->pedidos);
  g_clear_object (&self->alertas);
  g_clear_object (&self->refills_store);
  g_clear_object (&self->insumos);
  g_clear_object (&self->productos);
  g_clear_object (&self->undelivered);
  g_clear_object (&self->sucursales);
  g_clear_object (&self->vouchers);
  g_clear_object (&self->ladder);
  g_clear_object (&self->sound);
  g_clear_object (&self->theme);
  g_clear_object (&self->realtime);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_WINDOW);

  G_OBJECT_CLASS (atencion_window_parent_class)->dispose (object);
}

static void
atencion_window_finalize (GObject *object)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  g_clear_weak_pointer (&self->answer);
  g_clear_weak_pointer (&self->news);
  g_clear_pointer (&self->running, g_hash_table_unref);
  g_clear_pointer (&self->search_text, g_free);

  G_OBJECT_CLASS (atencion_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Atencion/atencion-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, actions);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, alertar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, aprobar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, avisar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, avisos_button);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, avisos_count);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, avisos_view);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, back);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, apurar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, cancelar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, checking);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, cola);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, complaint);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, complaint_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, detail_empty);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, empty_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, entregar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, find);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, delivery);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, header);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_actions);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_alertar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_avisar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_aprobar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_entregar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_fresh);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_tabs);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_title_box);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, nuevo);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, nuevo_label);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, pedido_view);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, queue_stack);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refill);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refill_view);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refills);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, search);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, side);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, side_toasts);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, tabs);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, waiting);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
}

static void
atencion_window_class_init (AtencionWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = atencion_window_constructed;
  object_class->get_property = atencion_window_get_property;
  object_class->set_property = atencion_window_set_property;
  object_class->dispose = atencion_window_dispose;
  object_class->finalize = atencion_window_finalize;
  widget_class->size_allocate = atencion_window_size_allocate;

  properties[PROP_REALTIME]
    = g_param_spec_object ("realtime", NULL, NULL, CONY_TYPE_REALTIME,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, CONY_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATENCION_TYPE_AVISOS_VIEW);
  g_type_ensure (ATENCION_TYPE_COLA_VIEW);
  g_type_ensure (ATENCION_TYPE_PEDIDO_VIEW);
  g_type_ensure (ATENCION_TYPE_REFILL_VIEW);
  g_type_ensure (ATENCION_TYPE_TAB_BUTTON);
  g_type_ensure (ATENCION_TYPE_TOAST_FRAME);
  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  bind_template (widget_class);
  atencion_window_class_bind_queue (widget_class);
  atencion_window_class_bind (widget_class);
  atencion_window_class_bind_news (widget_class);
}

static void
atencion_window_init (AtencionWindow *self)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *label;

  gtk_widget_init_template (GTK_WIDGET (self));

  builder = gtk_builder_new_from_resource ("/com/conychips/Cony/Atencion/atencion-shortcuts.ui");
  gtk_application_window_set_help_overlay (
    GTK_APPLICATION_WINDOW (self),
    GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));

  /* The longest state must not widen a window. */
  label = gtk_widget_get_last_child (GTK_WIDGET (self->narrow_fresh));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  label = gtk_widget_get_last_child (GTK_WIDGET (self->fresh));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), FRESH_CHARS);
}

/**
 * atencion_window_new:
 * @application: (nullable): the program
 * @session: logged in
 * @realtime: brings the events
 *
 * Returns: (transfer none): the window of the front desk; it loads what it shows by itself
 */
AtencionWindow *
atencion_window_new (GtkApplication *application,
                     ConySession    *session,
                     ConyRealtime   *realtime)
{
  AtencionWindow *self = NULL;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_REALTIME (realtime), NULL);

  self = g_object_new (ATENCION_TYPE_WINDOW,
                       "application", application,
                       "session", session,
                       "realtime", realtime,
                       NULL);
  atencion_window_load_theme (self);
  return self;
}

/* ---- for the other files of this class ---- */

/* atencion_window_get_pedido: the order that the person sees.  NULL while the right side shows
 * supplies, or a narrow window the list: a list that opens at one click selects whatever the pointer
 * is over, and no key may act on that. */
ConyPedido *
atencion_window_get_pedido (AtencionWindow *self)
{
  if (self->avisos || self->tab == ATENCION_TAB_REFILL
      || (self->narrow && !atencion_window_is_detail_visible (self)))
    return NULL;
  return atencion_pedido_view_get_pedido (self->pedido_view);
}

/* atencion_window_is_detail_visible: whether a narrow window shows the right side. */
gboolean
atencion_window_is_detail_visible (AtencionWindow *self)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "detail") == 0;
}

/* atencion_window_show_detail: the right side for the tab and what is open in it. */
void
atencion_window_show_detail (AtencionWindow *self)
{
  const char *page = "empty";

  if (self->avisos)
    page = "avisos";
  else if (self->tab == ATENCION_TAB_REFILL)
    {
      if (atencion_refill_view_get_refill (self->refill_view))
        page = "refill";
      gtk_label_set_label (self->detail_empty, _("Choose a refill to see what became of it."));
    }
  else
    {
      if (atencion_pedido_view_get_pedido (self->pedido_view))
        page = "pedido";
      gtk_label_set_label (self->detail_empty, _("Choose an order to see it here."));
    }
  gtk_stack_set_visible_child_name (self->detail, page);
  show_titles (self);
  atencion_window_update_actions (self);
}

/* atencion_window_set_pedido: opens an order on the right. */
void
atencion_window_set_pedido (AtencionWindow *self,
                            ConyPedido     *pedido)
{
  self->avisos = FALSE;
  atencion_pedido_view_set_pedido (self->pedido_view, pedido);
  g_signal_group_set_target (self->pedido_signals, pedido);
  atencion_window_show_detail (self);
}
