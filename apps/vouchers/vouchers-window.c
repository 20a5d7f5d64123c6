/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-window.h"

#include <glib/gi18n.h>

#include "cony-command.h"
#include "cony-db-error.h"
#include "cony-freshness-pill.h"
#include "cony-state-pill.h"
#include "cony-text.h"
#include "cony-voucher-store.h"
#include "vouchers-detail.h"
#include "vouchers-queue.h"
#include "vouchers-reject-dialog.h"
#include "vouchers-viewer.h"
#include "vouchers-voucher.h"

/* A refusal is read, not only noticed. */
#define TOAST_S 5
#define REFUSAL_S 20

struct _VouchersWindow
{
  AdwApplicationWindow parent_instance;

  /* construct-time, owned */
  ConySession *session;
  ConyRealtime *realtime;

  /* owned */
  ConyVoucherStore *store;
  GtkSingleSelection *selection; /* of ConyVoucher: the pending ones, oldest first */
  ConyVoucher *shown;            /* (nullable): usually the selected one */
  GCancellable *cancellable;
  gboolean busy;                 /* a decision is on its way */

  /* template children */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  ConyStatePill *place;
  ConyFreshnessPill *fresh;
  GtkWidget *side;
  GtkListView *queue;
  GtkStack *pages;
  VouchersViewer *viewer;
  VouchersDetail *detail;
  GtkLabel *hint;
  GtkLabel *approve_label;
};

G_DEFINE_FINAL_TYPE (VouchersWindow, vouchers_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_REALTIME,
  PROP_STORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A decision under way: which receipt, and what to say when it is done. */
typedef struct
{
  VouchersWindow *window;
  ConyVoucher *voucher;
  char *done;
} Decision;

static void
decision_free (Decision *decision)
{
  g_clear_object (&decision->window);
  g_clear_object (&decision->voucher);
  g_free (decision->done);
  g_free (decision);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decision, decision_free)

static void
toast (VouchersWindow *self,
       const char     *text,
       guint           seconds)
{
  AdwToast *message = adw_toast_new ("");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  /* The title of a toast is markup. */
  adw_toast_set_title (message, escaped);
  adw_toast_set_timeout (message, seconds);
  adw_toast_overlay_add_toast (self->toasts, message);
}

/* ---- what is shown ---- */

static void
update_actions (VouchersWindow *self)
{
  const char *missing = vouchers_detail_get_missing (self->detail);
  gboolean pending = self->shown && vouchers_voucher_is_pending (self->shown) && !self->busy;
  GAction *approve = g_action_map_lookup_action (G_ACTION_MAP (self), "aprobar");
  GAction *reject = g_action_map_lookup_action (G_ACTION_MAP (self), "rechazar");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (approve), pending && !missing);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (reject), pending);
  gtk_label_set_label (self->approve_label, self->busy ? _ ("Checking…") : _ ("Approve"));
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
  update_actions (self);
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
  toast (self, text, TOAST_S);
  if (CONY_IS_APPLICATION (application) && !gtk_window_is_active (GTK_WINDOW (self)))
    {
      g_autofree char *id
          = g_strdup_printf ("voucher-%" G_GINT64_FORMAT, cony_voucher_get_id (voucher));

      cony_application_toast_desktop (CONY_APPLICATION (application), id, text,
                                      cony_voucher_get_banco (voucher), "app.present", FALSE);
    }
}

/* ---- decisions ---- */

static const char *
cliente_of (ConyVoucher *voucher)
{
  const char *cliente = cony_voucher_get_cliente (voucher);

  return cliente ? cliente : "";
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (Decision) decision = user_data;
  VouchersWindow *self = decision->window;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = cony_session_run_finish (CONY_SESSION (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->busy = FALSE;
  toast (self, error ? error->message : decision->done, error ? REFUSAL_S : TOAST_S);
  /* Its event says the same, but may be a moment late: the next receipt should come up at once. */
  if (!error || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_STALE)
      || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PRECONDITION))
    cony_store_refresh (CONY_STORE (self->store), cony_voucher_get_id (decision->voucher));
  update_actions (self);
}

static void
decide (VouchersWindow *self,
        ConyVoucher    *voucher,
        ConyCommand    *command,
        char           *done)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->window = g_object_ref (self);
  decision->voucher = g_object_ref (voucher);
  decision->done = done;
  self->busy = TRUE;
  update_actions (self);
  cony_session_run_async (self->session, command, self->cancellable, run_cb, decision);
}

static void
approve_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  VouchersWindow *self = user_data;
  g_autoptr (ConyCommand) command = NULL;
  ConyVoucher *voucher = self->shown;

  if (!voucher || vouchers_detail_get_missing (self->detail))
    return;
  command = cony_command_new_aprobar_voucher (
      cony_voucher_get_id (voucher), cony_voucher_get_estado (voucher),
      vouchers_detail_get_numero_operacion (self->detail));
  /* Translators: the name of a customer. */
  decide (self, voucher, command,
          g_strdup_printf (_ ("Receipt of %s approved"), cliente_of (voucher)));
}

static void
rejected_cb (VouchersRejectDialog *dialog,
             const char           *motivo,
             gpointer              user_data)
{
  VouchersWindow *self = user_data;
  ConyVoucher *voucher = g_object_get_data (G_OBJECT (dialog), "voucher");
  g_autoptr (ConyCommand) command = NULL;

  g_assert (VOUCHERS_IS_WINDOW (self));

  command = cony_command_new_rechazar_voucher (cony_voucher_get_id (voucher),
                                               cony_voucher_get_estado (voucher), motivo);
  /* Translators: the name of a customer. */
  decide (self, voucher, command,
          g_strdup_printf (_ ("Receipt of %s rejected"), cliente_of (voucher)));
}

static void
reject_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  VouchersWindow *self = user_data;
  GtkWidget *dialog;

  if (!self->shown)
    return;
  dialog = vouchers_reject_dialog_new (GTK_WINDOW (self), self->shown);
  g_object_set_data_full (G_OBJECT (dialog), "voucher", g_object_ref (self->shown), g_object_unref);
  g_signal_connect_object (dialog, "rejected", G_CALLBACK (rejected_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

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
      toast (self, _ ("That receipt is not of today."), TOAST_S);
      return;
    }
  /* A click on the same row must bring the pending one back. */
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  show_voucher (self, voucher);
}

static const GActionEntry actions[] = {
  { .name = "aprobar", .activate = approve_cb },
  { .name = "rechazar", .activate = reject_cb },
  { .name = "show-voucher", .activate = show_voucher_cb, .parameter_type = "x" },
};

/* ---- the queue ---- */

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
vouchers_window_constructed (GObject *object)
{
  VouchersWindow *self = VOUCHERS_WINDOW (object);
  const char *sucursal = cony_session_get_sucursal_nombre (self->session);

  G_OBJECT_CLASS (vouchers_window_parent_class)->constructed (object);

  self->store = cony_voucher_store_new (self->session, self->realtime);
  cony_state_pill_set (self->place, "gris", "cony-store-symbolic",
                       sucursal ? sucursal : _ ("All branches"));
  cony_freshness_pill_set_realtime (self->fresh, self->realtime);
  self->selection = vouchers_queue_fill (self->queue, self->session, G_LIST_MODEL (self->store));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "activate", G_CALLBACK (activate_row_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "notify::missing", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::loaded", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "row-changed", G_CALLBACK (row_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_page (self);
  update_actions (self);
}

static void
vouchers_window_dispose (GObject *object)
{
  VouchersWindow *self = VOUCHERS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->shown);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->realtime);
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
vouchers_window_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  VouchersWindow *self = VOUCHERS_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_REALTIME:
      g_value_set_object (value, self->realtime);
      break;
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_window_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  VouchersWindow *self = VOUCHERS_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_REALTIME:
      self->realtime = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_window_class_init (VouchersWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = vouchers_window_constructed;
  object_class->dispose = vouchers_window_dispose;
  object_class->finalize = vouchers_window_finalize;
  object_class->get_property = vouchers_window_get_property;
  object_class->set_property = vouchers_window_set_property;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, CONY_TYPE_SESSION, flags);
  properties[PROP_REALTIME]
      = g_param_spec_object ("realtime", NULL, NULL, CONY_TYPE_REALTIME, flags);
  properties[PROP_STORE]
      = g_param_spec_object ("store", NULL, NULL, CONY_TYPE_VOUCHER_STORE,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONY_TYPE_FRESHNESS_PILL);
  g_type_ensure (CONY_TYPE_STATE_PILL);
  g_type_ensure (VOUCHERS_TYPE_DETAIL);
  g_type_ensure (VOUCHERS_TYPE_VIEWER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-window.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, approve_label);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, place);
  gtk_widget_class_bind_template_child (widget_class, VouchersWindow, queue);
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
}

/**
 * vouchers_window_new:
 * @application: (nullable): the program
 * @session: who is logged in
 * @realtime: the event stream
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

  self = g_object_new (VOUCHERS_TYPE_WINDOW, "application", application, "session", session,
                       "realtime", realtime, NULL);
  cony_store_load (CONY_STORE (self->store));
  return GTK_WIDGET (self);
}
