/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-window-private.h"

#include <glib/gi18n.h>

#include "cony-command.h"
#include "cony-db-error.h"
#include "vouchers-reject-dialog.h"

/* What the person decides about a receipt: approved, or rejected with a reason. */

/* A refusal is read, not only noticed. */
#define REFUSAL_S 20

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
  self->deciding = NULL;
  vouchers_window_toast (self, error ? error->message : decision->done,
                         error ? REFUSAL_S : VOUCHERS_TOAST_S);
  /* Its event says the same, but may be a moment late: the next receipt should come up at once. */
  if (!error || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_STALE)
      || g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_PRECONDITION))
    cony_store_refresh (CONY_STORE (self->store), cony_voucher_get_id (decision->voucher));
  vouchers_window_update_actions (self);
}

/* @action is a literal; takes @done. */
static void
decide (VouchersWindow *self,
        const char     *action,
        ConyVoucher    *voucher,
        ConyCommand    *command,
        char           *done)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->window = g_object_ref (self);
  decision->voucher = g_object_ref (voucher);
  decision->done = done;
  self->deciding = action;
  vouchers_window_update_actions (self);
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
  decide (self, "aprobar", voucher, command,
          g_strdup_printf (_ ("Receipt of %s approved"), cliente_of (voucher)));
}

static void
rejected_cb (VouchersWindow *self,
             ConyVoucher    *voucher,
             const char     *motivo)
{
  g_autoptr (ConyCommand) command = NULL;

  g_assert (VOUCHERS_IS_WINDOW (self));

  command = cony_command_new_rechazar_voucher (cony_voucher_get_id (voucher),
                                               cony_voucher_get_estado (voucher), motivo);
  /* Translators: the name of a customer. */
  decide (self, "rechazar", voucher, command,
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
  g_signal_connect_object (dialog, "rejected", G_CALLBACK (rejected_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry actions[] = {
  { .name = "aprobar", .activate = approve_cb },
  { .name = "rechazar", .activate = reject_cb },
};

/* vouchers_window_add_decisions: gives @self the actions that decide. */
void
vouchers_window_add_decisions (VouchersWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
