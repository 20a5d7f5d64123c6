/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget  *cony_pair_new        (const char *css_classes,
                                  const char *icon_name,
                                  const char *text);
GtkWidget  *cony_pair_get_image  (GtkWidget  *pair);
GtkWidget  *cony_pair_get_label  (GtkWidget  *pair);
AdwToast   *cony_toast_new       (const char *text);

char       *cony_money_format    (double      amount);
char       *cony_age_format      (gint64      seconds);
char       *cony_timer_format    (gint64      seconds);
char       *cony_quantity_format (double      quantity,
                                  const char *unit);
const char *cony_canal_icon      (const char *canal);
const char *cony_canal_name      (const char *canal);

G_END_DECLS
