/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-tickets.h"

#include "cocina-more-tile.h"

/**
 * CocinaTickets:
 *
 * The board's grid: two rows of tickets, oldest first, reused widgets.  What does not fit is on
 * further pages, and the last cell says so.
 */
struct _CocinaTickets
{
  GtkWidget parent_instance;

  GListModel *pedidos; /* owned, nullable, in the order of the board */
  CocinaQueue *queue;  /* owned, nullable */
  CocinaUmbrales umbrales;
  GTimeZone *zone;     /* owned */
  GDateTime *now;      /* owned, nullable until the first tick */
  CocinaTicketsWorkFunc work_func;
  gpointer work_data; /* borrowed: whoever set it outlives the widget */

  int columns;
  guint page;
  gint64 page_turned; /* monotonic time */
  gint64 selected_id; /* 0: none */
  gint64 bell_id;
  int return_page;  /* where an alert took the board away from, -1: it did not */
  gint64 return_id; /* what was selected there */
  guint idle_id;

  GPtrArray *tickets; /* of CocinaTicket, borrowed from the grid; as many as cells */
  CocinaMoreTile *tile;
  guint n_shown;

  GtkStack *stack;
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkGrid *grid;
};

G_DEFINE_FINAL_TYPE (CocinaTickets, cocina_tickets, GTK_TYPE_WIDGET)

#define ROWS 2

/* A page of newer orders must not hide the oldest ones for long. */
#define PAGE_RETURNS_AFTER (30 * G_TIME_SPAN_SECOND)

static guint
get_n (CocinaTickets *self)
{
  return self->pedidos ? g_list_model_get_n_items (self->pedidos) : 0;
}

static guint
get_n_cells (CocinaTickets *self)
{
  return self->columns * ROWS;
}

/* Orders on a page: the last cell is the tile as soon as there is more than one page. */
static guint
get_page_size (CocinaTickets *self)
{
  guint cells = get_n_cells (self);

  return get_n (self) > cells ? cells - 1 : cells;
}

static guint
get_n_pages (CocinaTickets *self)
{
  guint size = get_page_size (self);

  return MAX (1, (get_n (self) + size - 1) / size);
}

static guint
find (CocinaTickets *self,
      gint64         pedido_id)
{
  guint n = get_n (self);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyPedido) pedido = g_list_model_get_item (self->pedidos, i);

      if (pedido_id && cony_pedido_get_id (pedido) == pedido_id)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static CocinaTicket *
get_ticket (CocinaTickets *self,
            guint          cell)
{
  return g_ptr_array_index (self->tickets, cell);
}

static void
ensure_cells (CocinaTickets *self)
{
  GtkWidget *child;

  if (self->tickets->len == get_n_cells (self))
    return;
  g_ptr_array_set_size (self->tickets, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
  /* An empty cell keeps its place in the grid.  They lie below the tickets, whatever order these
   * take, and no finger reaches them. */
  for (guint i = 0; i < get_n_cells (self); i++)
    {
      GtkWidget *floor = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_set_can_target (floor, FALSE);
      gtk_grid_attach (self->grid, floor, i % self->columns, i / self->columns, 1, 1);
    }
  for (guint i = 0; i < get_n_cells (self); i++)
    {
      GtkWidget *ticket = cocina_ticket_new ();

      gtk_grid_attach (self->grid, ticket, i % self->columns, i / self->columns, 1, 1);
      g_ptr_array_add (self->tickets, ticket);
    }
  self->tile = COCINA_MORE_TILE (cocina_more_tile_new ());
  gtk_grid_attach (self->grid, GTK_WIDGET (self->tile), self->columns - 1, ROWS - 1, 1, 1);
}

static CocinaTicket *
take_ticket (GPtrArray  *tickets,
             ConyPedido *pedido)
{
  for (guint i = 0; i < tickets->len; i++)
    {
      ConyPedido *shown = cocina_ticket_get_pedido (g_ptr_array_index (tickets, i));

      if (!pedido || (shown && cony_pedido_get_id (shown) == cony_pedido_get_id (pedido)))
        return g_ptr_array_steal_index (tickets, i);
    }
  return NULL;
}

static void
move_ticket (CocinaTickets *self,
             CocinaTicket  *ticket,
             guint          cell)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkGridLayoutChild *place
    = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, GTK_WIDGET (ticket)));

  gtk_grid_layout_child_set_column (place, cell % self->columns);
  gtk_grid_layout_child_set_row (place, cell / self->columns);
}

/* A ticket stays with its order and moves with it: a finger that is on it means this order.  The
 * others are for the orders that have none. */
static void
arrange_tickets (CocinaTickets *self,
                 guint          first)
{
  g_autoptr (GPtrArray) others = g_ptr_array_copy (self->tickets, NULL, NULL);

  for (guint i = 0; i < self->tickets->len; i++)
    {
      g_autoptr (ConyPedido) pedido
        = i < self->n_shown ? g_list_model_get_item (self->pedidos, first + i) : NULL;

      self->tickets->pdata[i] = pedido ? take_ticket (others, pedido) : NULL;
    }
  for (guint i = 0; i < self->tickets->len; i++)
    {
      if (!self->tickets->pdata[i])
        self->tickets->pdata[i] = take_ticket (others, NULL);
      move_ticket (self, get_ticket (self, i), i);
      /* For a screen reader. */
      if (i && gtk_widget_get_prev_sibling (self->tickets->pdata[i]) != self->tickets->pdata[i - 1])
        gtk_widget_insert_after (self->tickets->pdata[i], GTK_WIDGET (self->grid),
                                 self->tickets->pdata[i - 1]);
    }
}

static void
update_places (CocinaTickets *self)
{
  for (guint i = 0; i < self->n_shown; i++)
    {
      CocinaTicket *ticket = get_ticket (self, i);
      gint64 id = cony_pedido_get_id (cocina_ticket_get_pedido (ticket));

      cocina_ticket_set_place (ticket, i + 1, id == self->selected_id, id == self->bell_id);
    }
}

static void
show_tile (CocinaTickets *self)
{
  guint n = get_n (self);
  guint size = get_page_size (self);
  guint first = (self->page + 1) * size;

  gtk_widget_set_visible (GTK_WIDGET (self->tile), n > get_n_cells (self));
  if (n <= get_n_cells (self))
    return;
  if (first < n)
    cocina_more_tile_show (self->tile, self->pedidos, first, n - first, FALSE);
  else
    cocina_more_tile_show (self->tile, self->pedidos, 0, self->page * size, TRUE);
}

static gboolean
is_on_page (CocinaTickets *self,
            gint64         pedido_id)
{
  guint position = find (self, pedido_id);

  return position != GTK_INVALID_LIST_POSITION && position / get_page_size (self) == self->page;
}

/* Enter must always mean a ticket that is on the screen.  The selection stays with its order; when
 * that is gone from the page, the one now in its place takes over. */
static void
keep_selection (CocinaTickets *self)
{
  guint first = self->page * get_page_size (self);
  guint cell = 0;
  g_autoptr (ConyPedido) pedido = NULL;

  if (is_on_page (self, self->selected_id))
    return;
  for (guint i = 0; i < self->n_shown; i++)
    if (cony_pedido_get_id (cocina_ticket_get_pedido (get_ticket (self, i))) == self->selected_id)
      cell = i;
  if (get_n (self))
    pedido = g_list_model_get_item (self->pedidos, MIN (first + cell, get_n (self) - 1));
  self->selected_id = pedido ? cony_pedido_get_id (pedido) : 0;
}

static void
refresh (CocinaTickets *self)
{
  guint size, first;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  ensure_cells (self);
  self->page = MIN (self->page, get_n_pages (self) - 1);
  size = get_page_size (self);
  first = self->page * size;
  keep_selection (self);

  self->n_shown = MIN (size, get_n (self) - first);
  arrange_tickets (self, first);
  for (guint i = 0; i < self->tickets->len; i++)
    {
      CocinaTicket *ticket = get_ticket (self, i);

      if (i < self->n_shown)
        {
          g_autoptr (ConyPedido) pedido = g_list_model_get_item (self->pedidos, first + i);

          cocina_ticket_set_pedido (ticket, pedido, self->zone, self->queue);
        }
      gtk_widget_set_visible (GTK_WIDGET (ticket), i < self->n_shown);
    }
  show_tile (self);
  gtk_stack_set_visible_child (self->stack,
                               get_n (self) ? GTK_WIDGET (self->grid) : self->empty);
  update_places (self);
  cocina_tickets_update_work (self);
  if (self->now)
    cocina_tickets_tick (self, self->now);
}

static gboolean
refresh_cb (gpointer user_data)
{
  CocinaTickets *self = user_data;

  self->idle_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* A reload changes the list row by row; it is drawn once, before the next frame. */
static void
pedidos_changed_cb (CocinaTickets *self)
{
  if (!self->idle_id)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
cocina_tickets_dispose (GObject *object)
{
  CocinaTickets *self = COCINA_TICKETS (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->pedidos)
    g_signal_handlers_disconnect_by_func (self->pedidos, pedidos_changed_cb, self);
  g_clear_object (&self->pedidos);
  cocina_tickets_set_queue (self, NULL);
  g_clear_pointer (&self->tickets, g_ptr_array_unref);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->work_func = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), COCINA_TYPE_TICKETS);

  G_OBJECT_CLASS (cocina_tickets_parent_class)->dispose (object);
}

static void
cocina_tickets_class_init (CocinaTicketsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cocina_tickets_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Cocina/cocina-tickets.ui");
  gtk_widget_class_bind_template_child (widget_class, CocinaTickets, empty);
  gtk_widget_class_bind_template_child (widget_class, CocinaTickets, empty_text);
  gtk_widget_class_bind_template_child (widget_class, CocinaTickets, empty_title);
  gtk_widget_class_bind_template_child (widget_class, CocinaTickets, grid);
  gtk_widget_class_bind_template_child (widget_class, CocinaTickets, stack);
}

static void
cocina_tickets_init (CocinaTickets *self)
{
  self->columns = 4;
  self->return_page = -1;
  self->umbrales = (CocinaUmbrales) COCINA_UMBRALES_DEFAULT;
  self->zone = g_time_zone_new_utc ();
  self->tickets = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * cocina_tickets_set_model:
 * @self: a #CocinaTickets
 * @pedidos: (nullable): list of #ConyPedido in the order of the board
 */
void
cocina_tickets_set_model (CocinaTickets *self,
                          GListModel    *pedidos)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (pedidos == NULL || G_IS_LIST_MODEL (pedidos));

  if (self->pedidos)
    g_signal_handlers_disconnect_by_func (self->pedidos, pedidos_changed_cb, self);
  g_set_object (&self->pedidos, pedidos);
  if (pedidos)
    g_signal_connect_swapped (pedidos, "items-changed", G_CALLBACK (pedidos_changed_cb), self);
  refresh (self);
}

/**
 * cocina_tickets_set_queue:
 * @self: a #CocinaTickets
 * @queue: (nullable): what waits for the database
 */
void
cocina_tickets_set_queue (CocinaTickets *self,
                          CocinaQueue   *queue)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (queue == NULL || COCINA_IS_QUEUE (queue));

  if (self->queue)
    g_signal_handlers_disconnect_by_func (self->queue, pedidos_changed_cb, self);
  g_set_object (&self->queue, queue);
  if (queue)
    g_signal_connect_swapped (queue, "changed", G_CALLBACK (pedidos_changed_cb), self);
}

/**
 * cocina_tickets_set_columns:
 * @self: a #CocinaTickets
 * @columns: tickets side by side, 2 to 6
 */
void
cocina_tickets_set_columns (CocinaTickets *self,
                            int            columns)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (columns >= 1);

  if (self->columns == columns)
    return;
  self->columns = columns;
  refresh (self);
}

/**
 * cocina_tickets_set_umbrales:
 * @self: a #CocinaTickets
 * @umbrales: the branch's thresholds
 */
void
cocina_tickets_set_umbrales (CocinaTickets        *self,
                             const CocinaUmbrales *umbrales)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (umbrales != NULL);

  self->umbrales = *umbrales;
}

/**
 * cocina_tickets_set_zone:
 * @self: a #CocinaTickets
 * @zone: the branch's time zone
 */
void
cocina_tickets_set_zone (CocinaTickets *self,
                         GTimeZone     *zone)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (zone != NULL);

  g_time_zone_ref (zone);
  g_time_zone_unref (self->zone);
  self->zone = zone;
}

/**
 * cocina_tickets_set_work_func:
 * @self: a #CocinaTickets
 * @func: (nullable) (scope forever): tells what an order's button is doing
 * @user_data: of @func, must outlive @self
 */
void
cocina_tickets_set_work_func (CocinaTickets         *self,
                              CocinaTicketsWorkFunc  func,
                              gpointer               user_data)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));

  self->work_func = func;
  self->work_data = user_data;
  cocina_tickets_update_work (self);
}

/**
 * cocina_tickets_set_bell:
 * @self: a #CocinaTickets
 * @pedido_id: order that the alert on the screen is about, 0 for none
 *
 * Turns to this order and selects it.  Without an alert the board goes back to the page and the
 * selection that it had before, unless somebody turned the page meanwhile.
 */
void
cocina_tickets_set_bell (CocinaTickets *self,
                         gint64         pedido_id)
{
  guint before;
  gint64 selected;

  g_return_if_fail (COCINA_IS_TICKETS (self));

  if (self->bell_id == pedido_id)
    return;
  before = self->page;
  selected = self->selected_id;
  self->bell_id = pedido_id;
  if (cocina_tickets_select (self, pedido_id))
    {
      if (self->return_page < 0)
        {
          self->return_page = before;
          self->return_id = selected;
        }
      return;
    }
  if (self->return_page >= 0)
    {
      self->page = self->return_page;
      self->selected_id = self->return_id;
      self->return_page = -1;
      refresh (self);
    }
  else
    update_places (self);
}

/**
 * cocina_tickets_set_dim:
 * @self: a #CocinaTickets
 * @dim: step back behind a red banner
 */
void
cocina_tickets_set_dim (CocinaTickets *self,
                        gboolean       dim)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));

  if (dim)
    gtk_widget_add_css_class (GTK_WIDGET (self->grid), "dim");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->grid), "dim");
}

/**
 * cocina_tickets_set_empty:
 * @self: a #CocinaTickets
 * @title: what stands there when there is no order
 * @text: second line
 */
void
cocina_tickets_set_empty (CocinaTickets *self,
                          const char    *title,
                          const char    *text)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));

  gtk_label_set_label (self->empty_title, title);
  gtk_label_set_label (self->empty_text, text);
}

/**
 * cocina_tickets_tick:
 * @self: a #CocinaTickets
 * @now: the server's time
 *
 * Lets all times run; a page that was turned comes back by itself.
 */
void
cocina_tickets_tick (CocinaTickets *self,
                     GDateTime     *now)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));
  g_return_if_fail (now != NULL);

  if (self->now != now)
    {
      g_clear_pointer (&self->now, g_date_time_unref);
      self->now = g_date_time_ref (now);
    }
  if (self->page && !is_on_page (self, self->bell_id)
      && g_get_monotonic_time () - self->page_turned > PAGE_RETURNS_AFTER)
    {
      self->page = 0;
      refresh (self);
      return;
    }
  for (guint i = 0; i < self->n_shown; i++)
    cocina_ticket_tick (get_ticket (self, i), now, self->zone, &self->umbrales);
  if (self->tile)
    cocina_more_tile_tick (self->tile, now);
}

/**
 * cocina_tickets_update_work:
 * @self: a #CocinaTickets
 *
 * Asks again what the buttons are doing.
 */
void
cocina_tickets_update_work (CocinaTickets *self)
{
  g_return_if_fail (COCINA_IS_TICKETS (self));

  for (guint i = 0; i < self->n_shown; i++)
    {
      CocinaTicket *ticket = get_ticket (self, i);
      gint64 id = cony_pedido_get_id (cocina_ticket_get_pedido (ticket));

      cocina_ticket_set_work (ticket, self->work_func ? self->work_func (id, self->work_data)
                                                      : COCINA_TICKET_WORK_IDLE);
    }
}

/**
 * cocina_tickets_select:
 * @self: a #CocinaTickets
 * @pedido_id: an order
 *
 * Selects the order and turns to its page.
 *
 * Returns: %FALSE when it is not on the board
 */
gboolean
cocina_tickets_select (CocinaTickets *self,
                       gint64         pedido_id)
{
  guint position, page;

  g_return_val_if_fail (COCINA_IS_TICKETS (self), FALSE);

  position = find (self, pedido_id);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  self->selected_id = pedido_id;
  self->page_turned = g_get_monotonic_time ();
  page = position / get_page_size (self);
  if (page != self->page)
    {
      self->page = page;
      refresh (self);
    }
  else
    update_places (self);
  return TRUE;
}

/**
 * cocina_tickets_select_digit:
 * @self: a #CocinaTickets
 * @digit: 1 is the first ticket of the page
 */
void
cocina_tickets_select_digit (CocinaTickets *self,
                             int            digit)
{
  ConyPedido *pedido;

  g_return_if_fail (COCINA_IS_TICKETS (self));

  if (digit < 1 || digit > self->n_shown)
    return;
  self->return_page = -1;
  pedido = cocina_ticket_get_pedido (get_ticket (self, digit - 1));
  cocina_tickets_select (self, cony_pedido_get_id (pedido));
}

/**
 * cocina_tickets_get_selected:
 * @self: a #CocinaTickets
 *
 * Returns: (transfer none) (nullable): the order that Enter means
 */
ConyPedido *
cocina_tickets_get_selected (CocinaTickets *self)
{
  g_return_val_if_fail (COCINA_IS_TICKETS (self), NULL);

  for (guint i = 0; i < self->n_shown; i++)
    {
      ConyPedido *pedido = cocina_ticket_get_pedido (get_ticket (self, i));

      if (cony_pedido_get_id (pedido) == self->selected_id)
        return pedido;
    }
  return NULL;
}

/**
 * cocina_tickets_turn_page:
 * @self: a #CocinaTickets
 * @step: 1 or -1; after the last page comes the first
 */
void
cocina_tickets_turn_page (CocinaTickets *self,
                          int            step)
{
  guint n;

  g_return_if_fail (COCINA_IS_TICKETS (self));

  n = get_n_pages (self);
  if (n < 2)
    return;
  self->page = (self->page + n + step) % n;
  self->return_page = -1;
  self->page_turned = g_get_monotonic_time ();
  refresh (self);
}

/**
 * cocina_tickets_shows:
 * @self: a #CocinaTickets
 * @pedido_id: an order
 *
 * Returns: %TRUE when its ticket, or its line in the last cell, is on the screen now
 */
gboolean
cocina_tickets_shows (CocinaTickets *self,
                      gint64         pedido_id)
{
  g_return_val_if_fail (COCINA_IS_TICKETS (self), FALSE);

  for (guint i = 0; i < self->n_shown; i++)
    if (cony_pedido_get_id (cocina_ticket_get_pedido (get_ticket (self, i))) == pedido_id)
      return gtk_widget_get_mapped (GTK_WIDGET (self));
  return self->tile && cocina_more_tile_shows (self->tile, pedido_id);
}
