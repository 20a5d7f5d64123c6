/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-viewer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cony-db-error.h"
#include "cony-text.h"
#include "vouchers-image.h"
#include "vouchers-picture.h"

struct _VouchersViewer
{
  GtkWidget parent_instance;

  /* owned */
  ConyVoucherStore *store;
  ConyVoucher *voucher;       /* the one whose picture is shown or loading */
  GCancellable *cancellable;

  /* template children; direct ones are bound so that disposing the template frees them */
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *tools;
  GtkLabel *zoom;
  GtkLabel *broken_title;
  GtkLabel *broken_body;
  GtkWidget *retry;
  VouchersImage *image;
};

G_DEFINE_FINAL_TYPE (VouchersViewer, vouchers_viewer, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_PAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_actions (VouchersViewer *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean image = g_str_equal (vouchers_viewer_get_page (self), "image");
  double zoom = vouchers_image_get_zoom (self->image);
  /* Translators: how large the picture is shown, 100 when the whole of it fits. */
  g_autofree char *text = g_strdup_printf (_ ("%d %%"), (int) round (zoom * 100));

  gtk_label_set_label (self->zoom, text);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-in", image && zoom < VOUCHERS_IMAGE_ZOOM_MAX);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-out",
                                 image && zoom > VOUCHERS_IMAGE_ZOOM_MIN);
  gtk_widget_action_set_enabled (widget, "viewer.fit", image);
  gtk_widget_action_set_enabled (widget, "viewer.rotate", image);
}

static void
set_page (VouchersViewer *self,
          const char     *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
show_broken (VouchersViewer *self,
             const char     *title,
             const char     *body,
             gboolean        retry)
{
  gtk_label_set_label (self->broken_title, title);
  gtk_label_set_label (self->broken_body, body);
  gtk_widget_set_visible (self->retry, retry);
  vouchers_image_set_texture (self->image, NULL);
  set_page (self, "broken");
}

static void
decode_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (VouchersViewer) self = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  texture = vouchers_picture_decode_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    {
      show_broken (self, _ ("This receipt's picture cannot be opened"),
                   _ ("The file is damaged or is not a picture. Ask the customer for it again, or "
                      "reject the receipt as illegible."),
                   FALSE);
      return;
    }
  vouchers_image_set_texture (self->image, texture);
  set_page (self, "image");
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (VouchersViewer) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = cony_voucher_store_load_image_finish (CONY_VOUCHER_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, CONY_DB_ERROR, CONY_DB_ERROR_NOT_FOUND))
    show_broken (self, _ ("This receipt has no picture"),
                 _ ("Compare its data with the account, or reject it."), FALSE);
  else if (error)
    show_broken (self, _ ("The picture could not be loaded"), error->message, TRUE);
  else
    vouchers_viewer_show_bytes (self, bytes);
}

static void
load (VouchersViewer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!self->voucher)
    return;
  self->cancellable = g_cancellable_new ();
  set_page (self, "loading");
  cony_voucher_store_load_image_async (self->store, cony_voucher_get_id (self->voucher),
                                       self->cancellable, load_cb, g_object_ref (self));
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *param)
{
  vouchers_image_step (VOUCHERS_VIEWER (widget)->image, 1);
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *param)
{
  vouchers_image_step (VOUCHERS_VIEWER (widget)->image, -1);
}

static void
fit_action (GtkWidget  *widget,
            const char *name,
            GVariant   *param)
{
  vouchers_image_fit (VOUCHERS_VIEWER (widget)->image);
}

static void
rotate_action (GtkWidget  *widget,
               const char *name,
               GVariant   *param)
{
  vouchers_image_rotate (VOUCHERS_VIEWER (widget)->image);
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *param)
{
  load (VOUCHERS_VIEWER (widget));
}

static void
vouchers_viewer_dispose (GObject *object)
{
  VouchersViewer *self = VOUCHERS_VIEWER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->voucher);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), VOUCHERS_TYPE_VIEWER);

  G_OBJECT_CLASS (vouchers_viewer_parent_class)->dispose (object);
}

static void
vouchers_viewer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PAGE:
      g_value_set_string (value, vouchers_viewer_get_page (VOUCHERS_VIEWER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_viewer_class_init (VouchersViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_viewer_dispose;
  object_class->get_property = vouchers_viewer_get_property;

  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "empty",
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (VOUCHERS_TYPE_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/conychips/Cony/Vouchers/vouchers-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, broken_body);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, broken_title);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, image);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, retry);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, spinner);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, tools);
  gtk_widget_class_bind_template_child (widget_class, VouchersViewer, zoom);

  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "viewer.fit", NULL, fit_action);
  gtk_widget_class_install_action (widget_class, "viewer.rotate", NULL, rotate_action);
  gtk_widget_class_install_action (widget_class, "viewer.retry", NULL, retry_action);
}

/* Plain keys work in the whole window wherever nobody is typing: the bubble phase leaves them to an
 * entry first. */
static void
add_plain_keys (VouchersViewer *self)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_plus, "viewer.zoom-in" },   { GDK_KEY_KP_Add, "viewer.zoom-in" },
    { GDK_KEY_equal, "viewer.zoom-in" },  { GDK_KEY_minus, "viewer.zoom-out" },
    { GDK_KEY_KP_Subtract, "viewer.zoom-out" }, { GDK_KEY_0, "viewer.fit" },
    { GDK_KEY_KP_0, "viewer.fit" },       { GDK_KEY_r, "viewer.rotate" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0),
                          gtk_named_action_new (keys[i].action)));
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
vouchers_viewer_init (VouchersViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->image, "notify::zoom", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  add_plain_keys (self);
  update_actions (self);
}

/**
 * vouchers_viewer_show:
 * @self: a viewer
 * @store: where the picture comes from
 * @voucher: (nullable): whose picture to show
 *
 * Loads and shows the picture of @voucher.  The one that is shown already is not loaded again.
 */
void
vouchers_viewer_show (VouchersViewer   *self,
                      ConyVoucherStore *store,
                      ConyVoucher      *voucher)
{
  g_autofree char *label = NULL;

  g_return_if_fail (VOUCHERS_IS_VIEWER (self));
  g_return_if_fail (CONY_IS_VOUCHER_STORE (store));
  g_return_if_fail (voucher == NULL || CONY_IS_VOUCHER (voucher));

  g_set_object (&self->store, store);
  if (!g_set_object (&self->voucher, voucher))
    return;
  if (voucher)
    {
      g_autofree char *money = cony_money_format (cony_voucher_get_monto (voucher));

      /* Translators: what the picture is; a name and an amount of money. */
      label = g_strdup_printf (_ ("Receipt of %s, %s"), cony_voucher_get_cliente (voucher), money);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label, -1);
    }
  load (self);
  if (!voucher)
    {
      vouchers_image_set_texture (self->image, NULL);
      set_page (self, "empty");
    }
}

/**
 * vouchers_viewer_show_bytes:
 * @self: a viewer
 * @bytes: an image file
 *
 * Decodes @bytes and shows the picture, or a sentence when they are none.
 */
void
vouchers_viewer_show_bytes (VouchersViewer *self,
                            GBytes         *bytes)
{
  g_return_if_fail (VOUCHERS_IS_VIEWER (self));
  g_return_if_fail (bytes != NULL);

  if (!self->cancellable)
    self->cancellable = g_cancellable_new ();
  set_page (self, "loading");
  vouchers_picture_decode_async (bytes, self->cancellable, decode_cb, g_object_ref (self));
}

/**
 * vouchers_viewer_get_page:
 * @self: a viewer
 *
 * Returns: "image", "loading", "broken" or "empty"
 */
const char *
vouchers_viewer_get_page (VouchersViewer *self)
{
  const char *page;

  g_return_val_if_fail (VOUCHERS_IS_VIEWER (self), NULL);

  page = gtk_stack_get_visible_child_name (self->stack);
  return page ? page : "empty";
}
