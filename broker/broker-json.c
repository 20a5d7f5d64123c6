/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-json.h"

#include "cony-event-json.h"

/**
 * broker_json_parse:
 * @text: JSON
 * @length: its length in bytes, -1 if it is terminated
 *
 * Returns: (transfer full) (nullable): the object, or %NULL when @text is anything else
 */
JsonObject *
broker_json_parse (const char *text,
                   gssize      length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *compact = NULL;
  JsonNode *root = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* Strictly and not too deep first: json-glib goes one call deeper with each bracket, so a line of
   * brackets would end the stack. */
  compact = cony_event_json_compact (text, length, NULL, NULL, NULL);
  if (!compact || !json_parser_load_from_data (parser, compact, -1, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return json_object_ref (json_node_get_object (root));
}

/**
 * broker_json_get_string:
 * @object: an object
 * @member: a name
 *
 * Returns: (transfer none) (nullable): the text; %NULL when it is missing or no text
 */
const char *
broker_json_get_string (JsonObject *object,
                        const char *member)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  node = json_object_get_member (object, member);
  if (!node || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * broker_json_get_int:
 * @object: an object
 * @member: a name
 * @fallback: for a member that is missing or no whole number
 *
 * Returns: the number
 */
gint64
broker_json_get_int (JsonObject *object,
                     const char *member,
                     gint64      fallback)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, fallback);

  node = json_object_get_member (object, member);
  if (!node || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

/**
 * broker_json_quote:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text as a JSON string, with its quotes
 */
char *
broker_json_quote (const char *text)
{
  GString *quoted = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  quoted = g_string_new (NULL);
  cony_event_json_append_string (quoted, text);
  return g_string_free (quoted, FALSE);
}
