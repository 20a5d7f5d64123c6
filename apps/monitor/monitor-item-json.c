/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-item-json.h"

#include <json-glib/json-glib.h>

#include "cony-event.h"

static void
add_value (JsonBuilder  *builder,
           const GValue *value)
{
  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value))
    json_builder_add_string_value (builder, g_value_get_string (value));
  else if (G_VALUE_HOLDS_INT64 (value))
    json_builder_add_int_value (builder, g_value_get_int64 (value));
  else if (G_VALUE_HOLDS_INT (value))
    json_builder_add_int_value (builder, g_value_get_int (value));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    json_builder_add_boolean_value (builder, g_value_get_boolean (value));
  else if (G_VALUE_HOLDS_DOUBLE (value))
    json_builder_add_double_value (builder, g_value_get_double (value));
  else if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME) && g_value_get_boxed (value))
    {
      g_autofree char *time = g_date_time_format_iso8601 (g_value_get_boxed (value));

      json_builder_add_string_value (builder, time);
    }
  else
    json_builder_add_null_value (builder);
}

/**
 * monitor_item_to_json:
 * @item: an event, or a row of a store
 *
 * Returns: (transfer full): the event's JSON, or the columns of the row as JSON
 */
char *
monitor_item_to_json (GObject *item)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree GParamSpec **pspecs = NULL;
  guint n;

  g_return_val_if_fail (G_IS_OBJECT (item), NULL);

  if (CONY_IS_EVENT (item))
    return g_strdup (cony_event_get_json (CONY_EVENT (item)));

  builder = json_builder_new ();
  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (item), &n);
  json_builder_begin_object (builder);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *name = g_strdelimit (g_strdup (pspecs[i]->name), "-", '_');

      g_value_init (&value, pspecs[i]->value_type);
      g_object_get_property (item, pspecs[i]->name, &value);
      json_builder_set_member_name (builder, name);
      add_value (builder, &value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
