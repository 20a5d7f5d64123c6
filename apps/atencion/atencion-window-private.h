/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "atencion-window.h"

#include "atencion-avisos-view.h"
#include "atencion-clock.h"
#include "atencion-cola-view.h"
#include "atencion-pedido-view.h"
#include "atencion-refill-view.h"
#include "cony-action-button.h"
#include "cony-alerta-store.h"
#include "cony-delivery-button.h"
#include "cony-freshness-pill.h"
#include "cony-insumo-store.h"
#include "cony-pedido-store.h"
#include "cony-producto-store.h"
#include "cony-refill-store.h"
#include "cony-undelivered-store.h"
#include "cony-sound.h"
#include "cony-sucursal-store.h"
#include "cony-theme.h"
#include "cony-voucher-store.h"

G_BEGIN_DECLS

/**
 * AtencionTab:
 *
 * The tabs in their order; each is one state of an order, the last one is the supplies.
 */
typedef enum
{
  ATENCION_TAB_APROBAR,
  ATENCION_TAB_COCINA,
  ATENCION_TAB_LISTOS,
  ATENCION_TAB_REFILL,
  ATENCION_N_TABS
} AtencionTab;

struct _AtencionWindow
{
  AdwApplicationWindow parent_instance;

  /* construct-time, owned */
  ConySession *session;
  ConyRealtime *realtime;

  /* owned */
  AtencionClock *clock;
  ConyPedidoStore *pedidos;
  ConyAlertaStore *alertas;
  ConyProductoStore *productos;
  ConyUndeliveredStore *undelivered;
  ConyRefillStore *refills_store;
  ConyInsumoStore *insumos;
  ConySucursalStore *sucursales;
  ConyVoucherStore *vouchers;
  ConyAlertLadder *ladder;
  ConySound *sound;
  ConyTheme *theme;
  GListModel *tab_models[ATENCION_N_TABS]; /* of ConyPedido; the last of ConyRefill: open work */
  GtkFilterListModel *queue_model;         /* the shown tab, searched */
  GtkSingleSelection *selection;           /* of ConyPedido */
  GtkSingleSelection *refill_selection;    /* of ConyRefill */
  GtkFilter *search_filter;
  GSignalGroup *pedido_signals;
  GtkPrintSettings *print_settings;        /* of the last ticket; NULL before */
  GHashTable *running;                     /* id of an order → action that waits for its answer */
  char *search_text;

  /* borrowed, weak */
  AdwToast *answer;  /* the last one of atencion_window_toast() */
  AdwToast *news;    /* the last one about news_about */
  gint64 wanted;     /* an order to open when its row comes; 0 for none */
  gint64 news_about; /* id of an order, or minus the id of a refill */

  AtencionTab tab;
  gboolean avisos; /* the right side shows the alerts of today */
  gboolean narrow;
  int wide_width; /* the least of the wide form, as measured last, pixels */
  guint first_source;
  guint layout_source;

  /* template */
  GtkWidget *actions;
  GtkWidget *alertar;
  ConyActionButton *aprobar;
  ConyActionButton *apurar;
  GtkWidget *avisos_button;
  GtkLabel *avisos_count;
  AtencionAvisosView *avisos_view;
  GtkWidget *avisar;
  GtkWidget *back;
  GtkWidget *cancelar;
  AtencionColaView *cola;
  GtkWidget *complaint;
  GtkLabel *complaint_text;
  GtkStack *detail;
  GtkLabel *detail_empty;
  GtkButton *elsewhere;
  GtkLabel *empty_text;
  ConyActionButton *entregar;
  GtkWidget *find;
  ConyDeliveryButton *delivery;
  ConyFreshnessPill *fresh;
  AdwHeaderBar *header;
  GtkWidget *checking;
  AdwLeaflet *leaflet;
  GtkWidget *narrow_actions;
  GtkWidget *narrow_alertar;
  GtkWidget *narrow_avisar;
  ConyActionButton *narrow_aprobar;
  ConyActionButton *narrow_entregar;
  ConyFreshnessPill *narrow_fresh;
  GtkWidget *narrow_tabs;
  GtkLabel *narrow_title;
  GtkWidget *narrow_title_box;
  GtkWidget *nuevo;
  GtkWidget *nuevo_label;
  AtencionPedidoView *pedido_view;
  GtkListView *queue;
  GtkStack *queue_stack;
  GtkWidget *refill;
  AtencionRefillView *refill_view;
  GtkListView *refills;
  GtkWidget *search;
  AdwClamp *side;
  AdwToastOverlay *side_toasts;
  GtkWidget *tabs;
  AdwToastOverlay *toasts;
  GtkWidget *waiting;
};

/* atencion-window.c */
ConyPedido *atencion_window_get_pedido        (AtencionWindow *self);
void        atencion_window_set_pedido        (AtencionWindow *self,
                                               ConyPedido     *pedido);
gboolean    atencion_window_is_detail_visible (AtencionWindow *self);
void        atencion_window_show_detail       (AtencionWindow *self);

/* atencion-window-actions.c */
void        atencion_window_add_actions       (AtencionWindow *self);
void        atencion_window_class_bind        (GtkWidgetClass *widget_class);
void        atencion_window_update_actions    (AtencionWindow *self);

/* atencion-window-alerts.c */
void        atencion_window_add_alert_actions (AtencionWindow *self);
void        atencion_window_follow_alerts     (AtencionWindow *self);
void        atencion_window_show_alerts       (AtencionWindow *self,
                                               gboolean        show);
void        atencion_window_update_alerts     (AtencionWindow *self);

/* atencion-window-dialogs.c */
void        atencion_window_add_dialog_actions (AtencionWindow *self);
void        atencion_window_ask_motivo        (AtencionWindow *self,
                                               ConyPedido     *pedido);
void        atencion_window_ask_rush          (AtencionWindow *self,
                                               ConyPedido     *pedido);
void        atencion_window_open_dialog       (AtencionWindow *self,
                                               GtkWindow      *dialog,
                                               ConyPedido     *pedido,
                                               const char     *done,
                                               const char     *queued);
void        atencion_window_present_dialog    (AtencionWindow *self,
                                               GtkWindow      *dialog);

/* atencion-window-news.c */
void        atencion_window_class_bind_news   (GtkWidgetClass *widget_class);
void        atencion_window_complain          (AtencionWindow *self,
                                               const char     *text);
void        atencion_window_follow_events     (AtencionWindow *self);
void        atencion_window_toast             (AtencionWindow *self,
                                               const char     *text);
void        atencion_window_toast_alert       (AtencionWindow *self,
                                               const char     *title,
                                               const char     *what);

/* atencion-window-orders.c */
void        atencion_window_add_order_actions (AtencionWindow *self);
const char *atencion_window_get_running       (AtencionWindow *self,
                                               ConyPedido     *pedido);

/* atencion-window-paper.c */
void        atencion_window_add_paper_actions (AtencionWindow *self);

/* atencion-window-queue.c */
void        atencion_window_build_queue       (AtencionWindow *self);
void        atencion_window_class_bind_queue  (GtkWidgetClass *widget_class);
void        atencion_window_set_tab           (AtencionWindow *self,
                                               AtencionTab     tab);
void        atencion_window_show_pedido       (AtencionWindow *self,
                                               ConyPedido     *pedido,
                                               gboolean        navigate);
void        atencion_window_update_queue      (AtencionWindow *self);

/* atencion-window-theme.c */
void        atencion_window_add_theme         (AtencionWindow *self);
void        atencion_window_load_theme        (AtencionWindow *self);

G_END_DECLS
