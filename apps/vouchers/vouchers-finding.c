/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-finding.h"

#include <glib/gi18n.h>

/* One thing that is wrong with a receipt, in words. */
struct _VouchersFinding
{
  GtkListBoxRow parent_instance;

  /* template children */
  GtkImage *icon;
  GtkLabel *heading;
  GtkLabel *body;
  GtkWidget *link;
  GtkLabel *link_label;
};

G_DEFINE_FINAL_TYPE (VouchersFinding, vouchers_finding, GTK_TYPE_LIST_BOX_ROW)

static void
vouchers_finding_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), VOUCHERS_TYPE_FINDING);

  G_OBJECT_CLASS (vouchers_finding_parent_class)->dispose (object);
}

static void
vouchers_finding_class_init (VouchersFindingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_finding_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-finding.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersFinding, body);
  gtk_widget_class_bind_template_child (widget_class, VouchersFinding, heading);
  gtk_widget_class_bind_template_child (widget_class, VouchersFinding, icon);
  gtk_widget_class_bind_template_child (widget_class, VouchersFinding, link);
  gtk_widget_class_bind_template_child (widget_class, VouchersFinding, link_label);
}

static void
vouchers_finding_init (VouchersFinding *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * vouchers_finding_new:
 * @mark: %VOUCHERS_MARK_WARN or %VOUCHERS_MARK_BLOCK
 * @title: what is wrong
 * @body: (nullable): the facts behind it
 *
 * Returns: (transfer floating): a row for a list box
 */
GtkWidget *
vouchers_finding_new (VouchersMark  mark,
                      const char   *title,
                      const char   *body)
{
  VouchersFinding *self;
  gboolean block = mark == VOUCHERS_MARK_BLOCK;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (VOUCHERS_TYPE_FINDING, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self), block ? "bad" : "warn");
  gtk_image_set_from_icon_name (self->icon, block ? "cony-error-symbolic" : "cony-warn-symbolic");
  gtk_label_set_label (self->heading, title);
  gtk_label_set_label (self->body, body ? body : "");
  gtk_widget_set_visible (GTK_WIDGET (self->body), body != NULL);
  return GTK_WIDGET (self);
}

/**
 * vouchers_finding_set_link:
 * @self: a finding
 * @voucher_id: the receipt that it speaks of, or 0 for none
 *
 * Offers to show that receipt.
 */
void
vouchers_finding_set_link (VouchersFinding *self,
                           gint64           voucher_id)
{
  g_autofree char *label = NULL;

  g_return_if_fail (VOUCHERS_IS_FINDING (self));

  /* Translators: a link to another receipt, by its number. */
  label = g_strdup_printf (_ ("See receipt %d"), (int) voucher_id);
  gtk_label_set_label (self->link_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->link), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->link), "x", voucher_id);
  gtk_widget_set_visible (self->link, voucher_id > 0);
}
