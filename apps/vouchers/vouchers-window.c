/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-window-private.h"

#include <glib/gi18n.h>

#include "cony-text.h"
#include "vouchers-queue.h"
#include "vouchers-voucher.h"

G_DEFINE_FINAL_TYPE (VouchersWindow, vouchers_window, ADW_TYPE_APPLICATION_WINDOW)

/* vouchers_window_toast: says @text for so many @seconds. */
void
vouchers_window_toast (VouchersWindow *self,
                       const char     *text,
                       guint           seconds)
{
  AdwToast *toast = cony_toast_new (text);

  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* ---- what is shown ---- */

/* vouchers_window_update_actions: what can be decided now, and what is missing for it. */
void
vouchers_window_update_actions (VouchersWindow *self)
{
  const char *missing = vouchers_detail_get_missing (self->detail);
  gboolean pending = self->shown && vouchers_voucher_is_pending (self->shown) && !self->deciding;
  GAction *approve = g_action_map_lookup_action (G_ACTION_MAP (self), "aprobar");
  GAction *reject = g_action_map_lookup_action (G_ACTION_MAP (self), "rechazar");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (approve), pending && !missing);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (reject), pending);
  cony_action_button_set_checking (self->approve, g_strcmp0 (self->deciding, "aprobar") == 0);
  cony_action_button_set_checking (self->reject, g_strcmp0 (self->deciding, "rechazar") == 0);
  gtk_label_set_label (self->hint, missing ? missing : "");
}

static void
update_page (VouchersWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u to review", "%u to review", n), n);

  adw_window_title_set_subtitle (self->title, subtitle);
  if (self->shown)
    gtk_stack_set_visible_child_name (self->pages, "voucher");
  else if (cony_store_get_loaded (CONY_STORE (self->store)))
    gtk_stack_set_visible_child_name (self->pages, "empty");
  else
    gtk_stack_set_visible_child_name (self->pages, "loading");
}

static void
show_voucher (VouchersWindow *self,
              ConyVoucher    *voucher)
{
  gint64 repeated_id = voucher ? cony_voucher_get_repetido_de (voucher) : 0;
  ConyVoucher *repeated = NULL;

  if (repeated_id > 0)
    repeated = cony_store_find (CONY_STORE (self->store), repeated_id);
  g_set_object (&self->shown, voucher);
  vouchers_detail_show (self->detail, self->session, voucher, repeated);
  vouchers_viewer_show (self->viewer, self->store, voucher);
  update_page (self);
  vouchers_window_update_actions (self);
  cony_store_load (CONY_STORE (self->store));
}

static void
selected_cb (VouchersWindow *self)
{
  g_assert (VOUCHERS_IS_WINDOW (self));

  show_voucher (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
row_changed_cb (VouchersWindow *self,
                ConyVoucher    *voucher,
                ConyEvent      *event)
{
  g_autofree char *money = NULL;
  g_autofree char *text = NULL;
  const char *cliente;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_assert (VOUCHERS_IS_WINDOW (self));

  if (voucher == self->shown)
    show_voucher (self, voucher);
  if (!event || !vouchers_voucher_is_pending (voucher)
      || (g_strcmp0 (cony_event_get_tipo (event), "voucher_nuevo") != 0
          && g_strcmp0 (cony_event_get_tipo (event), "voucher_whatsapp") != 0))
    return;
  money = cony_money_format (cony_voucher_get_monto (voucher));
  cliente = cony_voucher_get_cliente (voucher);
  /* Translators: the name of a customer and an amount of money. */
  text = g_strdup_printf (_ ("New receipt: %s, %s"), cliente ? cliente : "", money);
  vouchers_window_toast (self, text, VOUCHERS_TOAST_S);
  if (CONY_IS_APPLICATION (application) && !gtk_window_is_active (GTK_WINDOW (self)))
    {
      g_autofree char *id
          = g_strdup_printf ("voucher-%" G_GINT64_FORMAT, cony_voucher_get_id (voucher));

      cony_application_toast_desktop (CONY_APPLICATION (application), id, text,
                                      cony_voucher_get_banco (voucher), "app.present", FALSE);
    }
}

/* ---- the queue ---- */

static void
show_voucher_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  VouchersWindow *self = user_data;
  ConyVoucher *voucher
      = cony_store_find (CONY_STORE (self->store), g_variant_get_int64 (parameter));

  if (!voucher)
    {
      vouchers_window_toast (self, _ ("That receipt is not of today."), VOUCHERS_TOAST_S);
      return;
    }
  /* A click on the same row must bring the pending one back. */
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  show_voucher (self, voucher);
}

static const GActionEntry actions[] = {
  { .name = "show-voucher", .activate = show_voucher_cb, .parameter_type = "x" },
};

/* A receipt that was looked at beside the queue is left by choosing one of the queue, also the one
 * that GtkSingleSelection would call selected already. */
static void
activate_row_cb (VouchersWindow *self,
                 guint           position)
{
  g_autoptr (ConyVoucher) voucher
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (voucher && voucher != self->shown)
    show_voucher (self, voucher);
}

/* ---- life ---- */

static void
setup (VouchersWindow *self,
       ConySession    *session,
       ConyRealtime   *realtime)
{
  const char *sucursal = cony_session_get_sucursal_nombre (session);

  self->session = g_object_ref (session);
  self->store = cony_voucher_store_new (session, realtime);
  cony_state_pill_set (self->place, "gris", "cony-store-symbolic",
                       sucursal ? sucursal : _ ("All branches"));
  cony_freshness_pill_set_realtime (self->fresh, realtime);
  self->selection = vouchers_queue_fill (self->queue, self->session, G_LIST_MODEL (self->store));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "activate", G_CALLBACK (activate_row_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "notify::missing", G_CALLBACK (vouchers_window_update_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::loaded", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "row-changed", G_CALLBACK (row_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_page (self);
  vouchers_window_update_actions (self);
  cony_store_load (CONY_STORE (self->store));
}

static void
vouchers_window_dispose (GObject *object)
{
  VouchersWindow *self = VOUCHERS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->shown);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VOUCHERS_TYPE_WINDOW);

  G_OBJECT_CLASS (vouchers_window_parent_class)->dispose (object);
}

static void
vouchers_window_finalize (GObject *object)
{
  g_clear_object (&VOUCHERS_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (vouchers_window_parent_class)->finalize (object);
}

static void
vouchers_window_class_init (VouchersWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_window_dispose;
  object_class->finalize = vouchers_window_finalize;

  g_type_ensure (VOUCHERS_TYPE_DETAIL);
  g_type_ensure (VOUCHERS_TYPE_VIEWER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-window.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, approve);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, place);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, reject);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, side);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, title);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, viewer);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "win.aprobar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "win.aprobar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.rechazar",
                                       NULL);
}

static void
vouchers_window_init (VouchersWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  vouchers_window_add_decisions (self);
}

/**
 * vouchers_window_new:
 * @application: (nullable): the program
 * @session: who is logged in
 * @realtime: (nullable): the event stream
 *
 * Returns: (transfer none): the window of receipts
 */
GtkWidget *
vouchers_window_new (ConyApplication *application,
                     ConySession     *session,
                     ConyRealtime    *realtime)
{
  VouchersWindow *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (VOUCHERS_TYPE_WINDOW, "application", application, NULL);
  setup (self, session, realtime);
  return GTK_WIDGET (self);
}
