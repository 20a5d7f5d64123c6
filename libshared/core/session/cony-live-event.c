/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-live-event.h"

static void
add_text (JsonObject *object,
          const char *member,
          const char *value)
{
  if (value)
    json_object_set_string_member (object, member, value);
}

static void
add_id (JsonObject *object,
        const char *member,
        const char *value)
{
  if (value)
    json_object_set_int_member (object, member, g_ascii_strtoll (value, NULL, 10));
}

/* The customer's name, as the last event of the order told it. */
static const char *
find_cliente (ConySession *session,
              const char  *pedido_id)
{
  GListModel *log = G_LIST_MODEL (cony_session_get_event_log (session));
  const gint64 id = pedido_id ? g_ascii_strtoll (pedido_id, NULL, 10) : 0;

  for (guint i = g_list_model_get_n_items (log); id && i > 0; i--)
    {
      g_autoptr (ConyEvent) event = g_list_model_get_item (log, i - 1);

      if (cony_event_get_int (event, "pedido_id", 0) == id && cony_event_get_string (event, "cliente"))
        return cony_event_get_string (event, "cliente");
    }
  return NULL;
}

static void
describe_alert (JsonObject         *object,
                ConySession        *session,
                const char * const *params)
{
  add_id (object, "sucursal_id", params[1]);
  add_id (object, "pedido_id", params[2]);
  add_text (object, "cliente", find_cliente (session, params[2]));
  add_text (object, "mensaje", params[3]);
  add_text (object, "prioridad", params[4]);
}

static void
describe_refill (JsonObject         *object,
                 GHashTable         *insumos,
                 const char * const *params)
{
  const gint64 id = g_ascii_strtoll (params[1], NULL, 10);
  const ConyLiveInsumo *insumo = g_hash_table_lookup (insumos, &id);

  json_object_set_int_member (object, "insumo_id", id);
  add_text (object, "insumo", insumo ? insumo->nombre : NULL);
  add_text (object, "unidad", insumo ? insumo->unidad : NULL);
  json_object_set_double_member (object, "cantidad", g_ascii_strtod (params[2], NULL));
}

/*< private >
 * cony_live_event_new:
 * @session: whose person made @command
 * @command: what waits for the database
 * @made: when
 * @insumos: (element-type gint64 ConyLiveInsumo): names for a refill
 *
 * The event that @command will leave in the database, without the ids that only it can give.
 *
 * Returns: (transfer full) (nullable): an event, or %NULL for a command that is not told live
 */
ConyEvent *
cony_live_event_new (ConySession *session,
                     ConyCommand *command,
                     GDateTime   *made,
                     GHashTable  *insumos)
{
  const char *function = cony_command_get_function (command);
  const char * const *params = cony_command_get_params (command);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wire = NULL;
  ConyEventMeta meta = { .uid = params[0] };
  ConyEvent *event;

  if (cony_session_get_sucursal_id (session))
    json_object_set_int_member (object, "sucursal_id", cony_session_get_sucursal_id (session));
  if (g_str_equal (function, "alertar_cocina"))
    {
      json_object_set_string_member (object, "tipo", "alerta_cocina");
      describe_alert (object, session, params);
    }
  else if (g_str_equal (function, "pedir_refill"))
    {
      json_object_set_string_member (object, "tipo", "refill_solicitado");
      describe_refill (object, insumos, params);
    }
  else if (g_str_equal (function, "marcar_alerta_vista"))
    {
      json_object_set_string_member (object, "tipo", "alerta_vista");
      add_text (object, "alerta_uid", params[1]);
    }
  else
    {
      return NULL;
    }
  json_object_set_int_member (object, "usuario_id", cony_session_get_usuario_id (session));
  add_text (object, "usuario", cony_session_get_nombre (session));

  meta.ts = g_date_time_to_unix (made) * 1000 + g_date_time_get_microsecond (made) / 1000;
  meta.sucursal_id = json_object_get_int_member_with_default (object, "sucursal_id", 0);
  meta.prioridad = json_object_get_string_member_with_default (object, "prioridad", NULL);
  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  wire = cony_event_format_wire (text, &meta);
  event = cony_event_new_from_wire (wire, -1, &error);
  if (event == NULL)
    g_warning ("A live event cannot be made: %s", error->message);
  return event;
}
