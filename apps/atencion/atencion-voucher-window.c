/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-voucher-window.h"

#include <glib/gi18n.h>

#include "atencion-format.h"

struct _AtencionVoucherWindow
{
  AdwWindow parent_instance;

  GCancellable *cancellable; /* owned: of the image under way */

  /* template */
  AdwStatusPage *error;
  GtkPicture *picture;
  GtkStack *stack;
  AdwWindowTitle *window_title;
};

G_DEFINE_FINAL_TYPE (AtencionVoucherWindow, atencion_voucher_window, ADW_TYPE_WINDOW)

static void
image_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AtencionVoucherWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) image
    = cony_voucher_store_load_image_finish (CONY_VOUCHER_STORE (source), result, &error);

  if (!self->cancellable)
    return; /* closed meanwhile */
  if (image)
    texture = gdk_texture_new_from_bytes (image, &error);
  if (!texture)
    {
      adw_status_page_set_description (self->error, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "image");
}

static void
atencion_voucher_window_dispose (GObject *object)
{
  AtencionVoucherWindow *self = ATENCION_VOUCHER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_VOUCHER_WINDOW);

  G_OBJECT_CLASS (atencion_voucher_window_parent_class)->dispose (object);
}

static void
atencion_voucher_window_class_init (AtencionVoucherWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_voucher_window_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-voucher-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionVoucherWindow, error);
  gtk_widget_class_bind_template_child (widget_class, AtencionVoucherWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, AtencionVoucherWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AtencionVoucherWindow, window_title);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
atencion_voucher_window_init (AtencionVoucherWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "cony");
}

/**
 * atencion_voucher_window_new:
 * @store: loads the image
 * @pedido: an order that has a receipt
 *
 * Returns: (transfer none): a window with the image of the receipt of @pedido
 */
GtkWindow *
atencion_voucher_window_new (ConyVoucherStore *store,
                             ConyPedido       *pedido)
{
  AtencionVoucherWindow *self = NULL;
  g_autofree char *title = NULL, *operation = NULL, *subtitle = NULL;
  const char *bank;

  g_return_val_if_fail (CONY_IS_VOUCHER_STORE (store), NULL);
  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);

  self = g_object_new (ATENCION_TYPE_VOUCHER_WINDOW, NULL);
  self->cancellable = g_cancellable_new ();
  /* Translators: %ld is the number of an order */
  title = g_strdup_printf (_("Receipt of #%ld"), (long) cony_pedido_get_id (pedido));
  bank = cony_pedido_get_voucher_banco (pedido);
  operation = atencion_format_digits (cony_pedido_get_voucher_operacion (pedido));
  subtitle = g_strdup_printf ("%s  %s", bank ? bank : "", operation);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, g_strstrip (subtitle));
  cony_voucher_store_load_image_async (store, cony_pedido_get_voucher_id (pedido),
                                       self->cancellable, image_cb, g_object_ref (self));
  return GTK_WINDOW (self);
}
