/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cocina-haste.h"
#include "cony-motion.h"

/**
 * CocinaWindow:
 *
 * The board of the kitchen.  It binds the stores to the tickets, the rail and the banner, keeps
 * their time, and says when what it shows is out of date.
 */
G_DEFINE_FINAL_TYPE (CocinaWindow, cocina_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- time ---- */

/* The server's time, (transfer full). */
GDateTime *
cocina_window_get_now (CocinaWindow *self)
{
  GDateTime *now = self->session ? cony_session_now (self->session) : NULL;

  return now ? now : g_date_time_new_now_utc ();
}

/* The branch's thresholds. */
CocinaUmbrales
cocina_window_get_umbrales (CocinaWindow *self)
{
  CocinaUmbrales umbrales = COCINA_UMBRALES_DEFAULT;

  if (self->session)
    cocina_umbrales_read (&umbrales, self->session);
  return umbrales;
}

/* The branch's time zone, (transfer full). */
GTimeZone *
cocina_window_get_zone (CocinaWindow *self)
{
  GTimeZone *zone = self->session ? cony_session_get_time_zone (self->session) : NULL;

  return zone ? g_time_zone_ref (zone) : g_time_zone_new_local ();
}

/* The branch's time of day, (transfer full). */
char *
cocina_window_format_hour (CocinaWindow *self,
                           GDateTime    *time,
                           const char   *format)
{
  g_autoptr (GTimeZone) zone = cocina_window_get_zone (self);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (time, zone);

  return g_date_time_format (local, format);
}

/* Lets all times run; called once a second. */
void
cocina_window_tick (CocinaWindow *self)
{
  g_autoptr (GDateTime) now = cocina_window_get_now (self);
  g_autofree char *hour = cocina_window_format_hour (self, now, "%H:%M");
  CocinaUmbrales umbrales = cocina_window_get_umbrales (self);

  gtk_label_set_label (self->hour, hour);
  if (self->pedidos)
    cocina_counters_count (self->counters, self->pedidos, now, &umbrales);
  /* They may have changed while there was no connection. */
  cocina_tickets_set_umbrales (self->tickets, &umbrales);
  cocina_tickets_tick (self->tickets, now);
  cocina_rail_tick (self->rail, now);
  cocina_snackbar_tick (self->snackbar);
  cony_alert_ladder_tick (self->ladder, now);
  cony_alert_banner_tick (self->banner, now);
  cocina_window_tick_sound (self);
  cocina_window_update_actions (self);
}

static gboolean
count_cb (gpointer user_data)
{
  CocinaWindow *self = user_data;

  self->count_id = 0;
  cocina_window_tick (self);
  return G_SOURCE_REMOVE;
}

/* A reload changes the list row by row; it is counted once. */
static void
pedidos_changed_cb (CocinaWindow *self)
{
  if (!self->count_id)
    self->count_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, count_cb, self, NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  cocina_window_tick (user_data);
  return G_SOURCE_CONTINUE;
}

/* ---- alerts ---- */

static void
banner_changed_cb (CocinaWindow *self)
{
  ConyAlerta *alerta = cony_alert_banner_get_current (self->banner);
  gint64 pedido_id = alerta ? cony_alerta_get_pedido_id (alerta) : 0;

  cocina_tickets_set_dim (self->tickets, cony_alert_banner_is_red (self->banner));
  if (pedido_id != self->bell_id)
    {
      self->bell_id = pedido_id;
      cocina_tickets_set_bell (self->tickets, pedido_id);
    }
  cocina_window_update_tight (self);
  cocina_window_update_actions (self);
}

static void
cocina_window_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  GTK_WIDGET_CLASS (cocina_window_parent_class)->size_allocate (widget, width, height, baseline);
  cocina_window_lay_out (COCINA_WINDOW (widget), width, height);
}

static void
cocina_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cocina_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (cocina_window_confirm_shown), widget, G_CONNECT_SWAPPED);
}

static void
cocina_window_map (GtkWidget *widget)
{
  CocinaWindow *self = COCINA_WINDOW (widget);

  GTK_WIDGET_CLASS (cocina_window_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->tickets));
}

/* Enter means the selected ticket wherever the keyboard is; a button under it takes Enter first. */
static void
cocina_window_activate_default (GtkWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.advance-selected", NULL);
}

/* ---- models ---- */

static gboolean
is_on_board_cb (gpointer item,
                gpointer user_data)
{
  return cocina_pedido_is_on_board (item);
}

static gboolean
is_open_refill_cb (gpointer item,
                   gpointer user_data)
{
  return cocina_refill_is_open (item);
}

static int
compare_pedidos_cb (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  return cocina_pedido_compare ((ConyPedido *) a, (ConyPedido *) b);
}

static int
compare_refills_cb (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  return cocina_refill_compare ((ConyRefill *) a, (ConyRefill *) b);
}

/* Shows these lists, in any order, closed ones too. */
void
cocina_window_set_models (CocinaWindow *self,
                          GListModel   *pedidos,
                          GListModel   *alertas,
                          GListModel   *refills)
{
  GtkFilter *is_on_board = GTK_FILTER (gtk_custom_filter_new (is_on_board_cb, NULL, NULL));
  GtkFilter *is_open = GTK_FILTER (gtk_custom_filter_new (is_open_refill_cb, NULL, NULL));
  GtkSorter *by_age = GTK_SORTER (gtk_custom_sorter_new (compare_pedidos_cb, NULL, NULL));
  GtkSorter *by_need = GTK_SORTER (gtk_custom_sorter_new (compare_refills_cb, NULL, NULL));
  g_autoptr (GtkSortListModel) sorted_pedidos = NULL;
  g_autoptr (GtkSortListModel) sorted_refills = NULL;

  g_set_object (&self->pedidos, pedidos);
  g_signal_connect_object (pedidos, "items-changed", G_CALLBACK (pedidos_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->open_pedidos = gtk_filter_list_model_new (g_object_ref (pedidos), is_on_board);
  self->open_refills = gtk_filter_list_model_new (g_object_ref (refills), is_open);
  sorted_pedidos
    = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->open_pedidos)), by_age);
  sorted_refills
    = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->open_refills)), by_need);

  cocina_tickets_set_model (self->tickets, G_LIST_MODEL (sorted_pedidos));
  cocina_window_set_rail_models (self, G_LIST_MODEL (sorted_refills),
                                 G_LIST_MODEL (sorted_pedidos));
  cony_alert_banner_set_model (self->banner, alertas);
  cony_alert_ladder_set_model (self->ladder, alertas);
  cocina_window_set_panel_models (self);
  cocina_window_set_refills (self, G_LIST_MODEL (sorted_refills));
}

static void
bind_stores (CocinaWindow *self)
{
  g_autoptr (ConyPersonaStore) personas = NULL;
  gpointer stores[5];

  stores[0] = self->pedido_store = cony_pedido_store_new (self->session, self->realtime);
  stores[1] = self->alerta_store = cony_alerta_store_new (self->session, self->realtime);
  stores[2] = self->refill_store = cony_refill_store_new (self->session, self->realtime);
  stores[3] = personas = cony_persona_store_new (self->session, self->realtime);
  cony_alerta_store_keep_rungs (self->alerta_store, self->ladder);
  stores[4] = self->insumo_store = cony_insumo_store_new (self->session, self->realtime);
  cocina_window_set_personas (self, G_LIST_MODEL (personas));
  cocina_window_set_models (self, stores[0], stores[1], stores[2]);
  cocina_window_set_supplies (self, stores[4]);
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_signal_connect_object (stores[i], "row-changed", G_CALLBACK (cocina_window_row_changed),
                               self, G_CONNECT_SWAPPED);
      cony_store_load (stores[i]);
    }
  self->undelivered = cony_undelivered_store_new (self->session, self->realtime);
  cony_undelivered_store_set_patience (self->undelivered, 0);
  cocina_window_watch_undelivered (self);
  cony_store_load (CONY_STORE (self->undelivered));
}

static void
bind_session (CocinaWindow *self)
{
  g_autoptr (GTimeZone) zone = cocina_window_get_zone (self);
  const char *sucursal = cony_session_get_sucursal_nombre (self->session);
  ConyDatabase *database = cony_session_get_database (self->session);

  gtk_label_set_label (self->sucursal, sucursal ? sucursal : "Cony");
  gtk_label_set_label (self->pantalla, cony_session_get_pantalla (self->session));
  gtk_label_set_label (self->nombre, cony_session_get_nombre (self->session));
  cony_alert_banner_set_persona (self->banner, cony_session_get_nombre (self->session));
  cocina_tickets_set_zone (self->tickets, zone);
  cony_freshness_pill_set_realtime (self->freshness, self->realtime);
  g_signal_connect_object (self->realtime, "notify::frescura",
                           G_CALLBACK (cocina_window_update_connection), self, G_CONNECT_SWAPPED);
  if (database)
    g_signal_connect_object (database, "notify::connected",
                             G_CALLBACK (cocina_window_update_connection), self, G_CONNECT_SWAPPED);
}

/* ---- life ---- */

static void
cocina_window_dispose (GObject *object)
{
  CocinaWindow *self = COCINA_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_handle_id (&self->count_id, g_source_remove);
  if (self->unit_provider)
    gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                   GTK_STYLE_PROVIDER (self->unit_provider));
  g_clear_object (&self->unit_provider);
  if (self->theme_provider)
    gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                   GTK_STYLE_PROVIDER (self->theme_provider));
  g_clear_object (&self->theme_provider);
  if (self->tickets)
    cocina_tickets_set_model (self->tickets, NULL);
  if (self->rail)
    cocina_window_set_rail_models (self, NULL, NULL);
  if (self->recall)
    cocina_panel_set_model (self->recall, NULL, NULL, NULL, NULL);
  g_clear_object (&self->personas);
  if (self->refills)
    cocina_panel_set_model (self->refills, NULL, NULL, NULL, NULL);
  if (self->supplies)
    cocina_panel_set_model (self->supplies, NULL, NULL, NULL, NULL);
  g_clear_object (&self->pedidos);
  g_clear_object (&self->open_pedidos);
  g_clear_object (&self->open_refills);
  if (self->tickets)
    cocina_tickets_set_queue (self->tickets, NULL);
  g_clear_object (&self->queue);
  if (self->rail)
    cocina_window_set_rail_queue (self);
  g_clear_object (&self->pedido_store);
  g_clear_object (&self->alerta_store);
  g_clear_object (&self->refill_store);
  g_clear_object (&self->undelivered);
  g_clear_object (&self->insumo_store);
  if (self->ladder)
    cony_alert_ladder_set_model (self->ladder, NULL);
  g_clear_object (&self->ladder);
  g_clear_object (&self->sound);
  g_clear_object (&self->realtime);
  g_clear_object (&self->session);
  g_clear_object (&self->snackbar);
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_WINDOW);

  G_OBJECT_CLASS (cocina_window_parent_class)->dispose (object);
}

static void
cocina_window_finalize (GObject *object)
{
  CocinaWindow *self = COCINA_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->unshown);
  g_hash_table_unref (self->seeing);
  g_free (self->pin_alert);
  g_free (self->pin_first);

  G_OBJECT_CLASS (cocina_window_parent_class)->finalize (object);
}

static void
cocina_window_class_init (CocinaWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_window_dispose;
  object_class->finalize = cocina_window_finalize;
  GTK_WINDOW_CLASS (klass)->activate_default = cocina_window_activate_default;
  widget_class->map = cocina_window_map;
  widget_class->realize = cocina_window_realize;
  widget_class->size_allocate = cocina_window_size_allocate;

  g_type_ensure (COCINA_TYPE_COUNTERS);
  g_type_ensure (COCINA_TYPE_LOST);
  g_type_ensure (COCINA_TYPE_RAIL);
  g_type_ensure (COCINA_TYPE_STRIP);
  g_type_ensure (COCINA_TYPE_TICKETS);
  g_type_ensure (COCINA_TYPE_TOTALS);
  g_type_ensure (CONY_TYPE_ALERT_BANNER);
  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, controls);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, counters);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, frame);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, freshness);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, hour);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, lost);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, main);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, nombre);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, notice_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, pantalla);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, rail);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, sound_button);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, sound_key);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, sound_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, sucursal);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, tickets);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, totals);
  gtk_widget_class_bind_template_child (widget_class, CocinaWindow, totals_page);
  cocina_window_class_add_keys (widget_class);
  cocina_window_class_add_alert_keys (widget_class);
  cocina_window_class_add_sound_keys (widget_class);
}

static void
cocina_window_init (CocinaWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unshown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->seeing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  cocina_window_add_layout (self);
  g_object_bind_property (self, "fullscreened", self->controls, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tickets), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Orders"), -1);
  self->snackbar = cocina_snackbar_new ();
  cocina_window_add_actions (self);
  cony_motion_follow (self->frame);
  cocina_window_add_sound (self);
  cocina_window_add_alerts (self);
  cocina_window_add_pin (self);
  cocina_window_add_rail (self);
  cocina_window_add_panels (self);
  cocina_window_add_queue (self);
  cocina_window_add_preferences (self);
  cocina_haste_guard_presses (GTK_WIDGET (self->tickets));
  cocina_haste_guard_presses (GTK_WIDGET (self->rail));
  cocina_haste_guard_enter (GTK_WIDGET (self));
  cocina_tickets_set_work_func (self->tickets, cocina_window_get_pedido_work, self);
  cocina_tickets_set_empty (self->tickets, _ ("No orders"),
                            _ ("The next one appears here as soon as it is approved."));
  g_signal_connect_object (self->banner, "changed", G_CALLBACK (banner_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

/**
 * cocina_window_new:
 * @application: (nullable): the program
 * @session: who is logged in
 * @realtime: the event stream
 *
 * Returns: (transfer full): the board
 */
GtkWidget *
cocina_window_new (ConyApplication *application,
                   ConySession     *session,
                   ConyRealtime    *realtime)
{
  CocinaWindow *self;
  ConyOutbox *outbox;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_REALTIME (realtime), NULL);

  self = g_object_new (COCINA_TYPE_WINDOW, "application", application, NULL);
  self->session = g_object_ref (session);
  self->realtime = g_object_ref (realtime);
  cocina_window_load_preferences (self);
  bind_session (self);
  cocina_window_watch_events (self);
  cocina_window_watch_outbox (self);
  bind_stores (self);
  outbox = cony_session_get_outbox (session);
  cocina_window_set_outbox (self, outbox ? G_LIST_MODEL (outbox) : NULL);
  cocina_window_update_connection (self);
  cocina_window_tick (self);
  return GTK_WIDGET (self);
}
