/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-rules.h"

#include "cony-catalogo.h"
#include "cony-event.h"

/* Limits of DATA.md, in characters. */
static const struct
{
  const char *member;
  glong limit;
} texts[] = {
  { "mensaje", 500 },
  { "motivo", 300 },
  { "nota", 300 },
  { "notas", 300 },
};

static const char * const ids[] = {
  "alerta_id", "insumo_id", "pedido_id", "refill_id", "sucursal_id", "usuario_id", "voucher_id",
};

static const char * const prioridades[] = { "normal", "alta", "urgente", NULL };

/* What a cook may not learn, so an event that cooks see cannot carry it. */
static const char * const hidden[] = {
  "banco", "monto", "numero_operacion", "telefono", "total", NULL,
};

static gboolean
fail (GError     **error,
      const char  *member,
      const char  *what)
{
  g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_FIELD, "%s %s", member, what);
  return FALSE;
}

static gboolean
has_control_character (const char *text)
{
  for (; *text; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0))
        return TRUE;
    }
  return FALSE;
}

static gboolean check_node (const char  *member,
                            JsonNode    *node,
                            gboolean     cooks_see,
                            GError     **error);

static gboolean
check_object (JsonObject  *object,
              gboolean     cooks_see,
              GError     **error)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, &node))
    {
      if (has_control_character (member))
        return fail (error, "A member's name", "has a control character");
      if (cooks_see && g_strv_contains (hidden, member))
        return fail (error, member, "is not for an event that the kitchen sees");
      if (!check_node (member, node, cooks_see, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_node (const char  *member,
            JsonNode    *node,
            gboolean     cooks_see,
            GError     **error)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return check_object (json_node_get_object (node), cooks_see, error);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!check_node (member, json_array_get_element (array, i), cooks_see, error))
          return FALSE;
      return TRUE;
    }
  if (json_node_get_value_type (node) == G_TYPE_STRING
      && has_control_character (json_node_get_string (node)))
    return fail (error, member, "has a control character");
  return TRUE;
}

/* A member that is null counts as missing. */
static JsonNode *
get_member (JsonObject *payload,
            const char *member)
{
  JsonNode *node = json_object_get_member (payload, member);

  return node && !json_node_is_null (node) ? node : NULL;
}

static gboolean
check_text (JsonObject  *payload,
            const char  *member,
            glong        limit,
            GError     **error)
{
  JsonNode *node = get_member (payload, member);
  g_autofree char *what = NULL;

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (error, member, "is not a string");
  if (g_utf8_strlen (json_node_get_string (node), -1) <= limit)
    return TRUE;
  what = g_strdup_printf ("has more than %ld characters", limit);
  return fail (error, member, what);
}

static gboolean
check_id (JsonObject  *payload,
          const char  *member,
          GError     **error)
{
  JsonNode *node = get_member (payload, member);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 1
      || json_node_get_int (node) > G_MAXINT32)
    return fail (error, member, "is not a positive whole number");
  return TRUE;
}

static gboolean
check_prioridad (JsonObject  *payload,
                 GError     **error)
{
  JsonNode *node = get_member (payload, "prioridad");

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING
      || !g_strv_contains (prioridades, json_node_get_string (node)))
    return fail (error, "prioridad", "is not normal, alta or urgente");
  return TRUE;
}

static gboolean
check_cantidad (JsonObject  *payload,
                GError     **error)
{
  JsonNode *node = get_member (payload, "cantidad");
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (node == NULL)
    return TRUE;
  if ((type != G_TYPE_INT64 && type != G_TYPE_DOUBLE) || json_node_get_double (node) <= 0)
    return fail (error, "cantidad", "is not a number above zero");
  return TRUE;
}

/*< private >
 * cony_event_check_fields:
 * @tipo: the event's name
 * @payload: its members
 * @error: return location for a %CONY_EVENT_ERROR_FIELD that names the member
 *
 * The rules of DATA.md for what a poster may say.  Members that nobody knows pass.
 *
 * Returns: whether all members are acceptable
 */
gboolean
cony_event_check_fields (const char  *tipo,
                         JsonObject  *payload,
                         GError     **error)
{
  gboolean cooks_see = (cony_catalogo_who_sees (tipo) & CONY_ROL_COCINERO) != 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (!check_id (payload, ids[i], error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!check_text (payload, texts[i].member, texts[i].limit, error))
      return FALSE;
  return check_prioridad (payload, error) && check_cantidad (payload, error)
         && check_object (payload, cooks_see, error);
}
