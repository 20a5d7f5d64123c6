/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-format.h"
#include "atencion-pedido-row.h"
#include "atencion-refill-row.h"
#include "atencion-tab-button.h"

/* Below this width, in pixels, one page is shown at a time. */
#define NARROW_WIDTH 980

G_DEFINE_FINAL_TYPE (AtencionWindow, atencion_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_REALTIME,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const tab_estados[] = { "PENDIENTE", "EN_PREPARACION", "LISTO" };

static const char *
get_tab_title (AtencionTab tab)
{
  switch (tab)
    {
    case ATENCION_TAB_APROBAR:
      return _("To approve");
    case ATENCION_TAB_COCINA:
      return _("In the kitchen");
    case ATENCION_TAB_LISTOS:
      return _("Ready orders");
    case ATENCION_TAB_REFILL:
    case ATENCION_N_TABS:
    default:
      return _("Refill");
    }
}

/* ---- what is shown ---- */

static gboolean
is_detail_visible (AtencionWindow *self)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "detail") == 0;
}

static void
show_titles (AtencionWindow *self)
{
  gboolean detail = self->narrow && is_detail_visible (self);
  ConyPedido *pedido = atencion_window_get_pedido (self);
  ConyRefill *refill = atencion_refill_view_get_refill (self->refill_view);
  g_autofree char *title = NULL;

  if (detail && self->tab == ATENCION_TAB_REFILL)
    title = g_strdup (refill ? cony_refill_get_insumo (refill) : _("Refill"));
  else if (detail && pedido)
    title = g_strdup_printf ("#%" G_GINT64_FORMAT " %s", cony_pedido_get_id (pedido),
                             cony_pedido_get_cliente (pedido));
  else
    title = g_strdup (_("Atención"));
  gtk_label_set_label (self->narrow_title, title);
  gtk_widget_set_visible (self->back, detail);
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

static void
show_detail (AtencionWindow *self)
{
  const char *page = "empty";

  if (self->tab == ATENCION_TAB_REFILL)
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

static void
set_pedido (AtencionWindow *self,
            ConyPedido     *pedido)
{
  atencion_pedido_view_set_pedido (self->pedido_view, pedido);
  g_signal_group_set_target (self->pedido_signals, pedido);
  show_detail (self);
}

/* The other tab that has what was searched for, so that nobody believes an order lost. */
static gboolean
find_elsewhere (AtencionWindow *self)
{
  static const char * const names[] = { "aprobar", "cocina", "listos" };

  for (guint tab = 0; tab < ATENCION_TAB_REFILL; tab++)
    {
      guint n_items = g_list_model_get_n_items (self->tab_models[tab]);

      for (guint i = 0; tab != self->tab && i < n_items; i++)
        {
          g_autoptr (GObject) item = g_list_model_get_item (self->tab_models[tab], i);
          g_autofree char *text = NULL;

          if (!gtk_filter_match (self->search_filter, item))
            continue;
          /* Translators: %s is the name of a tab */
          text = g_strdup_printf (_("Found in “%s”"), get_tab_title (tab));
          gtk_button_set_label (self->elsewhere, text);
          gtk_actionable_set_action_target (GTK_ACTIONABLE (self->elsewhere), "s", names[tab]);
          return TRUE;
        }
    }
  return FALSE;
}

static void
show_queue (AtencionWindow *self)
{
  GListModel *shown = self->tab == ATENCION_TAB_REFILL
                        ? G_LIST_MODEL (self->refill_selection)
                        : G_LIST_MODEL (self->selection);
  gboolean loaded = cony_store_get_loaded (CONY_STORE (self->pedidos));

  gtk_widget_set_visible (self->find, self->tab != ATENCION_TAB_REFILL);
  if (g_list_model_get_n_items (shown) > 0)
    {
      gtk_stack_set_visible_child_name (self->queue_stack,
                                        self->tab == ATENCION_TAB_REFILL ? "refills" : "pedidos");
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), FALSE);
  if (!loaded)
    gtk_label_set_label (self->empty_text, _("Loading…"));
  else if (self->tab == ATENCION_TAB_REFILL)
    gtk_label_set_label (self->empty_text, _("No refill has been asked for."));
  else if (self->search_text)
    {
      gtk_label_set_label (self->empty_text, _("No order here matches the search."));
      gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), find_elsewhere (self));
    }
  else if (self->tab == ATENCION_TAB_APROBAR)
    gtk_label_set_label (self->empty_text, _("No order waits for approval."));
  else if (self->tab == ATENCION_TAB_COCINA)
    gtk_label_set_label (self->empty_text, _("The kitchen has no orders."));
  else
    gtk_label_set_label (self->empty_text, _("No order waits to be handed over."));
  gtk_stack_set_visible_child_name (self->queue_stack, "empty");
}

static void
select_first (AtencionWindow *self)
{
  if (self->narrow)
    return;
  if (self->tab == ATENCION_TAB_REFILL)
    gtk_single_selection_set_selected (self->refill_selection, 0);
  else
    gtk_single_selection_set_selected (self->selection, 0);
}

static gboolean
first_cb (gpointer data)
{
  AtencionWindow *self = data;
  gboolean empty = self->tab == ATENCION_TAB_REFILL
                     ? !atencion_refill_view_get_refill (self->refill_view)
                     : !atencion_pedido_view_get_pedido (self->pedido_view);

  self->first_source = 0;
  if (empty)
    select_first (self);
  return G_SOURCE_REMOVE;
}

/* Something to look at from the start; later the person decides.  A list view does not bear a
 * selection that moves while it is told of new rows, hence the source. */
static void
queue_changed_cb (AtencionWindow *self)
{
  show_queue (self);
  if (!self->first_source)
    self->first_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, first_cb, self, NULL);
}

/* An order that leaves the tab stays on the right with its new state: whoever presses Ctrl+Enter a
 * moment later must not meet another one. */
static void
selected_cb (AtencionWindow *self)
{
  ConyPedido *pedido = gtk_single_selection_get_selected_item (self->selection);

  if (pedido)
    set_pedido (self, pedido);
}

static void
refill_selected_cb (AtencionWindow *self)
{
  ConyRefill *refill = gtk_single_selection_get_selected_item (self->refill_selection);

  if (!refill)
    return;
  atencion_refill_view_set_refill (self->refill_view, refill);
  show_detail (self);
}

static void
queue_activate_cb (AtencionWindow *self,
                   guint           position)
{
  gtk_single_selection_set_selected (self->selection, position);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
refills_activate_cb (AtencionWindow *self,
                     guint           position)
{
  gtk_single_selection_set_selected (self->refill_selection, position);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* ---- lists ---- */

static void
pedido_setup_cb (AtencionWindow *self,
                 GtkListItem    *item)
{
  gtk_list_item_set_child (item, atencion_pedido_row_new (self->clock));
}

static void
pedido_bind_cb (AtencionWindow *self,
                GtkListItem    *item)
{
  atencion_pedido_row_set_pedido (ATENCION_PEDIDO_ROW (gtk_list_item_get_child (item)),
                                  gtk_list_item_get_item (item));
}

static void
pedido_unbind_cb (AtencionWindow *self,
                  GtkListItem    *item)
{
  atencion_pedido_row_set_pedido (ATENCION_PEDIDO_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
refill_setup_cb (AtencionWindow *self,
                 GtkListItem    *item)
{
  gtk_list_item_set_child (item, atencion_refill_row_new (self->clock));
}

static void
refill_bind_cb (AtencionWindow *self,
                GtkListItem    *item)
{
  atencion_refill_row_set_refill (ATENCION_REFILL_ROW (gtk_list_item_get_child (item)),
                                  gtk_list_item_get_item (item));
}

static void
refill_unbind_cb (AtencionWindow *self,
                  GtkListItem    *item)
{
  atencion_refill_row_set_refill (ATENCION_REFILL_ROW (gtk_list_item_get_child (item)), NULL);
}

static GtkListItemFactory *
create_factory (AtencionWindow *self,
                GCallback       setup,
                GCallback       bind,
                GCallback       unbind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", setup, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", bind, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", unbind, self, G_CONNECT_SWAPPED);
  return factory;
}

static gboolean
filter_estado (gpointer item,
               gpointer user_data)
{
  return g_strcmp0 (cony_pedido_get_estado (item), user_data) == 0;
}

static gboolean
filter_open_refill (gpointer item,
                    gpointer user_data)
{
  const char *estado = cony_refill_get_estado (item);

  return g_strcmp0 (estado, "entregado") != 0 && g_strcmp0 (estado, "rechazado") != 0;
}

static gboolean
filter_search (gpointer item,
               gpointer user_data)
{
  AtencionWindow *self = user_data;
  const char *text = self->search_text;
  const char *cliente, *phone;
  g_autofree char *number = NULL;

  if (!text)
    return TRUE;
  cliente = cony_pedido_get_cliente (item);
  phone = cony_pedido_get_telefono (item);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, cony_pedido_get_id (item));
  if (*text == '#')
    return g_str_has_prefix (number, text + 1);
  if (strspn (text, "0123456789 ") == strlen (text))
    {
      g_auto (GStrv) parts = g_strsplit (text, " ", -1);
      g_autofree char *digits = g_strjoinv ("", parts);

      return g_str_has_prefix (number, digits) || (phone && strstr (phone, digits));
    }
  return cliente && g_str_match_string (text, cliente, TRUE);
}

static int
compare_pedidos (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  GDateTime *one = cony_pedido_get_creado ((ConyPedido *) a);
  GDateTime *two = cony_pedido_get_creado ((ConyPedido *) b);
  int order = one && two ? g_date_time_compare (one, two) : 0;
  gint64 difference
    = cony_pedido_get_id ((ConyPedido *) a) - cony_pedido_get_id ((ConyPedido *) b);

  return order ? order : (difference > 0) - (difference < 0);
}

/* Open requests first, oldest first; then the closed ones, newest first. */
static int
compare_refills (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gboolean open = filter_open_refill ((gpointer) a, NULL);
  gboolean other_open = filter_open_refill ((gpointer) b, NULL);
  GDateTime *one = cony_refill_get_fecha_solicitud ((ConyRefill *) a);
  GDateTime *two = cony_refill_get_fecha_solicitud ((ConyRefill *) b);
  int order = one && two ? g_date_time_compare (one, two) : 0;

  if (open != other_open)
    return open ? -1 : 1;
  return open ? order : -order;
}

static GtkSingleSelection *
create_selection (GListModel       *model,
                  GCompareDataFunc  compare)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (model), sorter);
  GtkSingleSelection *selection = g_object_new (GTK_TYPE_SINGLE_SELECTION,
                                                "autoselect", FALSE,
                                                "can-unselect", TRUE,
                                                "model", sorted,
                                                NULL);

  g_object_unref (sorted);
  return selection;
}

static void
build_models (AtencionWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (tab_estados); i++)
    self->tab_models[i] = G_LIST_MODEL (gtk_filter_list_model_new (
      G_LIST_MODEL (g_object_ref (self->pedidos)),
      GTK_FILTER (gtk_custom_filter_new (filter_estado, (gpointer) tab_estados[i], NULL))));
  self->tab_models[ATENCION_TAB_REFILL] = G_LIST_MODEL (gtk_filter_list_model_new (
    G_LIST_MODEL (g_object_ref (self->refills_store)),
    GTK_FILTER (gtk_custom_filter_new (filter_open_refill, NULL, NULL))));

  self->search_filter = GTK_FILTER (gtk_custom_filter_new (filter_search, self, NULL));
  self->queue_model = gtk_filter_list_model_new (g_object_ref (self->tab_models[0]),
                                                 g_object_ref (self->search_filter));
  self->selection = create_selection (G_LIST_MODEL (self->queue_model), compare_pedidos);
  self->refill_selection = create_selection (G_LIST_MODEL (self->refills_store), compare_refills);

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->refill_selection, "notify::selected-item",
                           G_CALLBACK (refill_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (queue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->refill_selection, "items-changed", G_CALLBACK (queue_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pedidos, "notify::loaded", G_CALLBACK (queue_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
build_lists (AtencionWindow *self)
{
  g_autoptr (GtkListItemFactory) factory
    = create_factory (self, G_CALLBACK (pedido_setup_cb), G_CALLBACK (pedido_bind_cb),
                      G_CALLBACK (pedido_unbind_cb));
  g_autoptr (GtkListItemFactory) refill_factory
    = create_factory (self, G_CALLBACK (refill_setup_cb), G_CALLBACK (refill_bind_cb),
                      G_CALLBACK (refill_unbind_cb));

  gtk_list_view_set_factory (self->queue, factory);
  gtk_list_view_set_model (self->queue, GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_factory (self->refills, refill_factory);
  gtk_list_view_set_model (self->refills, GTK_SELECTION_MODEL (self->refill_selection));
}

static void
give_models (AtencionWindow *self,
             GtkWidget      *box)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  for (guint i = 0; i < ATENCION_N_TABS && child; i++, child = gtk_widget_get_next_sibling (child))
    g_object_set (child, "model", self->tab_models[i], NULL);
}

/* ---- search ---- */

static void
search_changed_cb (AtencionWindow *self)
{
  g_autofree char *text
    = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  if (g_strcmp0 (self->search_text, *text ? text : NULL) == 0)
    return;
  g_free (self->search_text);
  self->search_text = *text ? g_steal_pointer (&text) : NULL;
  gtk_filter_changed (self->search_filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_queue (self);
}

static void
search_stop_cb (AtencionWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->queue));
}

/* ---- news ---- */

static char *
format_pedido (AtencionWindow *self,
               gint64          id)
{
  ConyPedido *pedido = cony_store_find (CONY_STORE (self->pedidos), id);
  const char *cliente = pedido ? cony_pedido_get_cliente (pedido) : NULL;

  return cliente ? g_strdup_printf ("#%" G_GINT64_FORMAT " %s", id, cliente)
                 : g_strdup_printf ("#%" G_GINT64_FORMAT, id);
}

/* Each page has its own place for them, above its buttons: a snackbar must not cover what is pressed
 * next. */
static void
add_toast (AtencionWindow *self,
           AdwToast       *toast)
{
  adw_toast_overlay_add_toast (self->narrow && !is_detail_visible (self) ? self->side_toasts
                                                                         : self->toasts,
                               toast);
}

/* News about an order, with a button that goes there, or about a refill (@about is minus its id).  Later
 * news of the same thing take the place of the earlier, so that nobody reads what is over. */
static void
toast_news (AtencionWindow *self,
            const char     *text,
            gint64          about)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_set_title (toast, escaped);
  if (about > 0 && cony_store_find (CONY_STORE (self->pedidos), about))
    {
      adw_toast_set_button_label (toast, _("View"));
      adw_toast_set_action_name (toast, "win.ver");
      adw_toast_set_action_target (toast, "x", about);
    }
  if (self->news && self->news_about == about)
    adw_toast_dismiss (self->news);
  g_set_weak_pointer (&self->news, toast);
  self->news_about = about;
  add_toast (self, toast);
}

static void
alerta_vista_cb (AtencionWindow *self,
                 ConyEvent      *event)
{
  ConyAlerta *alerta
    = cony_store_find (CONY_STORE (self->alertas), cony_event_get_int (event, "alerta_id", 0));
  const char *who = cony_event_get_string (event, "usuario");
  gint64 seconds = cony_event_get_int (event, "segundos", 0);
  g_autofree char *number = NULL, *text = NULL;

  if (!alerta)
    return;
  number = format_pedido (self, cony_alerta_get_pedido_id (alerta));
  /* Translators: a person, an order like "#142 Fátima", and after how many seconds */
  text = g_strdup_printf (_("%s saw the alert about %s (%d s)"), who ? who : "", number,
                          (int) seconds);
  toast_news (self, text, cony_alerta_get_pedido_id (alerta));
}

static void
voucher_cb (AtencionWindow *self,
            ConyEvent      *event)
{
  gint64 id = cony_event_get_int (event, "pedido_id", 0);
  g_autofree char *number = format_pedido (self, id);
  g_autofree char *text = NULL;

  if (g_strcmp0 (cony_event_get_tipo (event), "voucher_aprobado") == 0)
    /* Translators: %s is an order like "#142 Fátima" */
    text = g_strdup_printf (_("Payment verified: %s"), number);
  else
    /* Translators: %s is an order like "#142 Fátima" */
    text = g_strdup_printf (_("Receipt rejected: %s"), number);
  toast_news (self, text, id);
}

static void
pedido_actualizado_cb (AtencionWindow *self,
                       ConyEvent      *event)
{
  gint64 id = cony_event_get_int (event, "pedido_id", 0);
  g_autofree char *number = NULL, *text = NULL;

  if (g_strcmp0 (cony_event_get_string (event, "cambio"), "listo") != 0)
    return;
  number = format_pedido (self, id);
  /* Translators: %s is an order like "#142 Fátima" */
  text = g_strdup_printf (_("%s is ready"), number);
  toast_news (self, text, id);
}

static void
refill_actualizado_cb (AtencionWindow *self,
                       ConyEvent      *event)
{
  ConyRefill *refill = cony_store_find (CONY_STORE (self->refills_store),
                                        cony_event_get_int (event, "refill_id", 0));
  const char *estado = cony_event_get_string (event, "estado");
  g_autofree char *text = NULL;

  if (!refill)
    return;
  if (g_strcmp0 (estado, "entregado") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill delivered: %s"), cony_refill_get_insumo (refill));
  else if (g_strcmp0 (estado, "en_camino") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill on its way: %s"), cony_refill_get_insumo (refill));
  else if (g_strcmp0 (estado, "rechazado") == 0)
    /* Translators: %s is a supply */
    text = g_strdup_printf (_("Refill rejected: %s"), cony_refill_get_insumo (refill));
  if (text)
    toast_news (self, text, -cony_refill_get_id (refill));
}

static void
event_cb (AtencionWindow *self,
          ConyEvent      *event)
{
  if (cony_event_get_owes_ack (event))
    cony_realtime_ack (self->realtime, event);
}

static void
follow_events (AtencionWindow *self)
{
  ConyDispatcher *dispatcher = cony_session_get_dispatcher (self->session);

  g_signal_connect_object (dispatcher, "event::alerta_vista", G_CALLBACK (alerta_vista_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::pedido_actualizado",
                           G_CALLBACK (pedido_actualizado_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::refill_actualizado",
                           G_CALLBACK (refill_actualizado_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::voucher_aprobado", G_CALLBACK (voucher_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event::voucher_rechazado", G_CALLBACK (voucher_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dispatcher, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
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
  atencion_pedido_view_set_narrow (self->pedido_view, narrow);
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  layout_changed_cb (self);
}

static gboolean
layout_cb (gpointer data)
{
  AtencionWindow *self = data;

  self->layout_source = 0;
  set_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_WIDTH);
  queue_changed_cb (self);
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
  if (self->session && self->narrow != (width < NARROW_WIDTH) && !self->layout_source)
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
  set_narrow (self, width < NARROW_WIDTH);
}

/* ---- life ---- */

static void
atencion_window_constructed (GObject *object)
{
  AtencionWindow *self = ATENCION_WINDOW (object);

  G_OBJECT_CLASS (atencion_window_parent_class)->constructed (object);

  self->clock = atencion_clock_new (self->session);
  self->pedidos = cony_pedido_store_new (self->session, self->realtime);
  self->alertas = cony_alerta_store_new (self->session, self->realtime);
  self->refills_store = cony_refill_store_new (self->session, self->realtime);
  self->insumos = cony_insumo_store_new (self->session, self->realtime);
  self->vouchers = cony_voucher_store_new (self->session, self->realtime);
  self->pedido_signals = g_signal_group_new (CONY_TYPE_PEDIDO);
  g_signal_group_connect_swapped (self->pedido_signals, "notify",
                                  G_CALLBACK (atencion_window_update_actions), self);

  atencion_window_add_actions (self);
  build_models (self);
  build_lists (self);
  give_models (self, self->tabs);
  give_models (self, self->narrow_tabs);
  atencion_pedido_view_set_up (self->pedido_view, self->clock, G_LIST_MODEL (self->alertas));
  atencion_refill_view_set_up (self->refill_view, self->clock);
  cony_freshness_pill_set_realtime (self->fresh, self->realtime);
  cony_freshness_pill_set_realtime (self->narrow_fresh, self->realtime);
  g_signal_connect_object (cony_session_get_database (self->session), "notify::connected",
                           G_CALLBACK (atencion_window_update_actions), self, G_CONNECT_SWAPPED);
  follow_events (self);

  default_width_cb (self);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (default_width_cb), NULL);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->queue));
  show_queue (self);
  show_detail (self);
  cony_store_load (CONY_STORE (self->pedidos));
  cony_store_load (CONY_STORE (self->alertas));
  cony_store_load (CONY_STORE (self->refills_store));
  cony_store_load (CONY_STORE (self->insumos));
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
  g_clear_object (&self->vouchers);
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
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, back);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, cancelar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, detail_empty);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, empty_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, entregar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, find);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, header);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_actions);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_alertar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_aprobar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_entregar);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_fresh);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_tabs);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, narrow_title_box);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, pedido_view);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, queue_stack);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refill);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refill_view);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, refills);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, search);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, side_toasts);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, tabs);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AtencionWindow, waiting);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, queue_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, refills_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
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

  g_type_ensure (ATENCION_TYPE_PEDIDO_VIEW);
  g_type_ensure (ATENCION_TYPE_REFILL_VIEW);
  g_type_ensure (ATENCION_TYPE_TAB_BUTTON);
  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  bind_template (widget_class);
  atencion_window_class_bind (widget_class);
}

static void
atencion_window_init (AtencionWindow *self)
{
  GtkWidget *label;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* The longest state must not widen a narrow window. */
  label = gtk_widget_get_last_child (GTK_WIDGET (self->narrow_fresh));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
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
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_REALTIME (realtime), NULL);

  return g_object_new (ATENCION_TYPE_WINDOW,
                       "application", application,
                       "session", session,
                       "realtime", realtime,
                       NULL);
}

/* ---- for the other file of this class ---- */

/* atencion_window_get_pedido: the order on the right, NULL while supplies are shown. */
ConyPedido *
atencion_window_get_pedido (AtencionWindow *self)
{
  return self->tab == ATENCION_TAB_REFILL ? NULL
                                          : atencion_pedido_view_get_pedido (self->pedido_view);
}

/* atencion_window_show_pedido: goes to the tab of an order and selects it; with @navigate also a
 * narrow window opens it. */
void
atencion_window_show_pedido (AtencionWindow *self,
                             ConyPedido     *pedido,
                             gboolean        navigate)
{
  guint n_items;

  for (guint i = 0; i < G_N_ELEMENTS (tab_estados); i++)
    if (g_strcmp0 (cony_pedido_get_estado (pedido), tab_estados[i]) == 0)
      atencion_window_set_tab (self, i);
  if (self->tab == ATENCION_TAB_REFILL)
    atencion_window_set_tab (self, ATENCION_TAB_APROBAR);
  set_pedido (self, pedido);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyPedido) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item == pedido)
        gtk_single_selection_set_selected (self->selection, i);
    }
  if (navigate)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* atencion_window_set_tab: shows another part of the work. */
void
atencion_window_set_tab (AtencionWindow *self,
                         AtencionTab     tab)
{
  if (self->tab == tab)
    return;
  self->tab = tab;
  if (tab != ATENCION_TAB_REFILL)
    gtk_filter_list_model_set_model (self->queue_model, self->tab_models[tab]);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  show_queue (self);
  select_first (self);
  show_detail (self);
}

/* atencion_window_toast: a snackbar that answers what the person just did, so it goes before news and
 * takes the place of the last answer; @text is no markup. */
void
atencion_window_toast (AtencionWindow *self,
                       const char     *text)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_set_title (toast, escaped);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 3);
  if (self->answer)
    adw_toast_dismiss (self->answer);
  g_set_weak_pointer (&self->answer, toast);
  add_toast (self, toast);
}
