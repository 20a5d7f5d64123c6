/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-state.h"

#include <gio/gio.h>

#include "broker-json.h"
#include "broker-link.h"
#include "broker-people.h"
#include "cony-clock.h"

/* After the database came back everybody gets a fresh token within this time. */
#define RETURN_MS 60000

struct _BrokerState
{
  BrokerContext *context; /* borrowed */
  char *path;             /* nullable: nothing is kept */
  char *saved;            /* what the file holds */
  gint64 lost_s;          /* when the database went away, 0: it is there */
  gint64 lost_boot_ms;    /* the same in milliseconds since the boot */
  gboolean was_up;
};

static void
load (BrokerState *self)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (JsonObject) object = NULL;
  JsonNode *keys = NULL;
  JsonNode *people = NULL;

  if (!g_file_get_contents (self->path, &text, &length, NULL))
    return;
  object = broker_json_parse (text, length);
  keys = object ? json_object_get_member (object, "claves") : NULL;
  people = object ? json_object_get_member (object, "personas") : NULL;
  if (!keys || !JSON_NODE_HOLDS_ARRAY (keys) || !people || !JSON_NODE_HOLDS_ARRAY (people))
    {
      g_warning ("“%s” is damaged and was passed over", self->path);
      return;
    }

  self->lost_s = MAX (broker_json_get_int (object, "perdida", 0), 0);
  self->lost_boot_ms = cony_clock_boot_ms ()
                       - MAX (broker_clock_get_ms (self->context->clock) - self->lost_s * 1000, 0);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (keys)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (keys), i);
      JsonObject *key = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *kid = key ? broker_json_get_string (key, "kid") : NULL;
      const char *alg = key ? broker_json_get_string (key, "alg") : NULL;
      const char *secret = key ? broker_json_get_string (key, "secreto") : NULL;

      if (kid && alg && secret)
        {
          gsize n = 0;
          guint8 *bytes = g_base64_decode (secret, &n);
          g_autoptr (GBytes) decoded = g_bytes_new_take (bytes, n);

          broker_keys_add (self->context->keys, kid, alg, decoded);
        }
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (people)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (people), i);
      JsonObject *person = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *login = person ? broker_json_get_string (person, "login") : NULL;

      if (login)
        broker_people_add (self->context->people, login, broker_json_get_int (person, "id", 0),
                           broker_json_get_string (person, "nombre"),
                           broker_json_get_int (person, "activo", 0) != 0);
    }
}

static void
append_key (const BrokerKey *key,
            gpointer         user_data)
{
  JsonArray *array = user_data;
  JsonObject *object = json_object_new ();
  gsize length = 0;
  const guint8 *secret = g_bytes_get_data (key->secret, &length);
  g_autofree char *encoded = g_base64_encode (secret, length);

  json_object_set_string_member (object, "kid", key->kid);
  json_object_set_string_member (object, "alg", key->alg);
  json_object_set_string_member (object, "secreto", encoded);
  json_array_add_object_element (array, object);
}

static void
append_person (const char *login,
               gint64      id,
               const char *nombre,
               gboolean    active,
               gpointer    user_data)
{
  JsonArray *array = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "login", login);
  json_object_set_int_member (object, "id", id);
  if (nombre)
    json_object_set_string_member (object, "nombre", nombre);
  json_object_set_int_member (object, "activo", active);
  json_array_add_object_element (array, object);
}

/**
 * broker_state_new:
 * @context: (transfer none): the broker, with its options, keys and people
 *
 * Fills keys and people with what the last run knew.
 *
 * Returns: (transfer full): a state
 */
BrokerState *
broker_state_new (BrokerContext *context)
{
  BrokerState *self = g_new0 (BrokerState, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  if (context->options->state_dir)
    {
      self->path = g_build_filename (context->options->state_dir, "state", NULL);
      load (self);
    }
  return self;
}

/**
 * broker_state_free:
 * @self: (transfer full): a state
 */
void
broker_state_free (BrokerState *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->path);
  g_free (self->saved);
  g_free (self);
}

/**
 * broker_state_save:
 * @self: a state
 *
 * Writes what changed, readable by the broker alone.
 */
void
broker_state_save (BrokerState *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *keys = json_array_new ();
  JsonArray *people = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  broker_keys_foreach (self->context->keys, append_key, keys);
  broker_people_foreach (self->context->people, append_person, people);
  json_object_set_int_member (object, "perdida", self->lost_s);
  json_object_set_array_member (object, "claves", keys);
  json_object_set_array_member (object, "personas", people);
  json_node_take_object (root, object);
  text = json_to_string (root, FALSE);
  if (!self->path || g_strcmp0 (text, self->saved) == 0)
    return;
  if (!g_file_set_contents_full (self->path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &error))
    {
      g_warning ("The state cannot be kept: %s", error->message);
      return;
    }
  g_free (self->saved);
  self->saved = g_steal_pointer (&text);
}

/**
 * broker_state_check_time:
 * @self: a state
 * @boot_ms: milliseconds since the boot
 *
 * Notes when the database goes away and when everybody has had time to get a token after its return.
 *
 * Returns: %TRUE when the database has just come back
 */
gboolean
broker_state_check_time (BrokerState *self,
                         gint64       boot_ms)
{
  gboolean up = FALSE;
  gboolean came_back = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->context->writing)
    return FALSE;
  up = broker_link_is_up (self->context->writing);
  came_back = up && !self->was_up && self->lost_s > 0;
  self->was_up = up;
  if (!up && self->lost_s == 0 && broker_link_was_tried (self->context->writing))
    {
      self->lost_s = broker_clock_get_ms (self->context->clock) / 1000;
      self->lost_boot_ms = boot_ms;
      broker_state_save (self);
    }
  else if (up && self->lost_s > 0
           && broker_link_get_up_ms (self->context->writing) > RETURN_MS)
    {
      self->lost_s = 0;
      broker_state_save (self);
    }
  return came_back;
}

/**
 * broker_state_valid_at:
 * @self: a state
 * @now_s: seconds since 1970
 *
 * While nobody can get a new token, what was good when the database went away stays good.
 *
 * Returns: the time at which a token must be valid
 */
gint64
broker_state_valid_at (BrokerState *self,
                       gint64       now_s)
{
  g_return_val_if_fail (self != NULL, now_s);

  if (broker_state_get_away_ms (self, cony_clock_boot_ms ()) > 0)
    return MIN (self->lost_s, now_s);
  return now_s;
}

/**
 * broker_state_get_away_ms:
 * @self: a state
 * @boot_ms: milliseconds since the boot
 *
 * Returns: for how long nobody could get a new token, 0 when that does not count (any more)
 */
gint64
broker_state_get_away_ms (BrokerState *self,
                          gint64       boot_ms)
{
  gint64 away_ms = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->lost_s == 0)
    return 0;
  away_ms = MAX (boot_ms - self->lost_boot_ms, 1);
  return away_ms < self->context->options->grace_s * G_GINT64_CONSTANT (1000) ? away_ms : 0;
}
