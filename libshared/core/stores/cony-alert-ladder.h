/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cony-alerta.h"

G_BEGIN_DECLS

/**
 * ConyAlertLevel:
 * @CONY_ALERT_LEVEL_NONE: seen, or there is none
 * @CONY_ALERT_LEVEL_CALM: fresh, or of a priority that does not climb
 * @CONY_ALERT_LEVEL_LOUD: urgent and unseen for 15 s
 * @CONY_ALERT_LEVEL_TOLD: alta or urgent and unseen for 45 s: the front desk is told
 * @CONY_ALERT_LEVEL_BREACHED: urgent and unseen for 120 s: the supervisor is told
 *
 * How far an alert has climbed.
 */
typedef enum
{
  CONY_ALERT_LEVEL_NONE,
  CONY_ALERT_LEVEL_CALM,
  CONY_ALERT_LEVEL_LOUD,
  CONY_ALERT_LEVEL_TOLD,
  CONY_ALERT_LEVEL_BREACHED,
} ConyAlertLevel;

#define CONY_TYPE_ALERT_LADDER (cony_alert_ladder_get_type ())
G_DECLARE_FINAL_TYPE (ConyAlertLadder, cony_alert_ladder, CONY, ALERT_LADDER, GObject)

/* Signals:
 * "appeared" (ConyAlerta *)         an unread alert that this program did not know yet; not for a
 *                                   late one, nor for a normal one that a screen has shown before
 * "ring" (ConyAlerta *, const char *sound)
 *                                   play this sound of ConySound now
 * "climbed" (ConyAlerta *, ConyAlertLevel)
 *                                   it has reached a level above CALM; once a level, and only the
 *                                   highest when several were passed
 * "due" (ConyAlerta *, int escalon) this rung must be stored; repeated until it is
 * "silenced" (const char *uid)      what appeared is seen, here or elsewhere, or gone
 */
ConyAlertLadder *cony_alert_ladder_new       (void);
void             cony_alert_ladder_set_model (ConyAlertLadder *self,
                                              GListModel      *alertas);
void             cony_alert_ladder_tick      (ConyAlertLadder *self,
                                              GDateTime       *now);
void             cony_alert_ladder_set_quiet (ConyAlertLadder *self,
                                              const char * const *uids);
gboolean         cony_alert_ladder_get_quiet (ConyAlertLadder *self,
                                              const char      *uid);
ConyAlertLevel   cony_alert_ladder_get_level (ConyAlertLadder *self,
                                              ConyAlerta      *alerta);

ConyAlertLevel   cony_alerta_compute_level   (ConyAlerta      *self,
                                              GDateTime       *now);

G_END_DECLS
