/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-post-rules.h"

#include <string.h>

#include "broker-json.h"
#include "broker-people.h"
#include "cony-catalogo.h"

/**
 * broker_post_judge:
 * @identity: who posts
 * @tipo: what
 *
 * Returns: what becomes of such an event
 */
BrokerMay
broker_post_judge (BrokerIdentity *identity,
                   const char     *tipo)
{
  const ConyTipo *row = cony_catalogo_find (tipo);
  gboolean admin = (identity->roles & (CONY_ROL_ADMIN | CONY_ROL_SUPERADMIN)) != 0;

  if (row && (identity->roles & row->relevan))
    return BROKER_MAY_RELAY;
  if (admin)
    return row && !row->guardado ? BROKER_MAY_RELAY : BROKER_MAY_STORE;
  if (row && row->intake && (identity->roles & CONY_ROL_INTAKE))
    return BROKER_MAY_STORE;
  return BROKER_MAY_NOTHING;
}

/* The token's branch and person, put into an event. */
static char *
complete (JsonObject *payload,
          gint64      sucursal,
          gint64      usuario)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) copy = json_object_new ();
  GList *members = json_object_get_members (payload);

  for (GList *l = members; l; l = l->next)
    json_object_set_member (copy, l->data,
                            json_node_copy (json_object_get_member (payload, l->data)));
  g_list_free (members);
  json_object_set_int_member (copy, "sucursal_id", sucursal);
  if (usuario > 0)
    json_object_set_int_member (copy, "usuario_id", usuario);
  json_node_set_object (node, copy);
  return json_to_string (node, FALSE);
}

/* Whether an event names somebody else than its poster as the one who did it. */
static gboolean
names_another (JsonObject *payload,
               const char *name)
{
  return name && json_object_has_member (payload, "usuario")
         && !json_object_get_null_member (payload, "usuario")
         && g_strcmp0 (broker_json_get_string (payload, "usuario"), name) != 0;
}

static void
refuse_text (BrokerResult *result,
             const GError *error)
{
  if (g_error_matches (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON))
    broker_result_refuse (result, SOUP_STATUS_BAD_REQUEST, "json", error->message);
  else if (g_error_matches (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TOO_LONG))
    broker_result_refuse (result, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "largo", error->message);
  else
    broker_result_refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "evento", error->message);
}

/**
 * broker_post_read:
 * @context: the broker
 * @result: (transfer none): refused, when the text is no event or one that its poster may not say
 * @text: what was posted
 * @length: its length in bytes
 * @uid: for the event
 *
 * Returns: (transfer full) (nullable): the event
 */
BrokerEvent *
broker_post_read (BrokerContext *context,
                  BrokerResult  *result,
                  const char    *text,
                  gsize          length,
                  const char    *uid)
{
  BrokerIdentity *identity = result->post->identity;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) posted = cony_event_new_posted (text, length, &error);
  g_autofree char *completed = NULL;
  JsonObject *payload = NULL;
  gint64 sucursal = 0;
  gint64 usuario = 0;

  if (!posted)
    {
      refuse_text (result, error);
      return NULL;
    }

  payload = cony_event_get_payload (posted);
  if (json_object_has_member (payload, "sucursal_id"))
    {
      JsonNode *node = json_object_get_member (payload, "sucursal_id");

      sucursal = broker_json_get_int (payload, "sucursal_id", -1);
      if (sucursal <= 0 && !JSON_NODE_HOLDS_NULL (node))
        {
          broker_result_refuse (result, SOUP_STATUS_UNPROCESSABLE_ENTITY, "sucursal_id",
                                "“sucursal_id” must be a positive number");
          return NULL;
        }
      sucursal = MAX (sucursal, 0);
    }
  /* A program of the intake may serve several branches; the database knows which. */
  if (identity->sucursal > 0 && !(identity->roles & CONY_ROL_INTAKE))
    {
      if (sucursal > 0 && sucursal != identity->sucursal)
        {
          broker_result_refuse (result, SOUP_STATUS_FORBIDDEN, "sucursal_id",
                                "This is not your branch");
          return NULL;
        }
      if (names_another (payload, broker_people_get_name (context->people, identity->login)))
        {
          broker_result_refuse (result, SOUP_STATUS_FORBIDDEN, "usuario", "This is not you");
          return NULL;
        }
      usuario = broker_people_get_id (context->people, identity->login);
      if (usuario > 0 && json_object_has_member (payload, "usuario_id")
          && !json_object_get_null_member (payload, "usuario_id"))
        {
          if (broker_json_get_int (payload, "usuario_id", -1) != usuario)
            {
              broker_result_refuse (result, SOUP_STATUS_FORBIDDEN, "usuario_id", "This is not you");
              return NULL;
            }
          usuario = 0;
        }
      if (sucursal == 0 || usuario > 0)
        {
          sucursal = identity->sucursal;
          completed = complete (payload, sucursal, usuario);
          text = completed;
          length = strlen (completed);
        }
    }
  return broker_event_new (cony_event_get_tipo (posted), cony_event_get_prioridad (posted), uid,
                           text, length, sucursal, g_get_real_time () / 1000);
}
