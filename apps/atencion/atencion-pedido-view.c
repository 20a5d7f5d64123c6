/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-pedido-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "atencion-alerta-row.h"
#include "atencion-format.h"
#include "atencion-item-row.h"
#include "atencion-rows.h"
#include "cony-receipt-strip.h"
#include "cony-state-pill.h"
#include "cony-text.h"

/**
 * AtencionPedidoView:
 *
 * One order with its dishes, its payment and what was said to the kitchen about it.  It follows the
 * order: whatever changes in the row changes here.
 */
struct _AtencionPedidoView
{
  GtkWidget parent_instance;

  /* owned */
  AtencionClock *clock;
  GtkFilterListModel *alertas_model; /* of ConyAlerta: those of this order */
  ConyPedido *pedido;
  GSignalGroup *signals;

  gpointer counted; /* the order whose alerts n_alertas counts; never dereferenced */
  guint n_alertas;
  guint scroll_id;
  guint scroll_frames;
  gboolean narrow;

  /* template */
  GtkListBox *alertas;
  GtkWidget *avisos;
  GtkImage *canal_icon;
  GtkWidget *cancelled;
  GtkLabel *cancelled_text;
  GtkWidget *comprobante;
  GtkWidget *detail;
  ConyStatePill *estado;
  GtkWidget *head;
  GtkListBox *items;
  GtkWidget *items_heading;
  GtkLabel *narrow_age;
  ConyStatePill *narrow_estado;
  GtkWidget *narrow_head;
  ConyStatePill *narrow_pago;
  GtkWidget *narrow_payment;
  GtkLabel *narrow_payment_text;
  GtkLabel *narrow_payment_title;
  GtkWidget *note;
  GtkLabel *note_text;
  ConyStatePill *pago;
  GtkLabel *pago_motivo;
  GtkGrid *pairs;
  GtkWidget *payment_section;
  ConyReceiptStrip *recibo;
  GtkWidget *rush;
  GtkLabel *rush_text;
  GtkScrolledWindow *scrolled;
  GtkLabel *subtitle;
  GtkLabel *title;
  GtkWidget *way;
};

G_DEFINE_FINAL_TYPE (AtencionPedidoView, atencion_pedido_view, GTK_TYPE_WIDGET)

/* Approved, on which screen of the kitchen, and what the kitchen did with it. */
static void
show_way (AtencionPedidoView *self)
{
  ConyPedido *pedido = self->pedido;
  GDateTime *approved = cony_pedido_get_aprobado (pedido);
  GDateTime *started = cony_pedido_get_empezado (pedido), *ready = cony_pedido_get_listo (pedido);
  const char *screen = cony_pedido_get_pantalla (pedido);
  gboolean late = atencion_clock_get_age (self->clock, approved) >= CONY_RECEIPT_STRIP_OVERDUE;
  g_autofree char *clock = atencion_clock_format (self->clock, approved, "%H:%M");
  g_autofree char *last
    = atencion_clock_format (self->clock, ready ? ready : started, "%H:%M");
  /* Translators: %s is a time of day */
  g_autofree char *sent = g_strdup_printf (_("Approved %s"), clock);
  g_autofree char *shown = NULL, *seen = NULL;
  ConyReceiptStep steps[3] = {
    { "sent", "cony-check-symbolic", sent },
    { late ? "late" : "waiting", "cony-check2-symbolic", _("Not shown in the kitchen yet") },
    { "waiting", "cony-pot-symbolic", _("Not started yet") },
  };

  gtk_widget_set_visible (self->way, approved != NULL);
  if (!approved)
    return;
  if (cony_pedido_get_en_pantalla (pedido))
    {
      shown = screen && *screen ? g_strdup_printf (_("On screen (%s)"), screen)
                                : g_strdup (_("On screen"));
      steps[1] = (ConyReceiptStep) { "shown", "cony-check2-symbolic", shown };
    }
  if (ready || started)
    {
      const char *who = cony_pedido_get_empezado_por (pedido);

      if (ready)
        /* Translators: %s is a time of day */
        seen = g_strdup_printf (_("Ready %s"), last);
      else if (who && *who)
        /* Translators: a person and a time of day */
        seen = g_strdup_printf (_("Started by %s %s"), who, last);
      else
        /* Translators: %s is a time of day */
        seen = g_strdup_printf (_("Started %s"), last);
      steps[2] = (ConyReceiptStep) { "seen", "cony-pot-symbolic", seen };
    }
  cony_receipt_strip_set_steps (self->recibo, steps);
}

static void
show_age (AtencionPedidoView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *age = NULL, *ago = NULL, *clock = NULL, *phone = NULL;
  GDateTime *created;

  if (!self->pedido)
    return;
  show_way (self);
  created = cony_pedido_get_creado (self->pedido);
  age = cony_age_format (atencion_clock_get_age (self->clock, created));
  clock = atencion_clock_format (self->clock, created, "%H:%M");
  phone = atencion_format_digits (cony_pedido_get_telefono (self->pedido));

  g_string_append (text, cony_canal_name (cony_pedido_get_canal (self->pedido)));
  if (*phone)
    g_string_append_printf (text, "  ·  %s", phone);
  g_string_append (text, "  ·  ");
  /* Translators: the time of day of an order and its age, like "ordered 12:36, 6 min ago" */
  g_string_append_printf (text, _("ordered %s, %s ago"), clock, age);
  gtk_label_set_label (self->subtitle, text->str);

  /* Translators: %s is an age, like "6 min" */
  ago = g_strdup_printf (_("%s ago"), age);
  gtk_label_set_label (self->narrow_age, ago);
}

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
}

static void
add_pair (AtencionPedidoView *self,
          int                 row,
          const char         *key,
          const char         *value)
{
  GtkWidget *left = gtk_label_new (key), *right = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_add_css_class (left, "secondary");
  gtk_label_set_xalign (GTK_LABEL (right), 1);
  gtk_label_set_wrap (GTK_LABEL (right), TRUE);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_widget_add_css_class (right, "strong");
  gtk_grid_attach (self->pairs, left, 0, row, 1, 1);
  gtk_grid_attach (self->pairs, right, 1, row, 1, 1);
}

/* What the narrow card says in one line: operation number and who verified it. */
static void
show_narrow_payment (AtencionPedidoView *self,
                     const char         *bank,
                     const char         *money,
                     const char         *operation,
                     const char         *verified)
{
  g_autofree char *title = g_strdup_printf ("%s %s", bank, money);
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_label_set_label (self->narrow_payment_title, title);
  if (*operation)
    /* Translators: %s is the operation number of a payment */
    g_string_append_printf (text, _("Op. %s"), operation);
  if (verified)
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: %s is who verified a payment and when */
      g_string_append_printf (text, _("verified by %s"), verified);
    }
  gtk_label_set_label (self->narrow_payment_text, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_payment_text), text->len > 0);
}

static void
show_payment (AtencionPedidoView *self)
{
  ConyPedido *pedido = self->pedido;
  AtencionPill pill = atencion_format_pago (pedido);
  const char *bank = cony_pedido_get_voucher_banco (pedido);
  const char *reviewer = cony_pedido_get_voucher_revisado_por (pedido);
  const char *motive = cony_pedido_get_voucher_motivo (pedido);
  gboolean has_voucher = cony_pedido_get_voucher_id (pedido) > 0;
  g_autofree char *operation
    = atencion_format_digits (cony_pedido_get_voucher_operacion (pedido));
  g_autofree char *reviewed
    = atencion_clock_format (self->clock, cony_pedido_get_voucher_revisado (pedido), "%H:%M");
  g_autofree char *money = cony_money_format (has_voucher ? cony_pedido_get_voucher_monto (pedido)
                                                          : cony_pedido_get_total (pedido));
  g_autofree char *verified = reviewer ? g_strdup_printf ("%s, %s", reviewer, reviewed) : NULL;
  int row = 0;

  cony_state_pill_set (self->pago, pill.kind, pill.icon_name, pill.label);
  cony_state_pill_set (self->narrow_pago, pill.kind, pill.icon_name, pill.label);
  clear_grid (self->pairs);
  if (!bank || !*bank)
    bank = has_voucher ? _("Amount") : _("To collect");
  add_pair (self, row++, bank, money);
  if (*operation)
    add_pair (self, row++, _("Operation"), operation);
  if (verified)
    add_pair (self, row++, _("Verified by"), verified);
  if (!has_voucher && cony_pedido_get_aprobado_por (pedido))
    add_pair (self, row++, _("Approved by"), cony_pedido_get_aprobado_por (pedido));
  if (!motive || !*motive)
    motive = cony_pedido_get_aprobacion_motivo (pedido);
  gtk_label_set_label (self->pago_motivo, motive ? motive : "");
  gtk_widget_set_visible (GTK_WIDGET (self->pago_motivo), motive && *motive);
  gtk_widget_set_visible (self->comprobante, has_voucher);
  show_narrow_payment (self, bank, money, operation, verified);
}

static void
show_items (AtencionPedidoView *self)
{
  GListModel *items = cony_pedido_get_items (self->pedido);
  GtkWidget *child;
  guint n_items = items ? g_list_model_get_n_items (items) : 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->items))))
    gtk_list_box_remove (self->items, child);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);

      gtk_list_box_append (self->items, atencion_item_row_new (item));
    }
  gtk_list_box_append (self->items,
                       atencion_item_row_new_total (cony_pedido_get_total (self->pedido)));
}

static void
show_cancelled (AtencionPedidoView *self)
{
  GDateTime *when = cony_pedido_get_cancelado (self->pedido);
  const char *who = cony_pedido_get_cancelado_por (self->pedido);
  g_autofree char *clock = NULL, *text = NULL;

  gtk_widget_set_visible (self->cancelled, when != NULL);
  if (!when)
    return;
  clock = atencion_clock_format (self->clock, when, "%H:%M");
  /* Translators: who cancelled an order, and the time of day */
  text = g_strdup_printf (_("%s cancelled it at %s"), who ? who : "—", clock);
  gtk_label_set_label (self->cancelled_text, text);
}

static void
show_rush (AtencionPedidoView *self)
{
  const char *reason = cony_pedido_get_prioridad_motivo (self->pedido);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->rush, cony_pedido_get_prioridad (self->pedido));
  /* Translators: %s is why an order goes before the others */
  text = reason ? g_strdup_printf (_("Rush: %s"), reason) : g_strdup (_("Rush"));
  gtk_label_set_label (self->rush_text, text);
}

static void
show_cb (AtencionPedidoView *self)
{
  g_autofree char *title = NULL;
  const char *cliente, *nota;
  AtencionPill pill;

  if (!self->pedido)
    return;
  cliente = cony_pedido_get_cliente (self->pedido);
  nota = cony_pedido_get_nota (self->pedido);
  pill = atencion_format_estado (cony_pedido_get_estado (self->pedido));
  title = g_strdup_printf ("#%" G_GINT64_FORMAT " %s", cony_pedido_get_id (self->pedido),
                           cliente ? cliente : "");
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->canal_icon,
                                cony_canal_icon (cony_pedido_get_canal (self->pedido)));
  cony_state_pill_set (self->estado, pill.kind, pill.icon_name, pill.label);
  cony_state_pill_set (self->narrow_estado, pill.kind, pill.icon_name, pill.label);
  gtk_label_set_label (self->note_text, nota ? nota : "");
  gtk_widget_set_visible (self->note, nota && *nota);
  show_age (self);
  show_items (self);
  show_payment (self);
  show_cancelled (self);
  show_rush (self);
}

static gboolean
filter_alerta (gpointer item,
               gpointer user_data)
{
  AtencionPedidoView *self = user_data;

  return self->pedido
         && cony_alerta_get_pedido_id (item) == cony_pedido_get_id (self->pedido);
}

static GtkWidget *
create_alerta_row (gpointer item,
                   gpointer user_data)
{
  AtencionPedidoView *self = user_data;
  GtkWidget *row = atencion_alerta_row_new (item, atencion_clock_get_session (self->clock));

  atencion_alerta_row_set_compact (ATENCION_ALERTA_ROW (row), self->narrow);
  return row;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *frame_clock,
           gpointer       user_data)
{
  AtencionPedidoView *self = ATENCION_PEDIDO_VIEW (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);

  /* The new row has its size one frame later. */
  if (self->scroll_frames++ < 2)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  self->scroll_id = 0;
  return G_SOURCE_REMOVE;
}

/* Whoever sends an alert wants to see what becomes of it: the newest one comes into view. */
static void
alertas_changed_cb (AtencionPedidoView *self)
{
  guint n_alertas = g_list_model_get_n_items (G_LIST_MODEL (self->alertas_model));
  gboolean added = self->pedido && self->pedido == self->counted && n_alertas > self->n_alertas;

  gtk_widget_set_visible (self->avisos, n_alertas > 0);
  self->counted = self->pedido;
  self->n_alertas = n_alertas;
  if (!added || self->scroll_id)
    return;
  self->scroll_frames = 0;
  self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

static int
compare_alertas (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  GDateTime *one = cony_alerta_get_fecha_envio ((ConyAlerta *) a);
  GDateTime *two = cony_alerta_get_fecha_envio ((ConyAlerta *) b);

  if (one && two)
    return g_date_time_compare (one, two);
  return (one ? 0 : 1) - (two ? 0 : 1);
}

static void
atencion_pedido_view_dispose (GObject *object)
{
  AtencionPedidoView *self = ATENCION_PEDIDO_VIEW (object);

  if (self->alertas)
    atencion_rows_unbind (self->alertas);
  if (self->alertas_model)
    {
      /* The filter refers to us without a reference. */
      gtk_filter_list_model_set_filter (self->alertas_model, NULL);
      g_clear_object (&self->alertas_model);
    }
  g_clear_object (&self->signals);
  g_clear_object (&self->pedido);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_PEDIDO_VIEW);

  G_OBJECT_CLASS (atencion_pedido_view_parent_class)->dispose (object);
}

static void
atencion_pedido_view_class_init (AtencionPedidoViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_pedido_view_dispose;

  g_type_ensure (CONY_TYPE_RECEIPT_STRIP);
  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-pedido-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, alertas);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, avisos);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, canal_icon);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, cancelled);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, cancelled_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, comprobante);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, detail);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, estado);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, head);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, items);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, items_heading);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_age);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_estado);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_head);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_pago);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_payment);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_payment_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, narrow_payment_title);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, note);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, note_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, pago);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, pago_motivo);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, pairs);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, payment_section);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, recibo);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, rush);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, rush_text);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, title);
  gtk_widget_class_bind_template_child (widget_class, AtencionPedidoView, way);
}

static void
atencion_pedido_view_init (AtencionPedidoView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (CONY_TYPE_PEDIDO);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (show_cb), self);
}

/**
 * atencion_pedido_view_set_up:
 * @self: a view
 * @clock: makes the ages run
 * @alertas: alerts to the kitchen, of any order
 *
 * Gives the view what it needs; once, before the first order.
 */
void
atencion_pedido_view_set_up (AtencionPedidoView *self,
                             AtencionClock      *clock,
                             GListModel         *alertas)
{
  GtkSortListModel *sorted = NULL;

  g_return_if_fail (ATENCION_IS_PEDIDO_VIEW (self));
  g_return_if_fail (ATENCION_IS_CLOCK (clock));
  g_return_if_fail (G_IS_LIST_MODEL (alertas));
  g_return_if_fail (self->clock == NULL);

  self->clock = g_object_ref (clock);
  g_signal_connect_object (clock, "tick", G_CALLBACK (show_age), self, G_CONNECT_SWAPPED);

  self->alertas_model = gtk_filter_list_model_new (
    g_object_ref (alertas), GTK_FILTER (gtk_custom_filter_new (filter_alerta, self, NULL)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->alertas_model)),
                                    GTK_SORTER (gtk_custom_sorter_new (compare_alertas, NULL,
                                                                       NULL)));
  g_signal_connect_object (self->alertas_model, "items-changed", G_CALLBACK (alertas_changed_cb),
                           self, G_CONNECT_SWAPPED);
  atencion_rows_bind (self->alertas, G_LIST_MODEL (sorted), create_alerta_row, self);
  g_object_unref (sorted);
}

/**
 * atencion_pedido_view_get_pedido:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the order it shows
 */
ConyPedido *
atencion_pedido_view_get_pedido (AtencionPedidoView *self)
{
  g_return_val_if_fail (ATENCION_IS_PEDIDO_VIEW (self), NULL);

  return self->pedido;
}

/**
 * atencion_pedido_view_set_pedido:
 * @self: a view
 * @pedido: (nullable): the order to show and follow
 */
void
atencion_pedido_view_set_pedido (AtencionPedidoView *self,
                                 ConyPedido         *pedido)
{
  g_return_if_fail (ATENCION_IS_PEDIDO_VIEW (self));
  g_return_if_fail (pedido == NULL || CONY_IS_PEDIDO (pedido));

  if (!g_set_object (&self->pedido, pedido))
    return;
  g_signal_group_set_target (self->signals, pedido);
  self->counted = NULL;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->alertas_model),
                      GTK_FILTER_CHANGE_DIFFERENT);
  alertas_changed_cb (self);
  show_cb (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/**
 * atencion_pedido_view_set_narrow:
 * @self: a view
 * @narrow: %TRUE when the window is folded: one column, fewer words
 */
void
atencion_pedido_view_set_narrow (AtencionPedidoView *self,
                                 gboolean            narrow)
{
  GtkWidget *row;

  g_return_if_fail (ATENCION_IS_PEDIDO_VIEW (self));

  narrow = !!narrow;
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_widget_set_visible (self->head, !narrow);
  gtk_widget_set_visible (self->narrow_head, narrow);
  gtk_widget_set_visible (self->items_heading, !narrow);
  gtk_widget_set_visible (self->payment_section, !narrow);
  gtk_widget_set_visible (self->narrow_payment, narrow);
  if (narrow)
    gtk_widget_add_css_class (self->detail, "narrow");
  else
    gtk_widget_remove_css_class (self->detail, "narrow");
  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->alertas)); row;
       row = gtk_widget_get_next_sibling (row))
    if (ATENCION_IS_ALERTA_ROW (row))
      atencion_alerta_row_set_compact (ATENCION_ALERTA_ROW (row), narrow);
}
