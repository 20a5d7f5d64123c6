/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-image.h"

#include <math.h>

#define MARGIN 24   /* around a fitted picture, px */
#define STEP 0.25   /* one press of + */
#define TICK 1.1    /* one tick of the wheel, a factor */

/* A picture that can be zoomed, turned and dragged.  The zoom is relative to the size at which the
 * whole picture fits, so that it means the same for a small drawing and for a telephone's photo. */
struct _VouchersImage
{
  GtkWidget parent_instance;

  GdkTexture *texture;
  double zoom;
  int rotation;   /* quarter turns */
  double x, y;    /* the picture's centre from the widget's centre, px */

  double drag_x, drag_y;
};

G_DEFINE_FINAL_TYPE (VouchersImage, vouchers_image, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TEXTURE,
  PROP_ZOOM,
  PROP_ROTATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Size of the turned picture at zoom 1. */
static void
get_fitted_size (VouchersImage *self,
                 double        *width,
                 double        *height)
{
  double w = gdk_texture_get_width (self->texture);
  double h = gdk_texture_get_height (self->texture);
  double room_w = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, 1);
  double room_h = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN, 1);
  double scale;

  if (self->rotation % 2)
    {
      double swap = w;

      w = h;
      h = swap;
    }
  scale = MIN (room_w / w, room_h / h);
  *width = w * scale;
  *height = h * scale;
}

/* What is dragged stops at the picture's edge; what fits stays in the middle. */
static void
clamp_offset (VouchersImage *self)
{
  double w, h, spare_x, spare_y;

  if (!self->texture)
    return;
  get_fitted_size (self, &w, &h);
  spare_x = MAX ((w * self->zoom + 2 * MARGIN - gtk_widget_get_width (GTK_WIDGET (self))) / 2, 0);
  spare_y = MAX ((h * self->zoom + 2 * MARGIN - gtk_widget_get_height (GTK_WIDGET (self))) / 2, 0);
  self->x = CLAMP (self->x, -spare_x, spare_x);
  self->y = CLAMP (self->y, -spare_y, spare_y);
}

/* Keeps the point (x, y), measured from the widget's centre, where it is. */
static void
zoom_at (VouchersImage *self,
         double         zoom,
         double         x,
         double         y)
{
  zoom = CLAMP (zoom, VOUCHERS_IMAGE_ZOOM_MIN, VOUCHERS_IMAGE_ZOOM_MAX);
  if (fabs (zoom - self->zoom) < 0.0001)
    return;
  self->x = x - (x - self->x) * zoom / self->zoom;
  self->y = y - (y - self->y) * zoom / self->zoom;
  self->zoom = zoom;
  clamp_offset (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static void
drag_begin_cb (VouchersImage *self)
{
  g_assert (VOUCHERS_IS_IMAGE (self));

  self->drag_x = self->x;
  self->drag_y = self->y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
drag_update_cb (VouchersImage *self,
                double         x,
                double         y)
{
  g_assert (VOUCHERS_IS_IMAGE (self));

  self->x = self->drag_x + x;
  self->y = self->drag_y + y;
  clamp_offset (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (VouchersImage *self)
{
  g_assert (VOUCHERS_IS_IMAGE (self));

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
}

static gboolean
scroll_cb (VouchersImage            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  double x = 0, y = 0, surface_x, surface_y;

  g_assert (VOUCHERS_IS_IMAGE (self));

  if (event && gdk_event_get_position (event, &x, &y))
    {
      gtk_native_get_surface_transform (native, &surface_x, &surface_y);
      gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - surface_x,
                                        y - surface_y, &x, &y);
      x -= gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
      y -= gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
    }
  zoom_at (self, self->zoom * pow (TICK, -dy), x, y);
  return GDK_EVENT_STOP;
}

static void
vouchers_image_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  VouchersImage *self = VOUCHERS_IMAGE (widget);
  double w, h;
  float scale;
  int width, height;

  if (!self->texture)
    return;
  get_fitted_size (self, &w, &h);
  width = gdk_texture_get_width (self->texture);
  height = gdk_texture_get_height (self->texture);
  scale = w * self->zoom / (self->rotation % 2 ? height : width);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (
                              gtk_widget_get_width (widget) / 2.0 + self->x,
                              gtk_widget_get_height (widget) / 2.0 + self->y));
  gtk_snapshot_rotate (snapshot, 90 * self->rotation);
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (-width / 2.0, -height / 2.0, width, height));
  gtk_snapshot_restore (snapshot);
}

static void
vouchers_image_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  clamp_offset (VOUCHERS_IMAGE (widget));
}

static void
vouchers_image_dispose (GObject *object)
{
  VouchersImage *self = VOUCHERS_IMAGE (object);

  g_clear_object (&self->texture);

  G_OBJECT_CLASS (vouchers_image_parent_class)->dispose (object);
}

static void
vouchers_image_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  VouchersImage *self = VOUCHERS_IMAGE (object);

  switch (prop_id)
    {
    case PROP_TEXTURE:
      g_value_set_object (value, self->texture);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_ROTATION:
      g_value_set_int (value, self->rotation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_image_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  VouchersImage *self = VOUCHERS_IMAGE (object);

  switch (prop_id)
    {
    case PROP_TEXTURE:
      vouchers_image_set_texture (self, g_value_get_object (value));
      break;
    case PROP_ZOOM:
      vouchers_image_set_zoom (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vouchers_image_class_init (VouchersImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = vouchers_image_dispose;
  object_class->get_property = vouchers_image_get_property;
  object_class->set_property = vouchers_image_set_property;
  widget_class->snapshot = vouchers_image_snapshot;
  widget_class->size_allocate = vouchers_image_size_allocate;

  properties[PROP_TEXTURE]
      = g_param_spec_object ("texture", NULL, NULL, GDK_TYPE_TEXTURE,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM]
      = g_param_spec_double ("zoom", NULL, NULL,
                             VOUCHERS_IMAGE_ZOOM_MIN, VOUCHERS_IMAGE_ZOOM_MAX, 1,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROTATION]
      = g_param_spec_int ("rotation", NULL, NULL, 0, 3, 0,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "voucherimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
vouchers_image_init (VouchersImage *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->zoom = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

/**
 * vouchers_image_new:
 *
 * Returns: (transfer floating): an empty image
 */
GtkWidget *
vouchers_image_new (void)
{
  return g_object_new (VOUCHERS_TYPE_IMAGE, NULL);
}

/**
 * vouchers_image_set_texture:
 * @self: an image
 * @texture: (nullable): the picture
 *
 * Shows another picture, fitted and not turned.
 */
void
vouchers_image_set_texture (VouchersImage *self,
                            GdkTexture    *texture)
{
  g_return_if_fail (VOUCHERS_IS_IMAGE (self));
  g_return_if_fail (texture == NULL || GDK_IS_TEXTURE (texture));

  if (!g_set_object (&self->texture, texture))
    return;
  if (self->rotation != 0)
    {
      self->rotation = 0;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
    }
  vouchers_image_fit (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXTURE]);
}

/**
 * vouchers_image_get_zoom:
 * @self: an image
 *
 * Returns: the zoom, 1 when the whole picture fits
 */
double
vouchers_image_get_zoom (VouchersImage *self)
{
  g_return_val_if_fail (VOUCHERS_IS_IMAGE (self), 1);

  return self->zoom;
}

/**
 * vouchers_image_set_zoom:
 * @self: an image
 * @zoom: 1 when the whole picture fits; kept between 0.5 and 4
 *
 * The middle of the view stays where it is.
 */
void
vouchers_image_set_zoom (VouchersImage *self,
                         double         zoom)
{
  g_return_if_fail (VOUCHERS_IS_IMAGE (self));

  zoom_at (self, zoom, 0, 0);
}

/**
 * vouchers_image_step:
 * @self: an image
 * @steps: how many steps nearer (or, negative, farther)
 */
void
vouchers_image_step (VouchersImage *self,
                     int            steps)
{
  g_return_if_fail (VOUCHERS_IS_IMAGE (self));

  zoom_at (self, (round (self->zoom / STEP) + steps) * STEP, 0, 0);
}

/**
 * vouchers_image_fit:
 * @self: an image
 *
 * Shows the whole picture in the middle.
 */
void
vouchers_image_fit (VouchersImage *self)
{
  g_return_if_fail (VOUCHERS_IS_IMAGE (self));

  self->x = self->y = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  zoom_at (self, 1, 0, 0);
}

/**
 * vouchers_image_rotate:
 * @self: an image
 *
 * Turns the picture a quarter to the right.
 */
void
vouchers_image_rotate (VouchersImage *self)
{
  double x;

  g_return_if_fail (VOUCHERS_IS_IMAGE (self));

  self->rotation = (self->rotation + 1) % 4;
  x = self->x;
  self->x = -self->y;
  self->y = x;
  clamp_offset (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROTATION]);
}

/**
 * vouchers_image_get_rotation:
 * @self: an image
 *
 * Returns: quarter turns to the right, 0 to 3
 */
int
vouchers_image_get_rotation (VouchersImage *self)
{
  g_return_val_if_fail (VOUCHERS_IS_IMAGE (self), 0);

  return self->rotation;
}
