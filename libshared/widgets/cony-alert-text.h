/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-alerta.h"

G_BEGIN_DECLS

#define CONY_ALERT_SEPARATOR "   ·   "

guint       cony_alerta_get_rank      (ConyAlerta *self);
int         cony_alerta_compare       (ConyAlerta *a,
                                       ConyAlerta *b);
const char *cony_alerta_get_icon_name (ConyAlerta *self);
const char *cony_alerta_get_word      (ConyAlerta *self);
char       *cony_alerta_describe      (ConyAlerta *self);
char       *cony_alerta_dup_text      (ConyAlerta *self);
const char *cony_alerta_describe_told (ConyAlerta *self);

G_END_DECLS
