/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define VOUCHERS_TYPE_IMAGE (vouchers_image_get_type ())
G_DECLARE_FINAL_TYPE (VouchersImage, vouchers_image, VOUCHERS, IMAGE, GtkWidget)

#define VOUCHERS_IMAGE_ZOOM_MIN 0.5
#define VOUCHERS_IMAGE_ZOOM_MAX 4.0

/* Properties: "texture" (GdkTexture, nullable), "zoom" (double, 1 = the whole picture fits),
 * "rotation" (quarter turns to the right, 0 to 3; read-only).
 */
GtkWidget *vouchers_image_new          (void);
void       vouchers_image_set_texture  (VouchersImage *self,
                                        GdkTexture    *texture);
double     vouchers_image_get_zoom     (VouchersImage *self);
void       vouchers_image_set_zoom     (VouchersImage *self,
                                        double         zoom);
void       vouchers_image_step         (VouchersImage *self,
                                        int            steps);
void       vouchers_image_fit          (VouchersImage *self);
void       vouchers_image_rotate       (VouchersImage *self);
int        vouchers_image_get_rotation (VouchersImage *self);

G_END_DECLS
