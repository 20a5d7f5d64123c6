/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-window.h"

#include <glib/gi18n.h>

#include "cony-delivery-button.h"
#include "cony-freshness-pill.h"
#include "cony-state-pill.h"
#include "cony-undelivered-store.h"
#include "monitor-alarm.h"
#include "monitor-event-format.h"
#include "monitor-item-json.h"
#include "monitor-pages.h"
#include "monitor-panel.h"
#include "monitor-words.h"

struct _MonitorWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  ConySession *session;
  GListModel *events;
  ConyAlertaStore *alerta_store;
  MonitorAlarm *alarm;
  ConyRefillStore *refill_store;
  ConyEventoStore *evento_store;
  ConyUndeliveredStore *undelivered;
  GtkFilter *filter;
  GListModel *filtered; /* @events that match the search */
  char *needle;

  /* template children */
  AdwToastOverlay *toasts;
  ConyDeliveryButton *delivery;
  ConyFreshnessPill *fresh;
  GtkWidget *pause;
  ConyStatePill *paused;
  GtkWidget *filters;
  GtkEditable *search;
  GtkLabel *found;
  AdwFlap *flap;
  GtkStack *stack;
  MonitorTable *live;
  MonitorTable *alertas;
  MonitorTable *refills;
  MonitorTable *eventos;
  MonitorPanel *panel;
};

G_DEFINE_FINAL_TYPE (MonitorWindow, monitor_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- the live list ---- */

static void
update_pause (MonitorWindow *self)
{
  gboolean live = gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->live);
  gboolean following = monitor_table_get_following (self->live);
  guint n = monitor_table_get_n_unseen (self->live);
  GAction *resume = g_action_map_lookup_action (G_ACTION_MAP (self), "resume");
  g_autofree char *text
      = n ? g_strdup_printf (ngettext ("Paused · %u new", "Paused · %u new", n), n)
          : g_strdup (_ ("Paused"));

  gtk_widget_set_visible (self->pause, live && !following);
  gtk_widget_set_visible (self->filters, live);
  g_object_set (self->paused, "label", text, NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (resume), live && !following);
}

static void
update_found (MonitorWindow *self)
{
  guint n = g_list_model_get_n_items (self->filtered);
  g_autofree char *text = NULL;

  if (self->needle && *self->needle)
    text = g_strdup_printf (ngettext ("%u event", "%u events", n), n);
  gtk_label_set_label (self->found, text ? text : "");
}

static gboolean
filter_event (gpointer item,
              gpointer user_data)
{
  return monitor_event_matches (item, MONITOR_WINDOW (user_data)->needle);
}

static void
search_changed_cb (MonitorWindow *self)
{
  g_assert (MONITOR_IS_WINDOW (self));

  g_free (self->needle);
  self->needle = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  monitor_pages_describe_live (self->live, *self->needle != '\0');
  /* What was paused was another list. */
  monitor_table_follow (self->live);
  update_found (self);
}

/* ---- the side panel ---- */

static void
show_event (MonitorWindow *self,
            ConyEvent     *event)
{
  g_autofree char *about = monitor_event_about (event);
  g_autoptr (GDateTime) now = cony_session_now (self->session);
  g_autofree char *time = monitor_time_format (cony_event_get_fecha (event), now,
                                               cony_session_get_time_zone (self->session), TRUE);
  g_autofree char *title = g_strdup_printf ("%s %s", monitor_event_name (event), about);
  const char *who = monitor_event_who (event);
  g_autofree char *caption = g_strjoin (*who && *time ? " · " : "", time, who, NULL);

  monitor_panel_show (self->panel, g_strchomp (title), caption, cony_event_get_json (event));
}

static void
show_row (MonitorWindow *self,
          GObject       *item)
{
  g_autofree char *json = monitor_item_to_json (item);
  g_autofree char *title = NULL;

  if (CONY_IS_ALERTA (item))
    title = g_strdup_printf (_ ("Alert %d"), (int) cony_alerta_get_id (CONY_ALERTA (item)));
  else
    title = g_strdup_printf (_ ("Refill %d"), (int) cony_refill_get_id (CONY_REFILL (item)));
  monitor_panel_show (self->panel, title, NULL, json);
}

static void
show_item (MonitorWindow *self,
           GObject       *item)
{
  if (CONY_IS_EVENT (item))
    show_event (self, CONY_EVENT (item));
  else
    show_row (self, item);
}

static void
row_activated_cb (MonitorWindow *self,
                  GObject       *item)
{
  g_assert (MONITOR_IS_WINDOW (self));

  show_item (self, item);
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

/* The panel that is open follows the selection. */
static void
row_selected_cb (MonitorWindow *self,
                 GObject       *item)
{
  g_assert (MONITOR_IS_WINDOW (self));

  if (adw_flap_get_reveal_flap (self->flap))
    show_item (self, item);
}

static void
copied_cb (MonitorWindow *self)
{
  g_assert (MONITOR_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Copied")));
}

static void
page_changed_cb (MonitorWindow *self)
{
  g_assert (MONITOR_IS_WINDOW (self));

  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  /* The panel belongs to a row of the page that was left. */
  adw_flap_set_reveal_flap (self->flap, FALSE);
  update_pause (self);
}

/* ---- actions ---- */

static void
resume_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  monitor_table_follow (MONITOR_WINDOW (user_data)->live);
}

static void
close_panel_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  adw_flap_set_reveal_flap (MONITOR_WINDOW (user_data)->flap, FALSE);
}

static void
show_page_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  MonitorWindow *self = user_data;
  const char *page = g_variant_get_string (parameter, NULL);

  if (gtk_stack_get_child_by_name (self->stack, page))
    gtk_stack_set_visible_child_name (self->stack, page);
}

static void
find_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  MonitorWindow *self = user_data;

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->live));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static const GActionEntry actions[] = {
  { .name = "resume", .activate = resume_cb },
  { .name = "close-panel", .activate = close_panel_cb },
  { .name = "show-page", .activate = show_page_cb, .parameter_type = "s" },
  { .name = "find", .activate = find_cb },
};

/* ---- life ---- */

static void
build_pages (MonitorWindow *self)
{
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_event, self, NULL));
  self->filtered = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (self->events),
                                                            g_object_ref (self->filter)));
  monitor_pages_build_live (self->live, self->session, self->filtered);
  monitor_pages_build_alertas (self->alertas, self->session, G_LIST_MODEL (self->alerta_store));
  monitor_pages_build_refills (self->refills, self->session, G_LIST_MODEL (self->refill_store));
  monitor_pages_build_eventos (self->eventos, self->session, G_LIST_MODEL (self->evento_store));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_found), self,
                           G_CONNECT_SWAPPED);
  monitor_table_follow (self->live);
}

static void
setup (MonitorWindow *self,
       ConySession   *session,
       ConyRealtime  *realtime,
       GListModel    *events)
{
  MonitorTable *tables[] = { self->live, self->alertas, self->refills, self->eventos };

  self->session = g_object_ref (session);
  self->events
      = g_object_ref (events ? events : G_LIST_MODEL (cony_session_get_event_log (session)));
  self->alerta_store = cony_alerta_store_new (session, realtime);
  self->alarm = monitor_alarm_new (session, self->alerta_store);
  monitor_alarm_set_window (self->alarm, GTK_WINDOW (self));
  self->refill_store = cony_refill_store_new (session, realtime);
  self->evento_store = cony_evento_store_new (session, realtime);
  self->undelivered = cony_undelivered_store_new (session, realtime);
  cony_freshness_pill_set_realtime (self->fresh, realtime);
  cony_delivery_button_set_models (self->delivery, NULL, G_LIST_MODEL (self->undelivered),
                                   cony_session_get_time_zone (session));
  build_pages (self);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_signal_connect_object (tables[i], "row-activated", G_CALLBACK (row_activated_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (tables[i], "row-selected", G_CALLBACK (row_selected_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->live, "notify::following", G_CALLBACK (update_pause), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->live, "notify::n-unseen", G_CALLBACK (update_pause), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "copied", G_CALLBACK (copied_cb), self, G_CONNECT_SWAPPED);
  update_pause (self);
  cony_store_load (CONY_STORE (self->alerta_store));
  cony_store_load (CONY_STORE (self->refill_store));
  cony_store_load (CONY_STORE (self->evento_store));
  cony_store_load (CONY_STORE (self->undelivered));
}

static void
monitor_window_dispose (GObject *object)
{
  MonitorWindow *self = MONITOR_WINDOW (object);

  /* The tables go first: their cells ask the session. */
  gtk_widget_dispose_template (GTK_WIDGET (self), MONITOR_TYPE_WINDOW);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->events);
  g_clear_object (&self->alarm);
  g_clear_object (&self->alerta_store);
  g_clear_object (&self->refill_store);
  g_clear_object (&self->evento_store);
  g_clear_object (&self->undelivered);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (monitor_window_parent_class)->dispose (object);
}

static void
monitor_window_finalize (GObject *object)
{
  g_free (MONITOR_WINDOW (object)->needle);

  G_OBJECT_CLASS (monitor_window_parent_class)->finalize (object);
}

static void
monitor_window_class_init (MonitorWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const pages[] = { "live", "alertas", "refills", "eventos" };

  object_class->dispose = monitor_window_dispose;
  object_class->finalize = monitor_window_finalize;

  g_type_ensure (MONITOR_TYPE_PANEL);
  g_type_ensure (MONITOR_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Monitor/monitor-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, alertas);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, eventos);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, filters);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, found);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, delivery);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, live);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, pause);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, paused);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, refills);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, search);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MonitorWindow, toasts);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "win.resume", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.close-panel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.find", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.show-page",
                                         "s", pages[i]);
}

static void
monitor_window_init (MonitorWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/**
 * monitor_window_new:
 * @application: (nullable): the program
 * @session: who is logged in
 * @realtime: (nullable): the event stream
 * @events: (nullable): #ConyEvent, oldest first; the session's log for %NULL
 *
 * Returns: (transfer none): the owner's window
 */
GtkWidget *
monitor_window_new (ConyApplication *application,
                    ConySession     *session,
                    ConyRealtime    *realtime,
                    GListModel      *events)
{
  MonitorWindow *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (MONITOR_TYPE_WINDOW, "application", application, NULL);
  setup (self, session, realtime, events);
  return GTK_WIDGET (self);
}
