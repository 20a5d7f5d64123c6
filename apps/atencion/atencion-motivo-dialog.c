/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-motivo-dialog.h"

#include <glib/gi18n.h>

#include "atencion-error-strip.h"
#include "cony-action-button.h"
#include "cony-wrap-layout.h"

/* The database's limit for motives, in characters. */
#define MAX_MOTIVO 300

/**
 * AtencionMotivoDialog:
 *
 * Asks why: an order is approved without a verified payment, goes before the others or is
 * cancelled.
 */
struct _AtencionMotivoDialog
{
  AtencionDialog parent_instance;

  ConyPedido *pedido; /* owned */
  char *estado;       /* the state that the person saw */
  const char *function; /* of schema api: what is done with the reason; static */

  /* template */
  GtkBox *chips;
  GtkLabel *counter;
  GtkEditable *motivo;
  GtkLabel *question;
  ConyActionButton *send;
  AdwWindowTitle *window_title;
};

G_DEFINE_FINAL_TYPE (AtencionMotivoDialog, atencion_motivo_dialog, ATENCION_TYPE_DIALOG)

static void
motivo_changed_cb (AtencionMotivoDialog *self)
{
  glong length = g_utf8_strlen (gtk_editable_get_text (self->motivo), -1);
  g_autofree char *text = NULL;

  /* Translators: how many characters were written, and how many are allowed */
  text = g_strdup_printf (_("%u of %u"), (guint) length, MAX_MOTIVO);
  gtk_label_set_label (self->counter, text);
  atencion_dialog_set_error (ATENCION_DIALOG (self), NULL);
}

static void
chip_cb (AtencionMotivoDialog *self,
         GtkButton            *chip)
{
  gtk_editable_set_text (self->motivo, gtk_button_get_label (chip));
  gtk_widget_grab_focus (GTK_WIDGET (self->motivo));
  gtk_editable_set_position (self->motivo, -1);
}

static void
add_chips (AtencionMotivoDialog *self,
           const char * const   *words)
{
  for (; *words; words++)
    {
      GtkWidget *chip = gtk_button_new_with_label (_(*words));

      gtk_widget_add_css_class (chip, "chip");
      g_signal_connect_object (chip, "clicked", G_CALLBACK (chip_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->chips, chip);
    }
}

static ConyCommand *
atencion_motivo_dialog_create_command (AtencionDialog *dialog)
{
  AtencionMotivoDialog *self = ATENCION_MOTIVO_DIALOG (dialog);
  g_autofree char *motivo = g_strstrip (g_strdup (gtk_editable_get_text (self->motivo)));
  g_autofree char *problem = NULL;
  gint64 id = cony_pedido_get_id (self->pedido);

  if (!*motivo)
    problem = g_strdup (_("Write the reason: it stays with the order."));
  else
    atencion_check_text (motivo, MAX_MOTIVO, &problem);
  if (problem)
    {
      atencion_dialog_set_error (dialog, problem);
      gtk_widget_grab_focus (GTK_WIDGET (self->motivo));
      return NULL;
    }
  if (g_str_equal (self->function, "cancelar_pedido"))
    return cony_command_new_cancelar_pedido (id, self->estado, motivo);
  if (g_str_equal (self->function, "priorizar_pedido"))
    return cony_command_new_priorizar_pedido (id, self->estado, TRUE, motivo);
  return cony_command_new_aprobar_pedido (id, self->estado, motivo);
}

static void
atencion_motivo_dialog_dispose (GObject *object)
{
  AtencionMotivoDialog *self = ATENCION_MOTIVO_DIALOG (object);

  g_clear_object (&self->pedido);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_MOTIVO_DIALOG);

  G_OBJECT_CLASS (atencion_motivo_dialog_parent_class)->dispose (object);
}

static void
atencion_motivo_dialog_finalize (GObject *object)
{
  AtencionMotivoDialog *self = ATENCION_MOTIVO_DIALOG (object);

  g_clear_pointer (&self->estado, g_free);

  G_OBJECT_CLASS (atencion_motivo_dialog_parent_class)->finalize (object);
}

static void
atencion_motivo_dialog_class_init (AtencionMotivoDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atencion_motivo_dialog_dispose;
  object_class->finalize = atencion_motivo_dialog_finalize;
  ATENCION_DIALOG_CLASS (klass)->create_command = atencion_motivo_dialog_create_command;

  g_type_ensure (CONY_TYPE_WRAP_LAYOUT);
  g_type_ensure (ATENCION_TYPE_ERROR_STRIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-motivo-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, chips);
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, counter);
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, motivo);
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, question);
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, send);
  gtk_widget_class_bind_template_child (widget_class, AtencionMotivoDialog, window_title);
  gtk_widget_class_bind_template_callback (widget_class, motivo_changed_cb);
}

static void
atencion_motivo_dialog_init (AtencionMotivoDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  motivo_changed_cb (self);
}

static AtencionMotivoDialog *
create (ConySession *session,
        ConyPedido  *pedido,
        const char  *function,
        const char  *title)
{
  AtencionMotivoDialog *self
    = g_object_new (ATENCION_TYPE_MOTIVO_DIALOG, "session", session, "title", title, NULL);
  const char *cliente = cony_pedido_get_cliente (pedido);
  g_autofree char *subtitle = NULL;

  self->function = function;
  self->pedido = g_object_ref (pedido);
  self->estado = g_strdup (cony_pedido_get_estado (pedido));
  subtitle = g_strdup_printf ("#%" G_GINT64_FORMAT " %s", cony_pedido_get_id (pedido),
                              cliente ? cliente : "");
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, subtitle);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->send));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->motivo));
  return self;
}

/**
 * atencion_motivo_dialog_new_aprobar:
 * @session: in which the command runs
 * @pedido: an order whose payment nobody has verified
 *
 * Returns: (transfer none): a dialog that approves @pedido with a motive
 */
GtkWindow *
atencion_motivo_dialog_new_aprobar (ConySession *session,
                                    ConyPedido  *pedido)
{
  static const char * const words[] = {
    N_("Cash received at the till"), N_("Payment seen in the account"), N_("Pays on delivery"),
    NULL
  };
  AtencionMotivoDialog *self = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);

  self = create (session, pedido, "aprobar_pedido", _("Approve without a verified payment"));
  gtk_label_set_label (self->question, _("Nobody has verified a payment of this order. Say why it "
                                         "goes to the kitchen all the same."));
  cony_action_button_set_text (self->send, _("Approve"));
  gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
  add_chips (self, words);
  return GTK_WINDOW (self);
}

/**
 * atencion_motivo_dialog_new_cancelar:
 * @session: in which the command runs
 * @pedido: an order that was not handed over yet
 *
 * Returns: (transfer none): a dialog that cancels @pedido with a motive
 */
GtkWindow *
atencion_motivo_dialog_new_cancelar (ConySession *session,
                                     ConyPedido  *pedido)
{
  static const char * const words[] = {
    N_("The customer changed their mind"), N_("No payment arrived"), N_("Out of stock"),
    N_("Duplicate order"), NULL
  };
  AtencionMotivoDialog *self = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);

  self = create (session, pedido, "cancelar_pedido", _("Cancel order"));
  gtk_label_set_label (self->question, _("The kitchen is told at once. A cancelled order cannot be "
                                         "brought back."));
  cony_action_button_set_text (self->send, _("Cancel order"));
  gtk_widget_add_css_class (GTK_WIDGET (self->send), "destructive-action");
  add_chips (self, words);
  return GTK_WINDOW (self);
}

/**
 * atencion_motivo_dialog_new_priorizar:
 * @session: in which the command runs
 * @pedido: an order that is not ready yet
 *
 * Returns: (transfer none): a dialog that puts @pedido before the others
 */
GtkWindow *
atencion_motivo_dialog_new_priorizar (ConySession *session,
                                      ConyPedido  *pedido)
{
  static const char * const words[] = {
    N_("Customer waiting"), N_("The courier is here"), N_("Our mistake"), N_("Child or elderly"),
    NULL
  };
  AtencionMotivoDialog *self = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);

  self = create (session, pedido, "priorizar_pedido", _("Rush order"));
  gtk_label_set_label (self->question, _("It goes before all others, here and in the kitchen, "
                                         "which reads the reason."));
  cony_action_button_set_text (self->send, _("Rush"));
  gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
  add_chips (self, words);
  return GTK_WINDOW (self);
}
