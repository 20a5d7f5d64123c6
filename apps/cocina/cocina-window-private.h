/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-window.h"

#include "cocina-counters.h"
#include "cocina-layout.h"
#include "cocina-lost.h"
#include "cocina-panel.h"
#include "cocina-pedido-panel.h"
#include "cocina-pin-panel.h"
#include "cocina-rail.h"
#include "cocina-sound-panel.h"
#include "cocina-strip.h"
#include "cocina-tickets.h"
#include "cocina-totals.h"
#include "cony-alert-banner.h"
#include "cony-alerta-store.h"
#include "cony-freshness-pill.h"
#include "cony-insumo-store.h"
#include "cony-pedido-store.h"
#include "cony-persona-store.h"
#include "cony-refill-store.h"
#include "cony-sound.h"
#include "cony-undelivered-store.h"

G_BEGIN_DECLS

struct _CocinaWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  ConySession *session;
  ConyRealtime *realtime;
  ConySound *sound;
  ConyAlertLadder *ladder;
  ConyPedidoStore *pedido_store;
  ConyAlertaStore *alerta_store;
  ConyRefillStore *refill_store;
  GListModel *personas; /* who may say Visto by PIN, nullable */
  ConyUndeliveredStore *undelivered;
  ConyInsumoStore *insumo_store;
  GListModel *pedidos; /* all that the kitchen sees */
  GtkFilterListModel *open_pedidos;
  GtkFilterListModel *open_refills;
  CocinaQueue *queue;
  GCancellable *cancellable;
  GHashTable *running;      /* "pedido:7" → when it was pressed */
  GHashTable *unshown;      /* uid → ConyEvent that is owed a confirmation */
  GHashTable *seeing;       /* uid of an alert → when its Visto was pressed, monotonic time */

  char *pin_alert; /* uid of the alert that is to be seen by PIN, nullable */
  char *pin_first; /* the new PIN, typed once, nullable */

  gboolean connected; /* what needs the database may be pressed */
  gboolean keeps;     /* what can be done later may be pressed without it */
  gboolean cut;       /* nothing arrives */
  gint64 bell_id; /* order of the alert on the screen, 0 for none */
  CocinaLayout layout;
  guint tick_id;
  guint layout_id;
  guint count_id;
  guint probe_ticks;
  GtkCssProvider *unit_provider;
  GtkCssProvider *theme_provider;

  GtkWidget *frame;
  GtkWidget *main;
  GtkLabel *sucursal;
  GtkLabel *pantalla;
  GtkLabel *hour;
  CocinaCounters *counters;
  GtkLabel *nombre;
  ConyFreshnessPill *freshness;
  GtkWidget *sound_button;
  GtkLabel *sound_text;
  GtkLabel *sound_key;
  GtkWidget *controls;
  ConyAlertBanner *banner;
  CocinaLost *lost;
  GtkRevealer *notice_revealer;
  GtkWidget *notice;
  GtkLabel *notice_text;
  GtkStack *pages;
  CocinaTickets *tickets;
  CocinaPanel *recall;
  CocinaPanel *refills;
  CocinaPanel *supplies;
  CocinaPedidoPanel *order;
  GtkWidget *reject;
  GtkWidget *preferences;
  gint64 rejecting; /* the request that is being refused */
  GtkWidget *sound_panel;
  GtkWidget *pin_panel;
  CocinaRail *rail;
  CocinaStrip *strip; /* in the place of the rail where that has none */
  GtkWidget *totals_page;
  CocinaTotals *totals;
  CocinaSnackbar *snackbar; /* owned */
};

/* cocina-window.c */
char            *cocina_window_format_hour       (CocinaWindow     *self,
                                                  GDateTime        *time,
                                                  const char       *format);
GDateTime       *cocina_window_get_now           (CocinaWindow     *self);
CocinaUmbrales   cocina_window_get_umbrales      (CocinaWindow     *self);
GTimeZone       *cocina_window_get_zone          (CocinaWindow     *self);
void             cocina_window_tick              (CocinaWindow     *self);
void             cocina_window_set_models        (CocinaWindow     *self,
                                                  GListModel       *pedidos,
                                                  GListModel       *alertas,
                                                  GListModel       *refills);

/* cocina-window-actions.c */
void             cocina_window_add_actions       (CocinaWindow     *self);
void             cocina_window_class_add_keys    (GtkWidgetClass   *widget_class);

/* cocina-window-run.c */
void             cocina_window_update_actions    (CocinaWindow     *self);
ConyPedido      *cocina_window_find_pedido       (CocinaWindow     *self,
                                                  gint64            id);
void             cocina_window_settle            (CocinaWindow     *self,
                                                  const char       *kind,
                                                  gint64            id);
void             cocina_window_row_changed       (CocinaWindow     *self,
                                                  GObject          *item);
void             cocina_window_run               (CocinaWindow     *self,
                                                  const char       *kind,
                                                  gint64            id,
                                                  gpointer          store,
                                                  gint64            row_id,
                                                  ConyCommand      *command,
                                                  const char       *done);
void             cocina_window_run_ready         (CocinaWindow     *self,
                                                  gint64            pedido_id,
                                                  ConyCommand      *command,
                                                  const char       *done);
CocinaTicketWork cocina_window_get_pedido_work   (gint64            pedido_id,
                                                  gpointer          user_data);
CocinaTicketWork cocina_window_get_refill_work   (gint64            refill_id,
                                                  gpointer          user_data);

/* cocina-window-connection.c */
void             cocina_window_update_connection (CocinaWindow     *self);

/* cocina-window-layout.c */
void             cocina_window_add_layout        (CocinaWindow     *self);
void             cocina_window_lay_out           (CocinaWindow     *self,
                                                  int               width,
                                                  int               height);
void             cocina_window_update_tight      (CocinaWindow     *self);

/* cocina-window-order.c */
void             cocina_window_add_order         (CocinaWindow     *self);
ConyPedido      *cocina_window_get_current       (CocinaWindow     *self);
void             cocina_window_update_order      (CocinaWindow     *self);

/* cocina-window-panels.c */
void             cocina_window_add_panels        (CocinaWindow     *self);
void             cocina_window_set_panel_models  (CocinaWindow     *self);
void             cocina_window_open_panel        (CocinaWindow     *self,
                                                  CocinaPanel      *panel);
gboolean         cocina_window_close_panel       (CocinaWindow     *self);

/* cocina-window-preferences.c */
void             cocina_window_add_preferences   (CocinaWindow     *self);
void             cocina_window_load_preferences  (CocinaWindow     *self);
CocinaLayout     cocina_window_find_layout       (CocinaWindow     *self,
                                                  int               width,
                                                  int               height);
char            *cocina_window_make_unit_css     (CocinaWindow     *self);

/* cocina-window-rail.c */
void             cocina_window_add_rail          (CocinaWindow     *self);
void             cocina_window_set_rail_models   (CocinaWindow     *self,
                                                  GListModel       *refills,
                                                  GListModel       *pedidos);
void             cocina_window_set_rail_queue    (CocinaWindow     *self);
void             cocina_window_set_as_of         (CocinaWindow     *self,
                                                  const char       *hour);
void             cocina_window_fold_rail         (CocinaWindow     *self,
                                                  gboolean          folded);

/* cocina-window-refills.c */
void             cocina_window_add_refills       (CocinaWindow     *self);
void             cocina_window_set_refills       (CocinaWindow     *self,
                                                  GListModel       *refills);
gboolean         cocina_window_shows_refill      (CocinaWindow     *self,
                                                  const char       *uid);

/* cocina-window-supplies.c */
void             cocina_window_add_supplies      (CocinaWindow     *self);
void             cocina_window_set_supplies      (CocinaWindow     *self,
                                                  GListModel       *insumos);

/* cocina-window-alerts.c */
void             cocina_window_add_alerts        (CocinaWindow     *self);
void             cocina_window_class_add_alert_keys
                                                 (GtkWidgetClass   *widget_class);
void             cocina_window_watch_outbox      (CocinaWindow     *self);
void             cocina_window_update_alerts     (CocinaWindow     *self);

/* cocina-window-pin.c */
void             cocina_window_add_pin           (CocinaWindow     *self);
void             cocina_window_set_personas      (CocinaWindow     *self,
                                                  GListModel       *personas);
void             cocina_window_update_pin        (CocinaWindow     *self);

/* cocina-window-sound.c */
void             cocina_window_add_sound         (CocinaWindow     *self);
void             cocina_window_class_add_sound_keys
                                                 (GtkWidgetClass   *widget_class);
void             cocina_window_update_sound      (CocinaWindow     *self);
void             cocina_window_tick_sound        (CocinaWindow     *self);

/* cocina-window-queue.c */
void             cocina_window_add_queue         (CocinaWindow     *self);
void             cocina_window_set_outbox        (CocinaWindow     *self,
                                                  GListModel       *outbox);
gboolean         cocina_window_withdraw_ready    (CocinaWindow     *self,
                                                  gint64            pedido_id);

/* cocina-window-events.c */
void             cocina_window_watch_events      (CocinaWindow     *self);
void             cocina_window_watch_undelivered (CocinaWindow     *self);
void             cocina_window_confirm_shown     (CocinaWindow     *self);

G_END_DECLS
