/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-private.h"

#include <string.h>

#include "cony-catalogo.h"
#include "cony-event-json.h"
#include "cony-event-rules.h"

static gboolean
fail_field (GError     **error,
            const char  *member,
            const char  *what)
{
  g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_FIELD, "%s %s", member, what);
  return FALSE;
}

static JsonObject *
parse_object (const char  *json,
              GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) reason = NULL;

  if (!json_parser_load_from_data (parser, json, -1, &reason)
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON, "This is not an object (%s)",
                   reason ? reason->message : "?");
      return NULL;
    }
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static gboolean
read_tipo (ConyEvent  *self,
           GError    **error)
{
  JsonNode *node = json_object_get_member (self->payload, "tipo");
  const char *tipo;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TIPO, "tipo %s",
                   node ? "is not a string" : "is missing");
      return FALSE;
    }
  tipo = json_node_get_string (node);
  if (*tipo == '\0' || g_utf8_strlen (tipo, -1) > CONY_EVENT_MAX_TIPO)
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TIPO,
                   "tipo must have 1 to %d characters",
                   CONY_EVENT_MAX_TIPO);
      return FALSE;
    }
  self->tipo = g_strdup (tipo);
  return TRUE;
}

/* What follows from the payload alone. */
static void
read_payload (ConyEvent *self)
{
  self->sucursal_id = cony_event_get_int (self, "sucursal_id", 0);
  self->prioridad = g_strdup (cony_event_get_string (self, "prioridad"));
  if (self->prioridad == NULL)
    self->prioridad = g_strdup ("normal");
  self->owes_ack = cony_catalogo_who_owes (self->tipo, self->prioridad) != CONY_ROL_NONE;
}

static ConyEvent *
new_from_json (const char  *text,
               gssize       length,
               char       **rt,
               GError     **error)
{
  g_autoptr (ConyEvent) self = g_object_new (CONY_TYPE_EVENT, NULL);

  self->json = cony_event_json_compact (text, length, "_rt", rt, error);
  if (self->json == NULL)
    return NULL;
  self->payload = parse_object (self->json, error);
  if (self->payload == NULL || !read_tipo (self, error))
    return NULL;
  read_payload (self);
  return g_steal_pointer (&self);
}

static gboolean
check_poster (ConyEvent   *self,
              const char  *rt,
              GError     **error)
{
  if (rt || *self->tipo == '_')
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_RESERVED, "%s is reserved",
                   rt ? "_rt" : "A tipo that starts with _");
      return FALSE;
    }
  if (g_utf8_strlen (self->json, -1) > CONY_EVENT_MAX_PAYLOAD)
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TOO_LONG,
                   "The event has more than %d characters", CONY_EVENT_MAX_PAYLOAD);
      return FALSE;
    }
  return cony_event_check_fields (self->tipo, self->payload, error);
}

static void
set_meta (ConyEvent           *self,
          const ConyEventMeta *meta)
{
  self->uid = meta->uid ? g_ascii_strdown (meta->uid, -1) : NULL;
  self->id = meta->id;
  self->cursor = g_strdup (meta->cursor);
  self->sucursal_id = meta->sucursal_id;
  if (meta->prioridad)
    {
      g_free (self->prioridad);
      self->prioridad = g_strdup (meta->prioridad);
    }
  if (meta->ts)
    {
      g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (meta->ts / 1000);

      self->fecha = second ? g_date_time_add (second, meta->ts % 1000 * 1000) : NULL;
    }
  self->owes_ack = meta->owes_ack;
  self->attempt = meta->attempt;
}

/* One member of `_rt`; %NULL when it is missing or null. */
static gboolean
read_member (JsonObject  *rt,
             const char  *name,
             GType        type,
             gboolean     required,
             JsonNode   **node,
             GError     **error)
{
  g_autofree char *path = g_strconcat ("_rt.", name, NULL);

  *node = json_object_get_member (rt, name);
  if (*node && json_node_is_null (*node))
    *node = NULL;
  if (*node == NULL)
    return !required || fail_field (error, path, "is missing");
  if (json_node_get_value_type (*node) != type)
    return fail_field (error, path, "has the wrong type");
  return TRUE;
}

static gboolean
read_rt (ConyEvent   *self,
         const char  *text,
         GError     **error)
{
  JsonNode *uid, *id, *cur, *ts, *suc, *pri, *ack, *re;
  g_autoptr (JsonObject) rt = NULL;
  ConyEventMeta meta = { 0 };

  if (*text != '{')
    return fail_field (error, "_rt", "is not an object");
  rt = parse_object (text, error);
  if (rt == NULL)
    return FALSE;
  if (!read_member (rt, "uid", G_TYPE_STRING, TRUE, &uid, error)
      || !read_member (rt, "id", G_TYPE_INT64, FALSE, &id, error)
      || !read_member (rt, "cur", G_TYPE_STRING, FALSE, &cur, error)
      || !read_member (rt, "ts", G_TYPE_INT64, TRUE, &ts, error)
      || !read_member (rt, "suc", G_TYPE_INT64, FALSE, &suc, error)
      || !read_member (rt, "pri", G_TYPE_STRING, FALSE, &pri, error)
      || !read_member (rt, "ack", G_TYPE_BOOLEAN, FALSE, &ack, error)
      || !read_member (rt, "re", G_TYPE_INT64, FALSE, &re, error))
    return FALSE;
  if (!g_uuid_string_is_valid (json_node_get_string (uid)))
    return fail_field (error, "_rt.uid", "is not a UUID");
  if (re && (json_node_get_int (re) < 0 || json_node_get_int (re) > G_MAXINT))
    return fail_field (error, "_rt.re", "is out of range");

  meta.uid = json_node_get_string (uid);
  meta.id = id ? json_node_get_int (id) : 0;
  meta.cursor = cur ? json_node_get_string (cur) : NULL;
  meta.ts = json_node_get_int (ts);
  meta.sucursal_id = suc ? json_node_get_int (suc) : 0;
  meta.prioridad = pri ? json_node_get_string (pri) : NULL;
  meta.owes_ack = ack && json_node_get_boolean (ack);
  meta.attempt = re ? (guint) json_node_get_int (re) : 0;
  set_meta (self, &meta);
  return TRUE;
}

/**
 * cony_event_new_posted:
 * @json: what a poster sent
 * @length: its length in bytes, or -1
 * @error: return location for a %CONY_EVENT_ERROR
 *
 * Reads an event that somebody wants to publish, by all the rules for posters.
 *
 * Returns: (transfer full) (nullable): an event without uid and id
 */
ConyEvent *
cony_event_new_posted (const char  *json,
                       gssize       length,
                       GError     **error)
{
  g_autoptr (ConyEvent) self = NULL;
  g_autofree char *rt = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  self = new_from_json (json, length, &rt, error);
  if (self == NULL || !check_poster (self, rt, error))
    return NULL;
  self->posted = g_strstrip (length < 0 ? g_strdup (json) : g_strndup (json, length));
  return g_steal_pointer (&self);
}

/**
 * cony_event_new_from_wire:
 * @json: a text message of the broker
 * @length: its length in bytes, or -1
 * @error: return location for a %CONY_EVENT_ERROR
 *
 * Reads an event or a control message.  In plain mode there is no `_rt`; the event has no uid then.
 *
 * Returns: (transfer full) (nullable): the event
 */
ConyEvent *
cony_event_new_from_wire (const char  *json,
                          gssize       length,
                          GError     **error)
{
  g_autoptr (ConyEvent) self = NULL;
  g_autofree char *rt = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  self = new_from_json (json, length, &rt, error);
  if (self == NULL)
    return NULL;
  if (rt && !read_rt (self, rt, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cony_event_new_stored:
 * @payload: column PAYLOAD of EVENTOS_REALTIME
 * @uid: column UID
 * @id: column ID
 * @cursor: (nullable): where a reader stands after this row
 * @sucursal_id: column SUCURSAL_ID, 0 for NULL
 * @fecha: (nullable): column FECHA
 * @error: return location for a %CONY_EVENT_ERROR
 *
 * Returns: (transfer full) (nullable): the event
 */
ConyEvent *
cony_event_new_stored (const char  *payload,
                       const char  *uid,
                       gint64       id,
                       const char  *cursor,
                       gint64       sucursal_id,
                       GDateTime   *fecha,
                       GError     **error)
{
  g_autoptr (ConyEvent) self = NULL;
  g_autofree char *rt = NULL;
  gboolean owes_ack;

  g_return_val_if_fail (payload != NULL, NULL);
  g_return_val_if_fail (uid != NULL, NULL);
  g_return_val_if_fail (id > 0, NULL);

  self = new_from_json (payload, -1, &rt, error);
  if (self == NULL)
    return NULL;
  owes_ack = self->owes_ack;
  set_meta (self, &(ConyEventMeta) { .uid = uid, .id = id, .cursor = cursor,
                                     .sucursal_id = sucursal_id, .owes_ack = owes_ack });
  self->fecha = fecha ? g_date_time_ref (fecha) : NULL;
  return g_steal_pointer (&self);
}

/**
 * cony_event_new_with_meta:
 * @event: an event, as a rule a posted one
 * @meta: what the transport knows about it
 *
 * Returns: (transfer full): the same payload with @meta
 */
ConyEvent *
cony_event_new_with_meta (ConyEvent           *event,
                          const ConyEventMeta *meta)
{
  ConyEvent *self;

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);
  g_return_val_if_fail (meta != NULL, NULL);

  self = g_object_new (CONY_TYPE_EVENT, NULL);
  self->tipo = g_strdup (event->tipo);
  self->prioridad = g_strdup (event->prioridad);
  self->payload = json_object_ref (event->payload);
  self->json = g_strdup (event->json);
  self->posted = g_strdup (event->posted);
  set_meta (self, meta);
  return self;
}

/**
 * cony_event_to_wire:
 * @self: an event
 *
 * Returns: (transfer full): the text of the full protocol, with `_rt` if it has a uid
 */
char *
cony_event_to_wire (ConyEvent *self)
{
  gint64 ts = 0;

  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  if (self->uid == NULL)
    return g_strdup (self->json);
  if (self->fecha)
    ts = g_date_time_to_unix (self->fecha) * 1000 + g_date_time_get_microsecond (self->fecha) / 1000;
  return cony_event_format_wire (self->json,
                                 &(ConyEventMeta) {
                                   .uid = self->uid,
                                   .id = self->id,
                                   .cursor = self->cursor,
                                   .ts = ts,
                                   .sucursal_id = self->sucursal_id,
                                   .prioridad = self->prioridad,
                                   .owes_ack = self->owes_ack,
                                   .attempt = self->attempt,
                                 });
}

/**
 * cony_event_format_wire:
 * @payload: a compact JSON object with at least one member and without `_rt`
 * @meta: what the transport knows; it needs a uid
 *
 * Returns: (transfer full): @payload with `_rt` as its last member
 */
char *
cony_event_format_wire (const char          *payload,
                        const ConyEventMeta *meta)
{
  GString *out;

  g_return_val_if_fail (payload != NULL, NULL);
  g_return_val_if_fail (g_str_has_suffix (payload, "}"), NULL);
  g_return_val_if_fail (meta != NULL && meta->uid != NULL, NULL);

  out = g_string_sized_new (strlen (payload) + 256);
  g_string_append_len (out, payload, strlen (payload) - 1);
  g_string_append (out, ",\"_rt\":{\"uid\":");
  cony_event_json_append_string (out, meta->uid);
  if (meta->id)
    g_string_append_printf (out, ",\"id\":%" G_GINT64_FORMAT, meta->id);
  if (meta->cursor)
    {
      g_string_append (out, ",\"cur\":");
      cony_event_json_append_string (out, meta->cursor);
    }
  g_string_append_printf (out, ",\"ts\":%" G_GINT64_FORMAT, meta->ts);
  if (meta->sucursal_id)
    g_string_append_printf (out, ",\"suc\":%" G_GINT64_FORMAT, meta->sucursal_id);
  else
    g_string_append (out, ",\"suc\":null");
  g_string_append (out, ",\"pri\":");
  cony_event_json_append_string (out, meta->prioridad ? meta->prioridad : "normal");
  if (meta->owes_ack)
    g_string_append (out, ",\"ack\":true");
  if (meta->attempt)
    g_string_append_printf (out, ",\"re\":%u", meta->attempt);
  g_string_append (out, "}}");
  return g_string_free (out, FALSE);
}
