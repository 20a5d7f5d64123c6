/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "cony-alert-ladder.h"

G_BEGIN_DECLS

#define CONY_TYPE_ALERT_BANNER (cony_alert_banner_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlertBanner, cony_alert_banner, CONY, ALERT_BANNER, GtkWidget)

/* Signal: "changed" ()  another alert is shown, or its level or the number of alerts changed */
GtkWidget      *cony_alert_banner_new           (void);
void            cony_alert_banner_set_model     (ConyAlertBanner *self,
                                                 GListModel      *alertas);
void            cony_alert_banner_set_ladder    (ConyAlertBanner *self,
                                                 ConyAlertLadder *ladder);
void            cony_alert_banner_set_persona   (ConyAlertBanner *self,
                                                 const char      *nombre);
void            cony_alert_banner_set_shared    (ConyAlertBanner *self,
                                                 gboolean         shared);
ConyAlerta     *cony_alert_banner_get_current   (ConyAlertBanner *self);
guint           cony_alert_banner_get_n_unread  (ConyAlertBanner *self);
ConyAlertLevel  cony_alert_banner_get_level     (ConyAlertBanner *self);
void            cony_alert_banner_next          (ConyAlertBanner *self);
gboolean        cony_alert_banner_select        (ConyAlertBanner *self,
                                                 const char      *uid);
void            cony_alert_banner_tick          (ConyAlertBanner *self,
                                                 GDateTime       *now);
gboolean        cony_alert_banner_is_red        (ConyAlertBanner *self);
void            cony_alert_banner_set_checking  (ConyAlertBanner *self,
                                                 gboolean         checking);
void            cony_alert_banner_update        (ConyAlertBanner *self);

G_END_DECLS
