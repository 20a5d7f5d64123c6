/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-echo.h"

#include <string.h>

#include "broker-clients.h"
#include "broker-json.h"
#include "cony-clock.h"

/* Who did not answer by then is not there. */
#define ECHO_MS 10000
#define MAX_PENDING 1000
#define MAX_ID 64
/* What answerers get; an answer that comes too late is told by it from a question. */
#define KEY_PREFIX "eco:"

typedef struct
{
  char *id;          /* as the asker called it */
  guint64 asker;
  guint64 answerer;
  gint64 asked_ms;
} Echo;

struct _BrokerEcho
{
  BrokerContext *context; /* borrowed */
  GHashTable *pending;    /* of Echo, owned, by the id that the answerer got */
};

static void
echo_free (Echo *echo)
{
  g_free (echo->id);
  g_free (echo);
}

static void
answer (BrokerEcho   *self,
        BrokerClient *answerer,
        Echo         *echo)
{
  BrokerClient *asker = broker_clients_find (self->context->clients, echo->asker);
  g_autofree char *id = broker_json_quote (echo->id);
  g_autofree char *pantalla = broker_json_quote (answerer->pantalla ? answerer->pantalla : "");
  g_autofree char *text = NULL;

  if (!asker)
    return;
  text = g_strdup_printf ("{\"tipo\":\"_eco\",\"id\":%s,\"ms\":%" G_GINT64_FORMAT
                          ",\"pantalla\":%s}", id,
                          cony_clock_monotonic_ms () - echo->asked_ms, pantalla);
  broker_client_send (asker, text);
}

/**
 * broker_echo_new:
 * @context: (transfer none): the broker
 *
 * Returns: (transfer full): an echo
 */
BrokerEcho *
broker_echo_new (BrokerContext *context)
{
  BrokerEcho *self = g_new0 (BrokerEcho, 1);

  g_return_val_if_fail (context != NULL, NULL);

  self->context = context;
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) echo_free);
  return self;
}

/**
 * broker_echo_free:
 * @self: (transfer full): an echo
 */
void
broker_echo_free (BrokerEcho *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->pending);
  g_free (self);
}

/**
 * broker_echo_receive:
 * @self: an echo
 * @client: who sent an `_eco`
 * @id: its id
 *
 * An answer that nobody waits for changes nothing.
 *
 * Returns: %FALSE when it is a question and there is nobody to ask
 */
gboolean
broker_echo_receive (BrokerEcho   *self,
                     BrokerClient *client,
                     const char   *id)
{
  Echo *echo = NULL;
  BrokerClient *other = NULL;
  ConyRoles wanted = CONY_ROL_NONE;
  g_autofree char *uid = NULL;
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL && client != NULL && id != NULL, FALSE);

  echo = g_hash_table_lookup (self->pending, id);
  if (echo && echo->answerer == client->id)
    {
      answer (self, client, echo);
      g_hash_table_remove (self->pending, id);
      return TRUE;
    }
  if (g_str_has_prefix (id, KEY_PREFIX))
    return TRUE;

  if (client->identity->roles & CONY_ROL_ATENCION)
    wanted = CONY_ROL_COCINERO;
  else if (client->identity->roles & CONY_ROL_COCINERO)
    wanted = CONY_ROL_ATENCION;
  if (wanted != CONY_ROL_NONE)
    other = broker_clients_find_role (self->context->clients, wanted, client->identity->sucursal);
  if (!other || g_hash_table_size (self->pending) >= MAX_PENDING || strlen (id) > MAX_ID)
    return FALSE;

  uid = g_uuid_string_random ();
  key = g_strconcat (KEY_PREFIX, uid, NULL);
  text = g_strdup_printf ("{\"tipo\":\"_eco\",\"id\":\"%s\",\"de\":\"%s\"}", key,
                          wanted == CONY_ROL_COCINERO ? "atencion" : "cocinero");
  echo = g_new0 (Echo, 1);
  echo->id = g_strdup (id);
  echo->asker = client->id;
  echo->answerer = other->id;
  echo->asked_ms = cony_clock_monotonic_ms ();
  g_hash_table_insert (self->pending, g_steal_pointer (&key), echo);
  broker_client_send (other, text);
  return TRUE;
}

static gboolean
is_old (gpointer key,
        gpointer value,
        gpointer user_data)
{
  return ((Echo *) value)->asked_ms + ECHO_MS < *(gint64 *) user_data;
}

/**
 * broker_echo_trim:
 * @self: an echo
 * @now_ms: monotonic milliseconds
 *
 * Forgets what was never answered.
 */
void
broker_echo_trim (BrokerEcho *self,
                  gint64      now_ms)
{
  g_return_if_fail (self != NULL);

  g_hash_table_foreach_remove (self->pending, is_old, &now_ms);
}
