/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-window-private.h"

#include <glib/gi18n.h>

#include "atencion-pedido-row.h"
#include "atencion-refill-row.h"

/* The left side of the window: tabs, search, the two lists and what is selected in them. */

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

/* ---- what is open ---- */

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
    atencion_window_set_pedido (self, pedido);
}

static void
refill_selected_cb (AtencionWindow *self)
{
  ConyRefill *refill = gtk_single_selection_get_selected_item (self->refill_selection);

  if (!refill)
    return;
  self->avisos = FALSE;
  atencion_refill_view_set_refill (self->refill_view, refill);
  atencion_window_show_detail (self);
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
  gtk_list_item_set_child (item, atencion_pedido_row_new (self->clock,
                                                          G_LIST_MODEL (self->alertas)));
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

/* Telephones are written with or without spaces. */
static gboolean
has_digits (const char *phone,
            const char *digits)
{
  g_autoptr (GString) bare = g_string_new (NULL);

  for (; phone && *phone; phone++)
    if (g_ascii_isdigit (*phone))
      g_string_append_c (bare, *phone);
  return strstr (bare->str, digits) != NULL;
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

      return g_str_has_prefix (number, digits) || has_digits (phone, digits);
    }
  return cliente && g_str_match_string (text, cliente, TRUE);
}

/* Rush orders first, then the oldest. */
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

  if (cony_pedido_get_prioridad ((ConyPedido *) a) != cony_pedido_get_prioridad ((ConyPedido *) b))
    return cony_pedido_get_prioridad ((ConyPedido *) a) ? -1 : 1;
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

/* Its words get a line of their own: beside the search, one of the two would be cut. */
static void
delivery_trouble_cb (AtencionWindow *self)
{
  gboolean trouble;

  g_object_get (self->delivery, "trouble", &trouble, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->find), trouble ? GTK_ORIENTATION_VERTICAL
                                                                       : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->delivery), trouble ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}

/* ---- for the other files of this class ---- */

/* atencion_window_build_queue: models and lists over the stores; once. */
void
atencion_window_build_queue (AtencionWindow *self)
{
  build_models (self);
  build_lists (self);
  give_models (self, self->tabs);
  give_models (self, self->narrow_tabs);
  show_queue (self);
}

/* atencion_window_update_queue: shows the list or why it is empty, and opens something when nothing
 * is open yet. */
void
atencion_window_update_queue (AtencionWindow *self)
{
  queue_changed_cb (self);
}

/* atencion_window_class_bind_queue: the template's callbacks of the left side. */
void
atencion_window_class_bind_queue (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, delivery_trouble_cb);
  gtk_widget_class_bind_template_callback (widget_class, queue_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, refills_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
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
  atencion_window_set_pedido (self, pedido);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyPedido) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item != pedido)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (GTK_WIDGET (self->queue), "list.scroll-to-item", "u", i);
    }
  if (navigate)
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* atencion_window_set_tab: shows another part of the work. */
void
atencion_window_set_tab (AtencionWindow *self,
                         AtencionTab     tab)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean inside = focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->queue_stack));

  if (self->tab == tab)
    {
      atencion_window_show_alerts (self, FALSE);
      return;
    }
  self->avisos = FALSE;
  self->tab = tab;
  if (tab != ATENCION_TAB_REFILL)
    gtk_filter_list_model_set_model (self->queue_model, self->tab_models[tab]);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  show_queue (self);
  select_first (self);
  atencion_window_show_detail (self);
  /* Whoever was in the list stays in the list. */
  if (inside)
    gtk_widget_grab_focus (GTK_WIDGET (tab == ATENCION_TAB_REFILL ? self->refills : self->queue));
}
