/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-event.h"
#include "cony-session.h"

G_BEGIN_DECLS

/* What the database would say of an insumo. */
typedef struct
{
  char *nombre;
  char *unidad;
} ConyLiveInsumo;

ConyEvent *cony_live_event_new (ConySession *session,
                                ConyCommand *command,
                                GDateTime   *made,
                                GHashTable  *insumos);

G_END_DECLS
