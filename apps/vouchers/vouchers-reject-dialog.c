/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-reject-dialog.h"

#include <glib/gi18n.h>

#include "cony-text.h"

#define MAX_MOTIVO 300   /* characters, as the database allows */

/* What the front desk tells the customer; stored as the person read it. */
static const char * const reasons[] = {
  N_ ("The amount does not match"),
  N_ ("Repeated operation number"),
  N_ ("Illegible picture"),
  N_ ("Wrong destination account"),
  N_ ("Old date"),
  N_ ("Not paid into the account"),
};

#define N_REASONS G_N_ELEMENTS (reasons)

/* Asks why a receipt is rejected; without an answer there is no rejection. */
struct _VouchersRejectDialog
{
  AdwWindow parent_instance;

  ConyVoucher *voucher;                  /* owned */
  GtkCheckButton *checks[N_REASONS + 1]; /* borrowed from the list; the last is "other" */
  GtkEditable *other;                    /* borrowed from the list */

  /* template children */
  GtkLabel *question;
  GtkListBox *reasons;
};

G_DEFINE_FINAL_TYPE (VouchersRejectDialog, vouchers_reject_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_REJECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (VouchersRejectDialog *self)
{
  g_autofree char *motivo = vouchers_reject_dialog_dup_motivo (self);
  gboolean other = gtk_check_button_get_active (self->checks[N_REASONS]);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.reject", motivo != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->other), other);
}

static void
other_toggled_cb (VouchersRejectDialog *self)
{
  g_assert (VOUCHERS_IS_REJECT_DIALOG (self));

  if (gtk_check_button_get_active (self->checks[N_REASONS]))
    gtk_widget_grab_focus (GTK_WIDGET (self->other));
}

static void
reject_action (GtkWidget  *widget,
               const char *name,
               GVariant   *param)
{
  VouchersRejectDialog *self = VOUCHERS_REJECT_DIALOG (widget);
  g_autofree char *motivo = vouchers_reject_dialog_dup_motivo (self);

  g_signal_emit (self, signals[SIGNAL_REJECTED], 0, self->voucher, motivo);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *param)
{
  VouchersRejectDialog *self = VOUCHERS_REJECT_DIALOG (widget);
  int i = g_variant_get_int32 (param);

  if (i < 0 || i > (int) N_REASONS)
    return;
  gtk_check_button_set_active (self->checks[i], TRUE);
  gtk_widget_grab_focus (i == N_REASONS ? GTK_WIDGET (self->other) : GTK_WIDGET (self->checks[i]));
}

static void
add_reason (VouchersRejectDialog *self,
            guint                 i,
            const char           *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *digit = g_strdup_printf ("%u", i + 1);
  GtkWidget *key = gtk_label_new (digit);

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (key, "keycap");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  if (i > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->checks[0]);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), key);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->reasons, row);
  self->checks[i] = GTK_CHECK_BUTTON (check);
}

static void
add_reasons (VouchersRejectDialog *self)
{
  GtkWidget *other = adw_entry_row_new ();

  for (guint i = 0; i < N_REASONS; i++)
    add_reason (self, i, _ (reasons[i]));
  add_reason (self, N_REASONS, _ ("Other"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (other), _ ("What is wrong with it"));
  gtk_list_box_append (self->reasons, other);
  self->other = GTK_EDITABLE (other);
  g_signal_connect_object (other, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checks[N_REASONS], "toggled", G_CALLBACK (other_toggled_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
vouchers_reject_dialog_dispose (GObject *object)
{
  g_clear_object (&VOUCHERS_REJECT_DIALOG (object)->voucher);
  gtk_widget_dispose_template (GTK_WIDGET (object), VOUCHERS_TYPE_REJECT_DIALOG);

  G_OBJECT_CLASS (vouchers_reject_dialog_parent_class)->dispose (object);
}

static void
vouchers_reject_dialog_class_init (VouchersRejectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_reject_dialog_dispose;

  signals[SIGNAL_REJECTED]
      = g_signal_new ("rejected", VOUCHERS_TYPE_REJECT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, CONY_TYPE_VOUCHER, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/com/conychips/Cony/Vouchers/vouchers-reject-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersRejectDialog, question);
  gtk_widget_class_bind_template_child (widget_class, VouchersRejectDialog, reasons);

  gtk_widget_class_install_action (widget_class, "dialog.reject", NULL, reject_action);
  gtk_widget_class_install_action (widget_class, "dialog.choose", "i", choose_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.reject", NULL);
  for (guint i = 0; i <= N_REASONS; i++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, 0, "dialog.choose", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_1 + i, 0, "dialog.choose", "i",
                                           i);
    }
}

static void
vouchers_reject_dialog_init (VouchersRejectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_reasons (self);
  update (self);
}

/**
 * vouchers_reject_dialog_new:
 * @parent: the window of the receipt
 * @voucher: the receipt
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWidget *
vouchers_reject_dialog_new (GtkWindow   *parent,
                            ConyVoucher *voucher)
{
  VouchersRejectDialog *self;
  g_autofree char *money = NULL;
  g_autofree char *question = NULL;
  const char *cliente;

  g_return_val_if_fail (CONY_IS_VOUCHER (voucher), NULL);

  self = g_object_new (VOUCHERS_TYPE_REJECT_DIALOG, "transient-for", parent, NULL);
  self->voucher = g_object_ref (voucher);
  money = cony_money_format (cony_voucher_get_monto (voucher));
  cliente = cony_voucher_get_cliente (voucher);
  /* Translators: the name of a customer and an amount of money. */
  question = g_strdup_printf (
      _ ("Why is the receipt of %s for %s rejected? The front desk reads the reason."),
      cliente ? cliente : "", money);
  gtk_label_set_label (self->question, question);
  gtk_widget_grab_focus (GTK_WIDGET (self->checks[0]));
  return GTK_WIDGET (self);
}

/**
 * vouchers_reject_dialog_dup_motivo:
 * @self: a dialog
 *
 * Returns: (transfer full) (nullable): the reason chosen, %NULL while there is none
 */
char *
vouchers_reject_dialog_dup_motivo (VouchersRejectDialog *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (VOUCHERS_IS_REJECT_DIALOG (self), NULL);

  for (guint i = 0; i < N_REASONS; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      return g_strdup (_ (reasons[i]));
  if (!gtk_check_button_get_active (self->checks[N_REASONS]))
    return NULL;
  text = g_strstrip (g_strdup (gtk_editable_get_text (self->other)));
  return *text ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_MOTIVO)) : NULL;
}
