/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-alerta.h"

G_BEGIN_DECLS

#define CONY_TYPE_ALERT_BANNER (cony_alert_banner_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlertBanner, cony_alert_banner, CONY, ALERT_BANNER, GtkWidget)

/**
 * ConyAlertLevel:
 * @CONY_ALERT_LEVEL_NONE: no unread alert
 * @CONY_ALERT_LEVEL_CALM: fresh, or of a priority that does not climb
 * @CONY_ALERT_LEVEL_LOUD: urgent and unseen for 15 s: the frame blinks
 * @CONY_ALERT_LEVEL_RED: urgent and unseen for 45 s
 */
typedef enum
{
  CONY_ALERT_LEVEL_NONE,
  CONY_ALERT_LEVEL_CALM,
  CONY_ALERT_LEVEL_LOUD,
  CONY_ALERT_LEVEL_RED,
} ConyAlertLevel;

/* Signal: "changed" ()  another alert is shown, or its level or the number of alerts changed */
GtkWidget      *cony_alert_banner_new           (void);
void            cony_alert_banner_set_model     (ConyAlertBanner *self,
                                                 GListModel      *alertas);
ConyAlerta     *cony_alert_banner_get_current   (ConyAlertBanner *self);
guint           cony_alert_banner_get_n_unread  (ConyAlertBanner *self);
ConyAlertLevel  cony_alert_banner_get_level     (ConyAlertBanner *self);
void            cony_alert_banner_next          (ConyAlertBanner *self);
gboolean        cony_alert_banner_select        (ConyAlertBanner *self,
                                                 const char      *uid);
void            cony_alert_banner_tick          (ConyAlertBanner *self,
                                                 GDateTime       *now);
void            cony_alert_banner_set_checking  (ConyAlertBanner *self,
                                                 gboolean         checking);

int             cony_alerta_compare             (ConyAlerta      *a,
                                                 ConyAlerta      *b);

G_END_DECLS
