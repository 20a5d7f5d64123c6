/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-event.h"

G_BEGIN_DECLS

/* What the files of ConyEvent share: cony-event.c is the value, cony-event-codec.c makes it of text
 * and text of it. */
struct _ConyEvent
{
  GObject parent_instance;

  /* owned, immutable after construction */
  char *tipo;
  char *uid;
  gint64 id;
  char *cursor;
  gint64 sucursal_id;
  char *prioridad;
  GDateTime *fecha;
  gboolean owes_ack;
  guint attempt;
  JsonObject *payload;
  char *json;
  char *posted;
};

G_END_DECLS
