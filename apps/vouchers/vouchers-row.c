/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-row.h"

#include <glib/gi18n.h>

#include "cony-state-pill.h"
#include "cony-text.h"
#include "vouchers-voucher.h"

/* One receipt in the queue. */
struct _VouchersRow
{
  GtkWidget parent_instance;

  /* owned */
  ConySession *session;
  ConyVoucher *voucher;
  GSignalGroup *signals;
  guint tick_id;

  /* template children; direct ones are bound so that disposing the template frees them */
  GtkWidget *first;
  GtkWidget *second;
  GtkLabel *monto;
  GtkLabel *cliente;
  GtkLabel *age;
  GtkLabel *banco;
  ConyStatePill *pill;
};

G_DEFINE_FINAL_TYPE (VouchersRow, vouchers_row, GTK_TYPE_WIDGET)

static void
update_age (VouchersRow *self)
{
  g_autofree char *age = NULL;
  GDateTime *recibido = self->voucher ? cony_voucher_get_recibido (self->voucher) : NULL;

  if (recibido)
    age = cony_age_format (cony_session_seconds_since (self->session, recibido));
  if (g_strcmp0 (gtk_label_get_label (self->age), age ? age : "") != 0)
    gtk_label_set_label (self->age, age ? age : "");
}

static void
update_pill (VouchersRow *self)
{
  VouchersFacts facts;
  guint blocks, warnings;
  g_autofree char *text = NULL;

  vouchers_facts_read (&facts, self->voucher);
  blocks = vouchers_facts_count (&facts, VOUCHERS_MARK_BLOCK);
  warnings = vouchers_facts_count (&facts, VOUCHERS_MARK_WARN);
  if (blocks)
    {
      text = g_strdup_printf (ngettext ("%u block", "%u blocks", blocks), blocks);
      cony_state_pill_set (self->pill, "bad", "cony-error-symbolic", text);
    }
  else if (warnings)
    {
      text = g_strdup_printf (ngettext ("%u warning", "%u warnings", warnings), warnings);
      cony_state_pill_set (self->pill, "warn", "cony-warn-symbolic", text);
    }
  else
    cony_state_pill_set (self->pill, "gris", "cony-clock-symbolic", _ ("Not reviewed"));
}

static void
update (VouchersRow *self)
{
  g_autofree char *monto = NULL;
  const char *banco;

  if (!self->voucher)
    return;
  monto = cony_money_format (cony_voucher_get_monto (self->voucher));
  banco = cony_voucher_get_banco (self->voucher);
  gtk_label_set_label (self->monto, monto);
  gtk_label_set_label (self->cliente, cony_voucher_get_cliente (self->voucher));
  gtk_label_set_label (self->banco, banco ? banco : _ ("Bank unknown"));
  update_age (self);
  update_pill (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  update_age (user_data);
  return G_SOURCE_CONTINUE;
}

static void
vouchers_row_map (GtkWidget *widget)
{
  VouchersRow *self = VOUCHERS_ROW (widget);

  GTK_WIDGET_CLASS (vouchers_row_parent_class)->map (widget);
  update_age (self);
  if (!self->tick_id)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

static void
vouchers_row_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&VOUCHERS_ROW (widget)->tick_id, g_source_remove);
  GTK_WIDGET_CLASS (vouchers_row_parent_class)->unmap (widget);
}

static void
vouchers_row_dispose (GObject *object)
{
  VouchersRow *self = VOUCHERS_ROW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->voucher);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VOUCHERS_TYPE_ROW);

  G_OBJECT_CLASS (vouchers_row_parent_class)->dispose (object);
}

static void
vouchers_row_class_init (VouchersRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_row_dispose;
  widget_class->map = vouchers_row_map;
  widget_class->unmap = vouchers_row_unmap;

  g_type_ensure (CONY_TYPE_STATE_PILL);
  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-row.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, age);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, banco);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, cliente);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, first);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, monto);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, pill);
  gtk_widget_class_bind_template_child (widget_class, VouchersRow, second);
}

static void
vouchers_row_init (VouchersRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CONY_TYPE_VOUCHER);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
}

/**
 * vouchers_row_new:
 * @session: whose clock tells the age
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
vouchers_row_new (ConySession *session)
{
  VouchersRow *self;

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);

  self = g_object_new (VOUCHERS_TYPE_ROW, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

/**
 * vouchers_row_set_voucher:
 * @self: a row
 * @voucher: (nullable): what it shows; the row follows its changes
 */
void
vouchers_row_set_voucher (VouchersRow *self,
                          ConyVoucher *voucher)
{
  g_return_if_fail (VOUCHERS_IS_ROW (self));
  g_return_if_fail (voucher == NULL || CONY_IS_VOUCHER (voucher));

  if (!g_set_object (&self->voucher, voucher))
    return;
  g_signal_group_set_target (self->signals, voucher);
  update (self);
}
