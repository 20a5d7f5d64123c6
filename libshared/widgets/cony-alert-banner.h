/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONY_TYPE_ALERT_BANNER (cony_alert_banner_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlertBanner, cony_alert_banner, CONY, ALERT_BANNER, GtkWidget)

GtkWidget *cony_alert_banner_new (void);

G_END_DECLS
