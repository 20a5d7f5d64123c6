/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-alert-banner.h"

struct _ConyAlertBanner
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyAlertBanner, cony_alert_banner, GTK_TYPE_WIDGET)

static void
cony_alert_banner_class_init (ConyAlertBannerClass *klass)
{
}

static void
cony_alert_banner_init (ConyAlertBanner *self)
{
}

/**
 * cony_alert_banner_new:
 *
 * Returns: (transfer floating): an empty banner
 */
GtkWidget *
cony_alert_banner_new (void)
{
  return g_object_new (CONY_TYPE_ALERT_BANNER, NULL);
}
