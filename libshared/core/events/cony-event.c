/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-private.h"

G_DEFINE_FINAL_TYPE (ConyEvent, cony_event, G_TYPE_OBJECT)
G_DEFINE_QUARK (cony-event-error-quark, cony_event_error)

enum
{
  PROP_0,
  PROP_TIPO,
  PROP_UID,
  PROP_ID,
  PROP_SUCURSAL_ID,
  PROP_PRIORIDAD,
  PROP_FECHA,
  PROP_JSON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
cony_event_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ConyEvent *self = CONY_EVENT (object);

  switch (prop_id)
    {
    case PROP_TIPO:
      g_value_set_string (value, self->tipo);
      break;
    case PROP_UID:
      g_value_set_string (value, self->uid);
      break;
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_SUCURSAL_ID:
      g_value_set_int64 (value, self->sucursal_id);
      break;
    case PROP_PRIORIDAD:
      g_value_set_string (value, self->prioridad);
      break;
    case PROP_FECHA:
      g_value_set_boxed (value, self->fecha);
      break;
    case PROP_JSON:
      g_value_set_string (value, self->json);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_event_finalize (GObject *object)
{
  ConyEvent *self = CONY_EVENT (object);

  g_clear_pointer (&self->tipo, g_free);
  g_clear_pointer (&self->uid, g_free);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->prioridad, g_free);
  g_clear_pointer (&self->fecha, g_date_time_unref);
  g_clear_pointer (&self->payload, json_object_unref);
  g_clear_pointer (&self->json, g_free);
  g_clear_pointer (&self->posted, g_free);

  G_OBJECT_CLASS (cony_event_parent_class)->finalize (object);
}

static void
cony_event_class_init (ConyEventClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_event_get_property;
  object_class->finalize = cony_event_finalize;

  properties[PROP_TIPO] = g_param_spec_string ("tipo", NULL, NULL, NULL, flags);
  properties[PROP_UID] = g_param_spec_string ("uid", NULL, NULL, NULL, flags);
  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SUCURSAL_ID] =
    g_param_spec_int64 ("sucursal-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PRIORIDAD] = g_param_spec_string ("prioridad", NULL, NULL, NULL, flags);
  properties[PROP_FECHA] = g_param_spec_boxed ("fecha", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_JSON] = g_param_spec_string ("json", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cony_event_init (ConyEvent *self)
{
}

/**
 * cony_event_get_tipo:
 * @self: an event
 *
 * Returns: (transfer none): its name
 */
const char *
cony_event_get_tipo (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->tipo;
}

/**
 * cony_event_get_uid:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): its identity, a lower-case UUID; %NULL in plain mode
 */
const char *
cony_event_get_uid (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->uid;
}

/**
 * cony_event_get_id:
 * @self: an event
 *
 * Returns: its row in EVENTOS_REALTIME, 0 while it is not stored
 */
gint64
cony_event_get_id (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), 0);

  return self->id;
}

/**
 * cony_event_get_cursor:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): where to resume after it, %NULL if it moves no cursor
 */
const char *
cony_event_get_cursor (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->cursor;
}

/**
 * cony_event_get_sucursal:
 * @self: an event
 *
 * Returns: its branch, 0 for all
 */
gint64
cony_event_get_sucursal (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), 0);

  return self->sucursal_id;
}

/**
 * cony_event_get_prioridad:
 * @self: an event
 *
 * Returns: (transfer none): `normal`, `alta` or `urgente`
 */
const char *
cony_event_get_prioridad (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->prioridad;
}

/**
 * cony_event_get_fecha:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): when it was made, in UTC
 */
GDateTime *
cony_event_get_fecha (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->fecha;
}

/**
 * cony_event_get_owes_ack:
 * @self: an event
 *
 * Returns: whether a session of the role in the catalogue must acknowledge it
 */
gboolean
cony_event_get_owes_ack (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), FALSE);

  return self->owes_ack;
}

/**
 * cony_event_get_attempt:
 * @self: an event
 *
 * Returns: number of the redelivery, 0 the first time
 */
guint
cony_event_get_attempt (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), 0);

  return self->attempt;
}

/**
 * cony_event_is_control:
 * @self: an event
 *
 * Returns: whether it is a message of the transport, such as `_ping`
 */
gboolean
cony_event_is_control (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), FALSE);

  return *self->tipo == '_';
}

/**
 * cony_event_get_payload:
 * @self: an event
 *
 * Returns: (transfer none): its members without `_rt`; not to be changed
 */
JsonObject *
cony_event_get_payload (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->payload;
}

/**
 * cony_event_get_int:
 * @self: an event
 * @member: name of a member of the payload
 * @fallback: for a member that is missing or not a whole number
 *
 * Returns: its value
 */
gint64
cony_event_get_int (ConyEvent  *self,
                    const char *member,
                    gint64      fallback)
{
  JsonNode *node;

  g_return_val_if_fail (CONY_IS_EVENT (self), fallback);
  g_return_val_if_fail (member != NULL, fallback);

  node = json_object_get_member (self->payload, member);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

/**
 * cony_event_get_string:
 * @self: an event
 * @member: name of a member of the payload
 *
 * Returns: (transfer none) (nullable): its value, %NULL if it is missing or no string
 */
const char *
cony_event_get_string (ConyEvent  *self,
                       const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = json_object_get_member (self->payload, member);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * cony_event_get_json:
 * @self: an event
 *
 * Returns: (transfer none): the payload in compact form, as it is stored
 */
const char *
cony_event_get_json (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->json;
}

/**
 * cony_event_get_posted:
 * @self: an event
 *
 * Returns: (transfer none): the text exactly as it was posted, without white space around it; for
 *   an event that was not posted, the compact form.  Connections in plain mode get this.
 */
const char *
cony_event_get_posted (ConyEvent *self)
{
  g_return_val_if_fail (CONY_IS_EVENT (self), NULL);

  return self->posted ? self->posted : self->json;
}
