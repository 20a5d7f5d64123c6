/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-tree.h"

#include <string.h>

/* A JsonParser for each event costs several times what the event itself does: it sets up a scanner
 * and goes through the text a character at a time.  The compact form was read strictly already, so
 * that here one look at a character tells what comes, and nothing can be wrong. */

static JsonNode *build_value (const char **at);

/* @at: behind the backslash. */
static void
build_escape (GString     *out,
              const char **at)
{
  static const char letters[] = "bfnrt\"\\";
  static const char meanings[] = "\b\f\n\r\t\"\\";
  const char *found = strchr (letters, **at);

  if (found)
    {
      g_string_append_c (out, meanings[found - letters]);
      *at += 1;
      return;
    }
  g_assert (**at == 'u');
  g_string_append_c (out,
                     g_ascii_xdigit_value ((*at)[3]) << 4 | g_ascii_xdigit_value ((*at)[4]));
  *at += 5;
}

/* @at: at the quote. */
static char *
build_string (const char **at)
{
  const char *start = *at + 1;
  gsize plain = strcspn (start, "\"\\");
  GString *out = NULL;

  if (start[plain] == '"')
    {
      *at = start + plain + 1;
      return g_strndup (start, plain);
    }

  out = g_string_new_len (start, plain);
  *at = start + plain;
  while (**at != '"')
    {
      g_assert (**at == '\\');
      *at += 1;
      build_escape (out, at);
      plain = strcspn (*at, "\"\\");
      g_string_append_len (out, *at, plain);
      *at += plain;
    }
  *at += 1;
  return g_string_free (out, FALSE);
}

static JsonNode *
build_number (const char **at)
{
  JsonNode *node = json_node_alloc ();
  gsize length = strspn (*at, "+-.0123456789Ee");
  const char *end = *at + length;

  g_assert (length > 0);
  if (memchr (*at, '.', length) || memchr (*at, 'e', length) || memchr (*at, 'E', length))
    json_node_init_double (node, g_ascii_strtod (*at, NULL));
  else
    json_node_init_int (node, g_ascii_strtoll (*at, NULL, 10));
  *at = end;
  return node;
}

static JsonObject *
build_object (const char **at)
{
  JsonObject *object = json_object_new ();

  *at += 1;
  while (**at != '}')
    {
      g_autofree char *name = NULL;

      if (**at == ',')
        *at += 1;
      name = build_string (at);
      g_assert (**at == ':');
      *at += 1;
      json_object_set_member (object, name, build_value (at));
    }
  *at += 1;
  return object;
}

static JsonArray *
build_array (const char **at)
{
  JsonArray *array = json_array_new ();

  *at += 1;
  while (**at != ']')
    {
      if (**at == ',')
        *at += 1;
      json_array_add_element (array, build_value (at));
    }
  *at += 1;
  return array;
}

static JsonNode *
build_value (const char **at)
{
  JsonNode *node = NULL;

  switch (**at)
    {
    case '{':
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, build_object (at));
      return node;

    case '[':
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, build_array (at));
      return node;

    case '"':
      {
        g_autofree char *text = build_string (at);

        return json_node_init_string (json_node_alloc (), text);
      }

    case 't':
      *at += strlen ("true");
      return json_node_init_boolean (json_node_alloc (), TRUE);

    case 'f':
      *at += strlen ("false");
      return json_node_init_boolean (json_node_alloc (), FALSE);

    case 'n':
      *at += strlen ("null");
      return json_node_init_null (json_node_alloc ());

    default:
      return build_number (at);
    }
}

/*< private >
 * cony_event_tree_build:
 * @compact: an object, as cony_event_json_compact() writes it
 *
 * Returns: (transfer full): the same as an immutable tree
 */
JsonObject *
cony_event_tree_build (const char *compact)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (compact != NULL && *compact == '{', NULL);

  object = build_object (&compact);
  json_object_seal (object);
  return object;
}
