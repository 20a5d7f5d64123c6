/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-session-private.h"

#include <glib/gi18n-lib.h>

static ConyRoles
parse_roles (const char *text)
{
  g_autoptr (JsonNode) node = cony_session_parse_json (text);
  ConyRoles roles = CONY_ROL_NONE;
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return roles;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    roles |= cony_roles_from_name (json_array_get_string_element (array, i));
  return roles;
}

static void
set_umbrales (ConySession *self,
              const char  *text)
{
  g_autoptr (JsonNode) node = cony_session_parse_json (text);

  g_clear_pointer (&self->umbrales, json_object_unref);
  if (node && JSON_NODE_HOLDS_OBJECT (node))
    self->umbrales = json_node_dup_object (node);
}

/* json-glib complains about a member of another kind. */
static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gint64
get_int (JsonObject *object,
         const char *name,
         gint64      fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : fallback;
}

static void
set_clock (ConySession *self,
           GDateTime   *server)
{
  gint64 halfway;

  if (server == NULL)
    return;
  halfway = self->asked_at + (g_get_monotonic_time () - self->asked_at) / 2;
  self->clock_offset = g_date_time_to_unix (server) * G_USEC_PER_SEC
                       + g_date_time_get_microsecond (server) - halfway;
}

static void
set_time_zone (ConySession *self,
               const char  *identifier)
{
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  self->time_zone = identifier ? g_time_zone_new_identifier (identifier) : NULL;
  if (self->time_zone == NULL)
    self->time_zone = g_time_zone_new_utc ();
}

/*< private >
 * cony_session_parse_json:
 *
 * Returns: (transfer full) (nullable): what @text says, %NULL for no text or no JSON
 */
JsonNode *
cony_session_parse_json (const char *text)
{
  return text ? json_from_string (text, NULL) : NULL;
}

/*< private >
 * cony_session_read_yo:
 *
 * Reads the row of api.yo and decides whether this person may use this program.
 */
gboolean
cony_session_read_yo (ConySession  *self,
                      ConyResult   *rows,
                      GError      **error)
{
  g_autoptr (GDateTime) now = NULL;

  if (cony_result_get_n_rows (rows) == 0)
    {
      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                   /* Translators: %s is a user name */
                   _("The user “%s” is not registered in Cony. Ask an administrator."), self->user);
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  now = cony_result_get_time (rows, 0, "ahora");
  set_clock (self, now);
  self->usuario_id = cony_result_get_int (rows, 0, "id");
  self->roles = parse_roles (cony_result_get_string (rows, 0, "roles"));
  self->sucursal_id = cony_result_get_int (rows, 0, "sucursal_id");
  set_time_zone (self, cony_result_get_string (rows, 0, "zona_horaria"));
  set_umbrales (self, cony_result_get_string (rows, 0, "umbrales"));
  cony_session_set_text (self, &self->login, cony_result_get_string (rows, 0, "login"), "login");
  cony_session_set_text (self, &self->nombre, cony_result_get_string (rows, 0, "nombre"), "nombre");
  cony_session_set_text (self, &self->sucursal_nombre,
                         cony_result_get_string (rows, 0, "sucursal_nombre"), "sucursal-nombre");
  g_object_thaw_notify (G_OBJECT (self));

  if (self->wanted && !cony_roles_allow (self->roles, self->wanted))
    {
      g_auto (GStrv) names = cony_roles_to_strv (self->wanted);
      g_autofree char *list = g_strjoinv (", ", names);

      g_set_error (error, CONY_DB_ERROR, CONY_DB_ERROR_FORBIDDEN,
                   /* Translators: the first %s is a user name, the second one a list of roles */
                   _("The user “%s” may not use this program. It is for: %s."), self->user, list);
      return FALSE;
    }
  return TRUE;
}

/*< private >
 * cony_session_forget_person:
 *
 * Nobody is logged in any more.
 */
void
cony_session_forget_person (ConySession *self)
{
  self->usuario_id = 0;
  self->roles = CONY_ROL_NONE;
  self->sucursal_id = 0;
  g_clear_pointer (&self->umbrales, json_object_unref);
  set_time_zone (self, NULL);
  cony_session_set_text (self, &self->login, NULL, "login");
  cony_session_set_text (self, &self->nombre, NULL, "nombre");
  cony_session_set_text (self, &self->sucursal_nombre, NULL, "sucursal-nombre");
}

/**
 * cony_session_get_login:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the person's login
 */
const char *
cony_session_get_login (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->login;
}

/**
 * cony_session_get_nombre:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the person's name
 */
const char *
cony_session_get_nombre (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->nombre;
}

/**
 * cony_session_get_usuario_id:
 * @self: a session
 *
 * Returns: the person's row in USUARIOS, 0 for nobody
 */
gint64
cony_session_get_usuario_id (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), 0);

  return self->usuario_id;
}

/**
 * cony_session_get_roles:
 * @self: a session
 *
 * Returns: what the person is
 */
ConyRoles
cony_session_get_roles (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), CONY_ROL_NONE);

  return self->roles;
}

/**
 * cony_session_get_sucursal_id:
 * @self: a session
 *
 * Returns: the person's branch, 0 for all
 */
gint64
cony_session_get_sucursal_id (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), 0);

  return self->sucursal_id;
}

/**
 * cony_session_get_sucursal_nombre:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): name of the branch
 */
const char *
cony_session_get_sucursal_nombre (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->sucursal_nombre;
}

/**
 * cony_session_get_time_zone:
 * @self: a session
 *
 * Returns: (transfer none): zone of the branch, in which windows show times; UTC while nobody is in
 */
GTimeZone *
cony_session_get_time_zone (ConySession *self)
{
  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  return self->time_zone;
}

/**
 * cony_session_get_umbral:
 * @self: a session
 * @canal: (nullable): channel of the order
 * @name: `apurar` or `tarde`
 * @fallback: for a threshold that the branch does not have
 *
 * Returns: the age in seconds from which an order is due or late: that of its channel, where the
 *   branch has one for it, else that of the branch
 */
gint64
cony_session_get_umbral (ConySession *self,
                         const char  *canal,
                         const char  *name,
                         gint64       fallback)
{
  JsonObject *canales, *own;

  g_return_val_if_fail (CONY_IS_SESSION (self), fallback);
  g_return_val_if_fail (name != NULL, fallback);

  if (self->umbrales == NULL)
    return fallback;
  fallback = get_int (self->umbrales, name, fallback);
  canales = canal ? get_object (self->umbrales, "canales") : NULL;
  own = canales ? get_object (canales, canal) : NULL;
  return own ? get_int (own, name, fallback) : fallback;
}

/**
 * cony_session_now:
 * @self: a session
 *
 * Returns: (transfer full): the server's time, in UTC; that of this machine while nobody is in
 */
GDateTime *
cony_session_now (ConySession *self)
{
  g_autoptr (GDateTime) second = NULL;
  gint64 now;

  g_return_val_if_fail (CONY_IS_SESSION (self), NULL);

  if (self->clock_offset == 0)
    return g_date_time_new_now_utc ();
  now = g_get_monotonic_time () + self->clock_offset;
  second = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  return g_date_time_add (second, now % G_USEC_PER_SEC);
}

/**
 * cony_session_seconds_since:
 * @self: a session
 * @time: a time of the server
 *
 * Returns: whole seconds from @time to now, not below 0
 */
gint64
cony_session_seconds_since (ConySession *self,
                            GDateTime   *time)
{
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (CONY_IS_SESSION (self), 0);
  g_return_val_if_fail (time != NULL, 0);

  now = cony_session_now (self);
  return MAX (0, g_date_time_difference (now, time) / G_TIME_SPAN_SECOND);
}
