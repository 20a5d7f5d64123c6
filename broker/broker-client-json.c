/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-client.h"

#include "cony-clock.h"

static void
set_strings (JsonObject *object,
             const char *member,
             GStrv       strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings && strings[i]; i++)
    json_array_add_string_element (array, strings[i]);
  json_object_set_array_member (object, member, array);
}

static void
set_sucursal (JsonObject *object,
              gint64      sucursal)
{
  if (sucursal > 0)
    json_object_set_int_member (object, "sucursal", sucursal);
  else
    json_object_set_null_member (object, "sucursal");
}

/**
 * broker_client_describe:
 * @client: a client
 *
 * Returns: (transfer full): who it is, for admins
 */
JsonObject *
broker_client_describe (BrokerClient *client)
{
  static const char * const states[] = { "waiting", "replaying", "live", "closing" };
  JsonObject *object = json_object_new ();
  g_auto (GStrv) roles = client->identity ? cony_roles_to_strv (client->identity->roles) : NULL;

  json_object_set_int_member (object, "id", client->id);
  json_object_set_string_member (object, "login",
                                 client->identity ? client->identity->login : NULL);
  set_strings (object, "roles", roles);
  set_sucursal (object, client->identity ? client->identity->sucursal : 0);
  json_object_set_string_member (object, "pantalla", client->pantalla);
  json_object_set_string_member (object, "estado", states[client->state]);
  json_object_set_boolean_member (object, "simple", client->plain);
  json_object_set_int_member (object, "segundos",
                              (cony_clock_monotonic_ms () - client->since_ms) / 1000);
  return object;
}

/**
 * broker_client_describe_session:
 * @client: a client that has begun
 *
 * With what its token and its filters leave it, so that another broker comes to the same answer as
 * broker_client_owes().
 *
 * Returns: (transfer full): a row of cony.conexiones
 */
JsonObject *
broker_client_describe_session (BrokerClient *client)
{
  JsonObject *object = NULL;
  g_auto (GStrv) roles = NULL;

  g_return_val_if_fail (client != NULL && client->sight != NULL, NULL);

  object = json_object_new ();
  roles = client->plain ? NULL : cony_roles_to_strv (client->sight->roles);
  json_object_set_int_member (object, "n", client->id);
  json_object_set_string_member (object, "login", client->identity->login);
  json_object_set_string_member (object, "pantalla", client->pantalla);
  set_sucursal (object, client->sight->sucursal);
  set_strings (object, "roles", roles);
  if (client->sight->tipos)
    set_strings (object, "tipos", client->sight->tipos);
  return object;
}
