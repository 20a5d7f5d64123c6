/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event.h"

struct _ConyEvent
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyEvent, cony_event, G_TYPE_OBJECT)

static void
cony_event_class_init (ConyEventClass *klass)
{
}

static void
cony_event_init (ConyEvent *self)
{
}

G_DEFINE_QUARK (cony-event-error-quark, cony_event_error)

ConyEvent  *
cony_event_new_posted (const char *json, gssize length, GError **error)
{
  return 0;
}

ConyEvent  *
cony_event_new_from_wire (const char *json, gssize length, GError **error)
{
  return 0;
}

ConyEvent  *
cony_event_new_stored (const char *payload, const char *uid, gint64 id, const char *cursor, gint64 sucursal_id, GDateTime *fecha, GError **error)
{
  return 0;
}

const char *
cony_event_get_tipo (ConyEvent *self)
{
  return 0;
}

const char *
cony_event_get_uid (ConyEvent *self)
{
  return 0;
}

gint64
cony_event_get_id (ConyEvent *self)
{
  return 0;
}

const char *
cony_event_get_cursor (ConyEvent *self)
{
  return 0;
}

gint64
cony_event_get_sucursal (ConyEvent *self)
{
  return 0;
}

const char *
cony_event_get_prioridad (ConyEvent *self)
{
  return 0;
}

GDateTime  *
cony_event_get_fecha (ConyEvent *self)
{
  return 0;
}

gboolean
cony_event_get_owes_ack (ConyEvent *self)
{
  return 0;
}

guint
cony_event_get_attempt (ConyEvent *self)
{
  return 0;
}

gboolean
cony_event_is_control (ConyEvent *self)
{
  return 0;
}

JsonObject *
cony_event_get_payload (ConyEvent *self)
{
  return 0;
}

gint64
cony_event_get_int (ConyEvent *self, const char *member, gint64 fallback)
{
  return 0;
}

const char *
cony_event_get_string (ConyEvent *self, const char *member)
{
  return 0;
}

const char *
cony_event_get_json (ConyEvent *self)
{
  return 0;
}

char       *
cony_event_to_wire (ConyEvent *self)
{
  return 0;
}

const char *
cony_event_get_posted (ConyEvent *self)
{
  return 0;
}

ConyEvent *
cony_event_new_with_meta (ConyEvent *event, const ConyEventMeta *meta)
{
  return 0;
}

char *
cony_event_format_wire (const char *payload, const ConyEventMeta *meta)
{
  return 0;
}
