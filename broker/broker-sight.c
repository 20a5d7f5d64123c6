/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-sight.h"

#include <stdlib.h>
#include <string.h>

#include "broker-json.h"

#define MAX_FILTER 64

static int
compare_strings (const void *a,
                 const void *b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * broker_sight_new:
 * @identity: who
 * @plain: without subprotocol
 * @open: an event without a branch is for everyone
 *
 * Returns: (transfer full): all that @identity may see
 */
BrokerSight *
broker_sight_new (BrokerIdentity *identity,
                  gboolean        plain,
                  gboolean        open)
{
  BrokerSight *self = NULL;

  g_return_val_if_fail (identity != NULL, NULL);

  self = g_new0 (BrokerSight, 1);
  self->roles = identity->roles;
  self->sucursal = identity->sucursal;
  self->plain = plain;
  self->open = open;
  return self;
}

/**
 * broker_sight_copy:
 * @self: a sight
 *
 * Returns: (transfer full): a copy
 */
BrokerSight *
broker_sight_copy (const BrokerSight *self)
{
  BrokerSight *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->tipos = g_strdupv (self->tipos);
  return copy;
}

/**
 * broker_sight_free:
 * @self: (transfer full): a sight
 */
void
broker_sight_free (BrokerSight *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->tipos);
  g_free (self);
}

/**
 * broker_sight_narrow:
 * @self: a sight
 * @filtros: `{"tipos":[…],"sucursal":n}`, both optional
 *
 * Filters only narrow: another branch than one's own is refused.
 *
 * Returns: %FALSE when @filtros is malformed or asks for more; @self is unchanged then
 */
gboolean
broker_sight_narrow (BrokerSight *self,
                     JsonObject  *filtros)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = NULL;
  gint64 sucursal = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (filtros != NULL, FALSE);

  if (json_object_has_member (filtros, "sucursal"))
    {
      sucursal = broker_json_get_int (filtros, "sucursal", -1);
      if (sucursal <= 0 || (self->sucursal != 0 && self->sucursal != sucursal))
        return FALSE;
    }
  node = json_object_get_member (filtros, "tipos");
  if (node)
    {
      JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (!array || json_array_get_length (array) > MAX_FILTER)
        return FALSE;
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (json_node_get_value_type (element) != G_TYPE_STRING)
            return FALSE;
          g_strv_builder_add (builder, json_node_get_string (element));
        }
      g_strfreev (self->tipos);
      self->tipos = g_strv_builder_end (builder);
      qsort (self->tipos, g_strv_length (self->tipos), sizeof *self->tipos, compare_strings);
    }
  if (sucursal > 0)
    self->sucursal = sucursal;
  return TRUE;
}

/**
 * broker_sight_sees:
 * @self: a sight
 * @event: an event
 *
 * Returns: %TRUE when @event may be sent
 */
gboolean
broker_sight_sees (const BrokerSight *self,
                   const BrokerEvent *event)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  if (!cony_roles_allow (self->roles, event->ven))
    return FALSE;
  if (self->sucursal != 0 && self->sucursal != event->sucursal
      && !(self->open && event->sucursal == 0))
    return FALSE;
  return !self->tipos || g_strv_contains ((const char * const *) self->tipos, event->tipo);
}

/**
 * broker_sight_owes:
 * @self: a sight
 * @event: an event it sees
 *
 * Returns: %TRUE when a person of this sight is one who must confirm @event
 */
gboolean
broker_sight_owes (const BrokerSight *self,
                   const BrokerEvent *event)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  return (self->roles & event->deben) != 0;
}

/**
 * broker_sight_to_key:
 * @self: a sight
 *
 * Returns: (transfer full): a text that is the same for equal sights only
 */
char *
broker_sight_to_key (const BrokerSight *self)
{
  GString *key = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  key = g_string_new (NULL);
  g_string_printf (key, "%u/%" G_GINT64_FORMAT "/%d/%d", self->roles, self->sucursal, self->plain,
                   self->open);
  for (guint i = 0; self->tipos && self->tipos[i]; i++)
    {
      /* The length keeps two names from reading as one. */
      g_string_append_printf (key, "/%zu:%s", strlen (self->tipos[i]), self->tipos[i]);
    }
  if (self->tipos)
    g_string_append (key, "/filtered");
  return g_string_free (key, FALSE);
}
